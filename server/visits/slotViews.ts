import { departmentsByCode } from '../../models/department/queries.ts'
import { districtNames } from '../../models/district/queries.ts'
import { loadedCalendar } from '../../models/holiday/queries.ts'
import { addDays, daysBetween, parseDay } from '../../models/shared/calendarDay.ts'
import type { Actor } from '../../models/user/actor.ts'
import { joinInstead } from '../../models/visit/cap.ts'
import { lastVisits, recentSubjects, visitsOfSubject, type VisitRow } from '../../models/visit/queries.ts'
import { subjectCards, type SubjectCard } from '../../models/visit/subjectQueries.ts'
import { tasksOfOfficer } from '../../models/visitTask/queries.ts'
import { shortDayText } from '../lib/format.ts'
import { textOf, type Body } from '../lib/form.ts'
import type { FormFacts, SlotView } from './formView.ts'
import type { FoundSlot } from './subjects.ts'

/** Who looks at the form, on which day. */
export interface Viewer { actor: Actor, today: string }

const SUGGESTED = 6
/** Visits of the last and next two months are near enough to matter. */
const AROUND_DAYS = 62

/** The places of the form in words: boxes of known subjects, and for the others whom one might mean. */
export async function slotViews(
  viewer: Viewer, body: Body, found: readonly FoundSlot[], ownNo: string | null,
): Promise<FormFacts['slots']> {
  const [districts, departments] = await Promise.all([districtNames(), departmentsByCode()])
  const last = await lastVisits(found.flatMap(({ card }) => card?.id ?? []))
  const suggested = found.some(isEmpty) ? await suggestedSubjects(viewer) : []
  const noteOf = (card: SubjectCard) => noteText(card, districts)
  return Promise.all(found.map(async each => {
    const { slot, card, isOther, alternatives } = each
    const before = card ? last.get(String(card.id)) : undefined
    const offered = isEmpty(each) ? suggested : alternatives
    return {
      n: slot.n,
      id: card ? String(card.id) : isOther ? 'other' : '',
      name: card?.name ?? slot.name,
      type: card?.type ?? 'other',
      chosen: card !== null || isOther,
      lines: card === null ? (isOther ? ['不在名录里'] : []) : [
        noteOf(card),
        before ? lastVisitText(before, viewer.today, departments) : '还没有走访过',
      ].filter(line => line !== ''),
      warning: card && await warningOf(viewer, body, card, departments, ownNo),
      suggestions: offered.map(other =>
        ({ act: `pick-${slot.n}-${String(other.id)}`, name: other.name, note: noteOf(other) })),
      suggestionsTitle: isEmpty(each) ? '最近走访的和要走访的' : '是不是这里面的一个？',
      otherAct: !isEmpty(each) && card === null && !isOther ? `other-${slot.n}` : null,
    }
  }))
}

type Names = ReadonlyMap<string, { name: string }>

const lastVisitText = ({ onDay, department }: VisitRow, today: string, departments: Names): string =>
  `上次走访 ${shortDayText(onDay, today)}，${departments.get(department)?.name ?? ''}`

const isEmpty = ({ slot, card, isOther }: FoundSlot): boolean => card === null && !isOther && slot.name === ''

/** `崂山区，大型，联系市领导 裴青野`; of a member `市政协委员，…`. */
export function noteText(card: SubjectCard, districts: ReadonlyMap<string, string>): string {
  const district = card.district === null ? '' : (districts.get(card.district) ?? '')
  const leader = card.linkedLeader === '' ? '' : `联系市领导 ${card.linkedLeader}`
  return [district, card.note, leader].filter(part => part !== '').join('，')
}

/** Whom the user visited lately, then whom they have yet to visit. */
async function suggestedSubjects({ actor, today }: Viewer): Promise<SubjectCard[]> {
  if (actor.id === null) return []
  const [recent, tasks] = await Promise.all([recentSubjects(actor.id, 3), tasksOfOfficer(actor.id, today)])
  const due = tasks.filter(({ timesDone }) => timesDone === 0).map(({ subject }) => String(subject.id))
  const ids = [...new Set([...recent.flatMap(({ id }) => (id ? [String(id)] : [])), ...due])]
  return subjectCards(ids.slice(0, SUGGESTED))
}

/** The cap's proposal to go together, in words; null when the way is free. */
async function warningOf(
  { actor, today }: Viewer, body: Body, card: SubjectCard, departments: Names, ownNo: string | null,
): Promise<SlotView['warning']> {
  const onDay = parseDay(textOf(body['onDay'])) ?? today
  if (Math.abs(daysBetween(today, onDay)) > AROUND_DAYS) return null
  const visits = await visitsOfSubject(card.id, addDays(today, -2 * AROUND_DAYS))
  const calendar = await loadedCalendar()
  const others = visits.filter(({ no }) => no !== ownNo)
  const near = joinInstead({ onDay, mode: textOf(body['mode']) || '实地' }, others, calendar)
  if (near === null) return null
  const who = near.department === actor.department ? '本部门' : (departments.get(near.department)?.name ?? '别的部门')
  const day = shortDayText(near.onDay, today)
  return near.state === 'planned'
    ? `${who}计划 ${day}去。20 个工作日内不重复上门，建议与他们一起去。`
    : `${who} ${day}刚去过。20 个工作日内不重复上门，没有对方约请的，建议改用电话或一起去。`
}
