import { entryComplaints, type Entry } from '../../models/provincialResult/entry.ts'
import { ASPECT_NAMES, ASPECTS, SURVEY_NAMES, SURVEYS, type Answers, type ProvincialResult } from '../../models/provincialResult/index.ts'
import { scaleOf } from '../../models/scoringPlan/scales.ts'
import type { CivilDay } from '../../models/shared/calendarDay.ts'
import { readForm, requiredDay, text, textOf, wholeNumber, type Body, type FormResult } from '../lib/form.ts'

/** Options of the province's scale, in the order of the columns. */
export const OPTIONS = scaleOf('SD3').options
/** Lines of the form: both surveys, then the telephone survey by what it asked about. */
export const LINES = [...SURVEY_NAMES, ...ASPECT_NAMES] as const
export type Line = (typeof LINES)[number]
export const LINE_WORDS: Readonly<Record<Line, string>> = { ...SURVEYS, ...ASPECTS }
export const cellName = (line: Line, option: number): string => `${line}-${option}`
export const PROVINCIAL_FIELDS = ['source', 'onDay', 'reason', ...LINES.flatMap((line) => OPTIONS.map((_, at) => cellName(line, at)))]

const MOST = 10_000_000

/** Reads the form: a line is four whole numbers or stays empty. */
export function readEntry(body: Body, earlier: ProvincialResult | null, today: CivilDay): FormResult<Entry> {
  const errors: Record<string, string> = {}
  const counts = new Map(LINES.map((line) => [line, readLine(body, line, errors)]))
  const words = readForm(body, {
    source: text('来文和文号', 100, { required: true }), onDay: requiredDay('来文日期'), reason: text('更正原因', 200),
  })
  if (!words.ok) Object.assign(errors, words.errors)
  if (!words.ok || Object.keys(errors).length > 0) return { ok: false, errors, values: body }
  const entry: Entry = {
    ...words.value, phone: counts.get('phone') ?? null, paper: counts.get('paper') ?? null,
    aspects: ASPECT_NAMES.flatMap((aspect) => (counts.get(aspect) ? [{ aspect, counts: counts.get(aspect) ?? [] }] : [])),
  }
  const wrong = entryComplaints(entry, earlier, today)
  return Object.keys(wrong).length > 0 ? { ok: false, errors: wrong, values: body } : { ok: true, value: entry }
}

function readLine(body: Body, line: Line, errors: Record<string, string>): Answers | null {
  const given = OPTIONS.map((_, at) => textOf(body[cellName(line, at)]).trim())
  if (given.every((each) => each === '')) return null
  return OPTIONS.map((option, at) => {
    const read = wholeNumber(`${LINE_WORDS[line]}“${option}”`, 0, MOST)(body[cellName(line, at)])
    if ('error' in read) errors[cellName(line, at)] = `${read.error}${given[at] === '' ? '，没有人选就填 0' : ''}`
    return 'error' in read ? 0 : read.value
  })
}
