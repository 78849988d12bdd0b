import { ASPECTS, SURVEYS, SURVEY_NAMES, type Answers, type ProvincialResult } from '../../models/provincialResult/index.ts'
import { meanOf, tallyOf } from '../../models/score/tally.ts'
import { displayText } from '../../models/shared/rational.ts'
import type { MeetingSheet } from '../lib/meetingWorkbook.ts'
import { NEVER_MIXED, nodeOf, shownValue } from './beside.ts'
import { OPTIONS } from './form.ts'

interface Line { name: string, counts: Answers }

/** What a table of scores says about the province's result under it. */
export const provincialNote = (year: number, result: ProvincialResult | null): string =>
  (result === null ? `${year}年还没有省满意度。` : `省满意度 ${shownValue(nodeOf(result).value)}（${result.source}，${result.onDay}）。${NEVER_MIXED}。`)

/** The province's result as a sheet of its own, so that nobody adds it to anything. */
export function provincialSheet(result: ProvincialResult): Omit<MeetingSheet<Line>, 'unit'> {
  const rows: Line[] = [
    ...SURVEY_NAMES.flatMap((survey) => (result[survey] === null ? [] : [{ name: `${SURVEYS[survey]}（总体）`, counts: result[survey] }])),
    ...result.aspects.map(({ aspect, counts }) => ({ name: `${SURVEYS.phone}：${ASPECTS[aspect]}`, counts })),
  ]
  return {
    name: '省满意度', title: `${result.campaign}年省群众满意度调查结果`, asOf: `来文 ${result.onDay}`, measure: '人', empty: '没有结果', frozen: 1, rows,
    columns: [
      { header: '调查', width: 34, type: 'text', value: ({ name }) => name },
      ...OPTIONS.map((option, at) => ({ header: option, width: 10, type: 'number' as const, value: ({ counts }: Line) => counts[at] ?? 0 })),
      { header: '计分', width: 10, type: 'number', value: ({ counts }) => tallyOf('SD3', counts).valid },
      { header: '得分', width: 10, type: 'score', value: ({ counts }) => scoreOf(counts) },
    ],
    notes: [
      '满意 100、基本满意 75、不满意 55，不了解不计分；省满意度 = 0.6 电话访问 + 0.4 问卷，缺一项时以另一项为准。',
      provincialNote(result.campaign, result),
    ],
  }
}

function scoreOf(counts: Answers): number | null {
  const mean = meanOf(tallyOf('SD3', counts))
  return mean === null ? null : Number(displayText(mean))
}
