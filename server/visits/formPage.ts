import type { Request, Response } from 'express'
import { dayOf, timeOf } from '../../models/shared/calendarDay.ts'
import { PHOTOS_PER_RECORD } from '../attachments/limits.ts'
import { takeFiles } from '../attachments/store.ts'
import type { Deps } from '../deps.ts'
import { page } from '../http/page.ts'
import { filesOf } from '../http/routes.ts'
import { requireActor } from '../http/signedIn.ts'
import type { Body } from '../lib/form.ts'
import { photoIds, subjectSlots } from './form.ts'
import { formFacts } from './formFacts.ts'
import { visitFormPage, type FormFacts, type VisitFormPage } from './formView.ts'
import { blockField, typedBlocks } from './issueBlocks.ts'
import type { Viewer } from './slotViews.ts'
import { findSlots, type FoundSlot } from './subjects.ts'

declare module '../lib/templates.ts' {
  interface Views { 'visits/form': VisitFormPage }
}

export const viewerOf = (req: Request, deps: Deps): Viewer =>
  ({ actor: requireActor(req), today: dayOf(deps.clock.now()) })

/** What a fresh form already says: today, now, the usual mode. */
export const freshValues = (now: Date): Body =>
  ({ onDay: dayOf(now), fromTime: timeOf(now), mode: '实地', secrecy: '公开', [blockField(1, 'what')]: '' })

/** What a page of the form is made from. */
export interface FormState extends Pick<FormFacts, 'edited' | 'plan'> {
  values: Body
  errors: Record<string, string>
  found?: readonly FoundSlot[]
  photoProblems?: string[]
  /** the first look: a draft of this device may come back */
  fresh?: boolean
}

/** Answers with the form: 422 when something is to be mended, else 200. */
export async function showForm(req: Request, res: Response, deps: Deps, state: FormState): Promise<void> {
  const { values, errors, photoProblems = [], fresh = false } = state
  const found = state.found ?? await findSlots(subjectSlots(values))
  const shown = typedBlocks(values, { empty: true }).length === 0 && state.edited === null
    ? { ...values, [blockField(1, 'what')]: '' } : values
  const facts = await formFacts(viewerOf(req, deps), shown, found, { ...state, photoProblems, fresh })
  const problems = { ...errors, ...(photoProblems.length > 0 ? { photos: photoProblems[0] ?? '' } : {}) }
  const model = visitFormPage(shown, problems, facts)
  const isBad = Object.keys(problems).length > 0
  const above = state.edited === null ? [] : [{ text: state.edited.no, href: `/visits/${state.edited.no}` }]
  await page(req, res, 'visits/form', model, {
    title: isBad ? `错误：${model.title}` : model.title,
    status: isBad ? 422 : 200,
    breadcrumb: [{ text: '走访', href: '/visits' }, ...above, { text: model.title, href: null }],
  })
}

/**
 * Takes the photos that came with a form. Those kept for it before, and those that the record has already, count
 * towards the nine.
 */
export async function photosOf(
  req: Request, deps: Deps, values: Body, stored: number,
): Promise<{ values: Body, problems: string[] }> {
  const files = filesOf(req)
  const actor = requireActor(req)
  if (files.length === 0 || actor.id === null) return { values, problems: [] }
  const before = photoIds(values)
  const room = Math.max(0, PHOTOS_PER_RECORD - before.length - stored)
  const { kept, refused } = await takeFiles(deps, actor.id, 'visit', files.slice(0, room), 'photos')
  const left = files.length - room
  return {
    values: { ...values, photo: [...before, ...kept.map(({ _id }) => String(_id))] },
    problems: left > 0 ? [...refused, `照片最多 ${PHOTOS_PER_RECORD} 张，多出的 ${left} 张没有加上`] : refused,
  }
}
