import type { Types } from 'mongoose'
import type { Subject } from '../../models/visit/index.ts'
import { findSubjects, subjectCards, type SubjectCard } from '../../models/visit/subjectQueries.ts'
import type { SubjectSlot } from './form.ts'

/** A place of the form with the firm or member that it stands for, or with what might be meant. */
export interface FoundSlot {
  slot: SubjectSlot
  card: SubjectCard | null
  /** nobody of the roster, by the user's own word */
  isOther: boolean
  alternatives: SubjectCard[]
}

/**
 * Finds out whom each place means: by id, else by a name that only one record bears in full, else by the only hit.
 * Names that fit several records stay open, with the records offered.
 */
export async function findSlots(slots: readonly SubjectSlot[]): Promise<FoundSlot[]> {
  const cards = await subjectCards(slots.map(({ id }) => id).filter(id => /^[0-9a-f]{24}$/.test(id)))
  const byId = new Map(cards.map(card => [String(card.id), card]))
  return Promise.all(slots.map(async slot => {
    const known = byId.get(slot.id)
    if (known) return { slot, card: known, isOther: false, alternatives: [] }
    if (slot.id === 'other' && slot.name !== '') return { slot, card: null, isOther: true, alternatives: [] }
    if (slot.name === '') return { slot, card: null, isOther: false, alternatives: [] }
    const alternatives = await findSubjects(slot.name)
    const exact = alternatives.filter(({ name }) => name === slot.name)
    const [only, ...others] = exact.length > 0 ? exact : alternatives
    const card = only !== undefined && others.length === 0 ? only : null
    return { slot, card, isOther: false, alternatives: card === null ? alternatives : [] }
  }))
}

/** Messages for places that mean nobody yet, by field. Two places for the same subject are one too many. */
export function slotErrors(found: readonly FoundSlot[]): Record<string, string> {
  const errors: Record<string, string> = {}
  const seen = new Set<string>()
  for (const { slot, card, isOther, alternatives } of found) {
    const field = `subjectName-${slot.n}`
    const key = card ? String(card.id) : slot.name
    if (card === null && !isOther) {
      errors[field] = alternatives.length > 0 ? `“${slot.name}”有 ${alternatives.length} 个相近的，请选一个`
        : slot.name === '' ? '请填写走访了谁' : `名录里没有找到“${slot.name}”，请换个写法或用拼音首字母再找`
    } else if (seen.has(key)) errors[field] = '这个走访对象写了两次，请去掉一个'
    seen.add(key)
  }
  return errors
}

/** The subjects as a visit keeps them. Places that mean nobody are left out. */
export const subjectsOf = (found: readonly FoundSlot[]): Subject[] =>
  found.flatMap(({ slot, card, isOther }): Subject[] => {
    if (card) return [{ type: card.type, id: card.id, name: card.name, district: card.district }]
    return isOther ? [{ type: 'other', id: null, name: slot.name, district: null }] : []
  })

export const idsOf = (subjects: readonly Subject[]): Types.ObjectId[] => subjects.flatMap(({ id }) => id ?? [])
