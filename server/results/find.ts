import type { Request } from 'express'
import { QuestionnaireModel, type Questionnaire } from '../../models/questionnaire/index.ts'
import { NotFound } from '../http/errors.ts'

/** A questionnaire without what is being built. */
export type Found = Omit<Questionnaire, 'draft'>

/** The questionnaire of the address, by number or id. @throws NotFound also for one that was never published */
export async function questionnaireIn(req: Request): Promise<Found> {
  const key = String(req.params['id'])
  const by = /^[0-9a-f]{24}$/.test(key) ? { _id: key } : { no: key }
  const found = await QuestionnaireModel.findOne(by).select('-draft').lean<Found | null>()
  if (!found || found.versions.length === 0) throw new NotFound()
  return found
}

export const questionnairePath = ({ no }: Pick<Questionnaire, 'no'>): string => `/questionnaires/${no}`
