import { whyNotOn } from '../../models/visit/day.ts'
import { COMBINED_WITH, type CombinedWith } from '../../models/visit/combinedWith.ts'
import type { HostPerson } from '../../models/visit/index.ts'
import { INTEGRITY_DECLARATION, mustDeclareIntegrity } from '../../models/visit/integrity.ts'
import { isMode, OTHER_MODES, USUAL_MODES, type Mode } from '../../models/visit/mode.ts'
import { metSomebody, OUTCOMES, type Outcome } from '../../models/visit/outcome.ts'
import { CLASSIFIED, CLASSIFIED_REFUSED, SECRECIES, type Secrecy } from '../../models/visit/secrecy.ts'
import {
  choice, day, optionalChoice, readForm, requiredDay, text, textOf, textsOf, tick, ticks, timeOfDay,
  type Body, type Field, type FormResult,
} from '../lib/form.ts'
import { readIssueBlocks, type IssueBlock, type IssueChoices } from './issueBlocks.ts'

/** The fourth button of the form; the mode itself is then chosen from a list. */
export const OTHER_MODE = '其他'
export const MODE_BUTTONS = [...USUAL_MODES, OTHER_MODE] as const
export const MOST_SUBJECTS = 9
const MOST_PEOPLE = 20
const DECLARE = `请确认${INTEGRITY_DECLARATION}`
const MOST_ENTRIES = 20

export const MAX = { heard: 5000, long: 2000, line: 200, name: 60, person: 60 } as const

/** Names of the fields; `*` stands for numbered ones. The route refuses any other. */
export const VISIT_FIELDS = [
  'subject-*', 'subjectName-*', 'onDay', 'fromTime', 'toTime', 'mode', 'otherMode', 'hosts', 'companions', 'heard',
  'issue-*', 'photo', 'integrity', 'lead', 'combinedWith', 'agenda', 'opsSummary', 'policiesExplained', 'positives',
  'suggestions', 'onSpotResolved', 'nextFollowUpOn', 'outcome', 'secrecy', 'plan', 'act',
] as const

/**
 * A place of the form for one subject: an id from the roster, `other` for nobody of it, '' while only a name is
 * typed.
 */
export interface SubjectSlot { n: number, id: string, name: string }

/** A visit as the form understands it; names of people and subjects are still to be found. */
export interface VisitInput {
  subjects: SubjectSlot[]
  onDay: string
  fromTime: string
  toTime: string
  mode: Mode
  hostPersons: HostPerson[]
  companionNames: string[]
  heard: string
  issues: IssueBlock[]
  photos: string[]
  integrityDeclared: boolean
  lead: string
  combinedWith: CombinedWith[]
  agenda: string
  opsSummary: string
  policiesExplained: string
  positives: string
  suggestions: string[]
  onSpotResolved: string[]
  nextFollowUpOn: string | null
  outcome: Outcome
  secrecy: Secrecy
}

/** Lines of a text as a list: empty ones fall away. */
const lines = (label: string): Field<string[]> => raw => {
  const entries = textOf(raw).split(/\r\n?|\n/).map(line => line.trim()).filter(line => line !== '')
  if (entries.length > MOST_ENTRIES) return { error: `${label}最多 ${MOST_ENTRIES} 条，现在是 ${entries.length} 条` }
  const long = entries.findIndex(entry => [...entry].length > MAX.line)
  return long === -1 ? { value: entries } : { error: `${label}第 ${long + 1} 条超过 ${MAX.line} 个字` }
}

/** Names set off by 、 or line breaks. */
export const namesIn = (typed: string): string[] =>
  [...new Set(typed.split(/[、,，;；\n\r]+/).map(name => name.trim()).filter(name => name !== ''))]

const people = (label: string): Field<string[]> => raw => {
  const names = namesIn(textOf(raw))
  if (names.length > MOST_PEOPLE) return { error: `${label}最多写 ${MOST_PEOPLE} 人` }
  const long = names.find(name => [...name].length > MAX.person)
  return long === undefined ? { value: names } : { error: `${label}每人最多 ${MAX.person} 个字，请用顿号把人名隔开` }
}

/** `贺临洲，总经理`, several people on lines or behind ；. What follows the first comma is the post. */
export const hostsIn = (typed: string): HostPerson[] =>
  typed.split(/[;；\n\r]+/).map(person => person.trim()).filter(person => person !== '').map(person => {
    const [name = '', ...title] = person.split(/[,，]/)
    return { name: name.trim(), title: title.join('，').trim(), phone: '' }
  })

const hosts: Field<HostPerson[]> = raw => {
  const found = hostsIn(textOf(raw))
  if (found.length > MOST_PEOPLE) return { error: `见到的人最多写 ${MOST_PEOPLE} 位` }
  const long = found.some(({ name, title }) => [...name].length > MAX.person || [...title].length > MAX.person)
  return long ? { error: `见到的人，姓名和职务各最多 ${MAX.person} 个字` } : { value: found }
}

const secrecy: Field<Secrecy> = raw => {
  const given = textOf(raw).trim()
  return given === CLASSIFIED ? { error: CLASSIFIED_REFUSED } : choice('公开范围', SECRECIES)(given === '' ? '公开' : given)
}

const FIELDS = {
  onDay: requiredDay('日期'),
  fromTime: timeOfDay('开始时间'),
  toTime: timeOfDay('结束时间'),
  mode: choice('方式', MODE_BUTTONS),
  otherMode: optionalChoice('其他方式', OTHER_MODES),
  hosts,
  companions: people('同行的人'),
  heard: text('听到了什么', MAX.heard),
  integrity: tick(),
  lead: text('带队领导', MAX.name),
  combinedWith: ticks('结合的工作', COMBINED_WITH),
  agenda: text('谈了什么', MAX.long),
  opsSummary: text('生产经营情况', MAX.long),
  policiesExplained: text('宣讲政策', MAX.long),
  positives: text('好的做法', MAX.long),
  suggestions: lines('意见建议'),
  onSpotResolved: lines('现场解决'),
  nextFollowUpOn: day('下次回访'),
  outcome: optionalChoice('特殊情况', OUTCOMES),
  secrecy,
} as const

type ReadFields = { [K in keyof typeof FIELDS]: (typeof FIELDS)[K] extends Field<infer T> ? T : never }

/**
 * Reads the form of a visit. All messages come at once, by field name; those of issues by the name of their field.
 *
 * @param today   civil day in Shanghai on which it is sent
 * @param choices codes of categories and departments that may be chosen
 */
export function readVisit(body: Body, today: string, choices: IssueChoices): FormResult<VisitInput> {
  const subjects = subjectSlots(body).filter(({ id, name }) => id !== '' || name !== '')
  const issues = readIssueBlocks(body, choices, Math.max(1, subjects.length))
  const read = readForm(body, FIELDS)
  const errors = {
    ...(subjects.length === 0 ? { 'subjectName-1': '请填写走访了谁' } : {}),
    ...(read.ok ? whatIsMissing(read.value, today, issues.blocks.length) : read.errors),
    ...issues.errors,
  }
  if (!read.ok || Object.keys(errors).length > 0) return { ok: false, errors, values: body }
  const { hosts: hostPersons, companions, integrity, otherMode, mode, outcome, ...plain } = read.value
  return {
    ok: true,
    value: {
      ...plain, subjects, hostPersons, companionNames: companions, integrityDeclared: integrity, outcome: outcome ?? '',
      mode: modeOf(mode, otherMode) ?? '实地', issues: issues.blocks, photos: photoIds(body),
    },
  }
}

/** What only the fields together can tell. */
function whatIsMissing(value: ReadFields, today: string, issueCount: number): Record<string, string> {
  const { onDay, mode, otherMode, heard, hosts: met, integrity, outcome, fromTime, toTime, nextFollowUpOn } = value
  const chosen = modeOf(mode, otherMode)
  const somebodyMet = metSomebody(outcome ?? '')
  const wrongDay = whyNotOn(onDay, today)
  const checks: [string, string | false][] = [
    ['onDay', wrongDay ?? false],
    ['toTime', fromTime !== '' && toTime !== '' && toTime < fromTime && '结束时间早于开始时间'],
    ['otherMode', chosen === null && '请选择其他方式'],
    ['hosts', somebodyMet && met.length === 0 && '请填写见到了谁，没见到人请在“特殊情况”里选失联'],
    ['heard', somebodyMet && heard === '' && issueCount === 0 && '请写几句听到了什么'],
    ['integrity', somebodyMet && chosen !== null && mustDeclareIntegrity(chosen) && !integrity && DECLARE],
    ['nextFollowUpOn', nextFollowUpOn !== null && nextFollowUpOn < onDay && '下次回访早于这次走访'],
  ]
  return Object.fromEntries(checks.filter((check): check is [string, string] => check[1] !== false))
}

function modeOf(button: (typeof MODE_BUTTONS)[number], other: Mode | null): Mode | null {
  return isMode(button) ? button : other
}

/** The form's places for subjects in their order, at least one. */
export function subjectSlots(body: Body): SubjectSlot[] {
  const numbers = Array.from({ length: MOST_SUBJECTS }, (_, at) => at + 1)
  const typed = (name: string) => textOf(body[name]).trim().slice(0, 120)
  const slots = numbers
    .filter(n => body[`subject-${n}`] !== undefined || body[`subjectName-${n}`] !== undefined)
    .map(n => ({ n, id: typed(`subject-${n}`), name: typed(`subjectName-${n}`) }))
  return slots.length > 0 ? slots : [{ n: 1, id: '', name: '' }]
}

/** Ids of photos that came with the form before and were kept for it. */
export const photoIds = (body: Body): string[] =>
  textsOf(body['photo']).filter(id => /^[0-9a-f]{24}$/.test(id)).slice(0, 20)
