import type { Request } from 'express'
import { QuestionnaireModel, type Questionnaire } from '../../models/questionnaire/index.ts'
import type { Item, Section } from '../../models/questionnaire/items.ts'
import { NotFound } from '../http/errors.ts'

/** A questionnaire with what is being built and the version that its forms carry. */
export type Building = Questionnaire & { __v: number }

export const QUESTIONNAIRES = '/questionnaires'
export const pathOf = ({ no }: Pick<Questionnaire, 'no'>): string => `${QUESTIONNAIRES}/${no}`
export const questionsPath = (questionnaire: Pick<Questionnaire, 'no'>): string => `${pathOf(questionnaire)}/questions`

/** The questionnaire of the address, by number or id. @throws NotFound */
export async function find(req: Request): Promise<Building> {
  const key = String(req.params['id'])
  const found = await QuestionnaireModel.findOne(/^[0-9a-f]{24}$/.test(key) ? { _id: key } : { no: key })
    .lean<Building | null>()
  if (!found) throw new NotFound()
  return found
}

/** @throws NotFound */
export function sectionIn({ draft }: Pick<Questionnaire, 'draft'>, key: unknown): Section {
  const section = draft.find((each) => each.key === key)
  if (!section) throw new NotFound()
  return section
}

/** @throws NotFound */
export function itemIn({ draft }: Pick<Questionnaire, 'draft'>, key: unknown): Item {
  const item = draft.flatMap(({ items }) => items).find((each) => each.key === key)
  if (!item) throw new NotFound()
  return item
}
