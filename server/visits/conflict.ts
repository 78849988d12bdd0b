import type { Body } from '../lib/form.ts'
import { typedBlocks } from './issueBlocks.ts'

/** Both versions of a record side by side, with everything the loser typed kept. */
export interface ConflictPage {
  line: string
  rows: { term: string, theirs: string, own: string }[]
  action: string
  version: string
  fields: { name: string, value: string }[]
  back: string
}

declare module '../lib/templates.ts' {
  interface Views { 'visits/conflict': ConflictPage }
}

const TERMS: Record<string, string> = {
  onDay: '日期', fromTime: '开始时间', toTime: '结束时间', mode: '方式', otherMode: '其他方式', hosts: '见到了谁',
  companions: '同行的人', heard: '听到了什么', lead: '带队领导', combinedWith: '结合的工作', agenda: '谈了什么',
  opsSummary: '生产经营情况', policiesExplained: '宣讲政策', positives: '好的做法', suggestions: '意见建议',
  onSpotResolved: '现场解决的事', nextFollowUpOn: '下次回访', outcome: '特殊情况', secrecy: '公开范围',
}
/** Fields of a page, not of what was typed. */
const PASSING: readonly string[] = ['_csrf', 'once', 'version', 'act', 'back']
const NOTHING = '（空）'

const shown = (value: string | string[] | undefined): string =>
  [value ?? ''].flat().join('、').replaceAll('\r\n', '\n').trim()

/** The differences between the stored record and what was typed, field by field in the form's order. */
export function conflictRows(stored: Body, typed: Body): ConflictPage['rows'] {
  const rows = Object.entries(TERMS)
    .map(([name, term]) => ({ term, theirs: shown(stored[name]), own: shown(typed[name]) }))
  const names = (body: Body) => Object.keys(body)
    .filter(name => name.startsWith('subjectName-')).map(name => shown(body[name])).filter(Boolean).join('、')
  const issues = typedBlocks(typed).map(({ what }) => what).join('\n')
  return [
    { term: '走访对象', theirs: names(stored), own: names(typed) },
    ...rows,
    { term: '要报出的诉求', theirs: '', own: issues },
  ].filter(({ theirs, own }) => theirs !== own)
    .map(({ term, theirs, own }) => ({ term, theirs: theirs || NOTHING, own: own || NOTHING }))
}

/** Everything typed as hidden fields, so that it goes along. */
export const typedFields = (typed: Body): ConflictPage['fields'] =>
  Object.entries(typed).filter(([name]) => !PASSING.includes(name))
    .flatMap(([name, values]) => [values].flat().map(value => ({ name, value })))

