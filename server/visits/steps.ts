import type { Body } from '../lib/form.ts'
import { MOST_SUBJECTS, subjectSlots } from './form.ts'
import { blockField, MOST_ISSUES, typedBlocks } from './issueBlocks.ts'

/**
 * The buttons of the form that change the form itself and save nothing: one more issue, one subject less. With
 * JavaScript most of them never reach the server; without, the same page comes back with everything that was typed.
 */
const STEPS = [
  'addIssue', 'removeIssue', 'addSubject', 'removeSubject', 'changeSubject', 'find', 'pick', 'other', 'removePhoto',
] as const
const STEP = /^([A-Za-z]+)(?:-([0-9a-z]+))?(?:-([0-9a-f]{24}))?$/

export type StepName = (typeof STEPS)[number]
export interface Step { name: StepName, which: string, id: string }

/** The step that a button asks for; null for saving and for anything else. */
export function stepOf(act: string): Step | null {
  const match = STEP.exec(act)
  const name = STEPS.find(each => each === match?.[1])
  return name === undefined ? null : { name, which: match?.[2] ?? '', id: match?.[3] ?? '' }
}

/** The form's values after the step; nothing else of them changes. */
export function afterStep(body: Body, { name, which, id }: Step): Body {
  const changed = { ...body }
  const set = (field: string, value: string) => { changed[field] = value }
  const drop = (prefix: string) => {
    const fields = Object.keys(changed).filter(field => field === prefix || field.startsWith(`${prefix}-`))
    for (const field of fields) delete changed[field]
  }
  const steps: Record<StepName, () => void> = {
    addIssue: () => { set(blockField(freeNumber(typedBlocks(body, { empty: true }), MOST_ISSUES), 'what'), '') },
    removeIssue: () => { drop(`issue-${which}`) },
    addSubject: () => { set(`subject-${freeNumber(subjectSlots(body), MOST_SUBJECTS)}`, '') },
    removeSubject: () => {
      drop(`subject-${which}`)
      drop(`subjectName-${which}`)
    },
    changeSubject: () => {
      set(`subject-${which}`, '')
      set(`subjectName-${which}`, '')
    },
    find: () => { set(`subject-${which}`, '') },
    pick: () => { if (id !== '') set(`subject-${which}`, id) },
    other: () => { set(`subject-${which}`, 'other') },
    removePhoto: () => { changed['photo'] = [body['photo'] ?? []].flat().filter(photo => photo !== which) },
  }
  steps[name]()
  return changed
}

/** The number after the last one, or the last one when there is no more room. */
function freeNumber(taken: readonly { n: number }[], most: number): number {
  return Math.min(most, Math.max(0, ...taken.map(({ n }) => n)) + 1)
}

const BLANK_FIELDS = ['hosts', 'companions', 'heard', 'photo', 'plan', 'version'] as const

/** Whether nothing but subjects has been written: then a chosen subject may as well open a fresh form. */
export const isBlank = (body: Body): boolean =>
  BLANK_FIELDS.every(field => [body[field] ?? ''].flat().join('') === '')
  && typedBlocks(body).length === 0 && subjectSlots(body).length === 1
