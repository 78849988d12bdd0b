import { dayOf } from '../../models/shared/calendarDay.ts'
import { RUNG_WORDS } from '../../models/issue/ladder.ts'
import { RESULT_CLASS_WORDS } from '../../models/issue/words.ts'
import type { HistoryEntry, Issue } from '../../models/issue/record.ts'
import type { Card } from '../../models/card/index.ts'
import type { Instruction } from '../../models/instruction/index.ts'
import { dateTimeText, shortDayText } from '../lib/format.ts'
import type { TimelineRow } from '../lib/parts.ts'
import { cardKind } from './tags.ts'

/** Long texts unfold; short ones stand in the line. */
const SHORT = 60

/** What an entry says after the name of whoever acted; `quote` = the entry's own text stands below as a quotation. */
interface Line { text: string; quote?: string; details?: string; small?: string; symbol?: string }

type Say = (entry: HistoryEntry, issue: Issue, place: number) => Line

const withText = (lead: string, text: string): Line =>
  text === '' ? { text: lead } : text.length <= SHORT ? { text: `${lead}：${text}` } : { text: lead, details: text }
const nth = (issue: Issue, act: string, place: number): number =>
  issue.history.slice(0, place + 1).filter((entry) => entry.act === act).length

const LINES: Partial<Record<HistoryEntry['act'], Say>> = {
  submit: () => ({ text: '登记' }),
  accept: ({ text }, { assignNo }) => ({
    text: `交办${assignNo ? `：${assignNo}` : ''}`,
    ...(text ? { small: text } : {}),
  }),
  reject: ({ text }) => ({ text: '不予受理', quote: text, symbol: 'g-off' }),
  withdraw: ({ text }) => ({ text: '撤回', quote: text, symbol: 'g-off' }),
  sign: ({ text }) => withText('签收', text),
  refuse: ({ text }) => ({ text: '退办，时钟暂停', quote: text, symbol: 'g-return' }),
  arbitrate: ({ text, to }) => withText(to === 'handling' ? '裁定维持交办，时钟继续' : '裁定改派，时钟继续', text),
  assign: ({ text }) => withText('改派，重新签收', text),
  nameHandler: ({ text }) => ({ text: `定承办人 ${text}` }),
  contact: ({ text }) => withText('首次联系提出人', text),
  plan: ({ text }) => withText('报办理方案', text),
  progress: ({ text }, issue, place) => withText(`第 ${nth(issue, 'progress', place)} 次进展`, text),
  draftAnswer: ({ text }) => ({ text: `拟答复（${text}），待本部门审签` }),
  releaseAnswer: answerLine,
  verify: verifyLine,
  callBack: ({ text, to }) => ({
    ...withText('回访', text),
    ...(to === 'closed' ? { symbol: 'g-done' } : to === 'redo' ? { symbol: 'g-loop' } : {}),
  }),
  close: ({ text }) => ({ text: '认定已尽责，销号', quote: text, symbol: 'g-done' }),
  askExtension: ({ text }) => withText('申请延期', text),
  decideExtension: ({ text }) => withText('批复延期申请', text || '不同意'),
  note: ({ text }) => withText('备注', text),
  reopen: ({ text }) => ({ text: '回头看退回，重新办理', quote: text, symbol: 'g-loop' }),
  instruction: ({ text }) => ({ text: '批示', quote: text }),
  orderReply: ({ text }) => withText('回复督办单', text),
  cardRevocation: ({ text }) => withText('撤销督办', text),
  urge: ({ text }) => withText('催办', text),
  recount: ({ text }) => ({ text: `节假日有变，期限重算：${text}` }),
}

function answerLine({ text, from, to }: HistoryEntry): Line {
  if (from === to) return { text: '退回修改', quote: text }
  const result = /^([ABCD]) 类：/.exec(text)?.[1] as keyof typeof RESULT_CLASS_WORDS | undefined
  const words = result ? `（${result} ${RESULT_CLASS_WORDS[result]}）` : ''
  return { text: `答复${words}，时钟暂停`, details: result ? text.slice(5) : text }
}

function verifyLine({ text, to, at }: HistoryEntry, { promise }: Issue): Line {
  if (to === 'redo') return { text: '核验不通过，退回重办，时钟继续', quote: text, symbol: 'g-loop' }
  if (to !== 'pledged') return withText('核验通过', text)
  return withText(`核验通过，转挂账跟踪${promise ? `，承诺 ${shortDayText(promise.dueOn, dayOf(at))}前办成` : ''}`, text)
}

/** One entry of the history as a row. */
export function historyRow(
  entry: HistoryEntry, place: number, issue: Issue, nameOf: (department: string | null) => string, now: Date,
): TimelineRow {
  const line = LINES[entry.act]?.(entry, issue, place) ?? { text: entry.act }
  const foreign = entry.byDepartment !== '' && entry.byDepartment !== issue.leadDepartment
  const who = [foreign ? nameOf(entry.byDepartment) : '', entry.byName].filter(Boolean).join(' ')
  return {
    time: dateTimeText(entry.at, dayOf(now)), iso: entry.at.toISOString(), symbol: line.symbol ?? null,
    text: `${who} ${line.text}`,
    tag: entry.happenedOn ? `补录，办于 ${shortDayText(entry.happenedOn, dayOf(now))}` : null,
    small: line.small ?? null, quote: line.quote || null, details: line.details ?? null,
  }
}

const CARD_STATES: Record<Card['state'], string> = { draft: '待签发', issued: '', revoked: '已撤销', void: '已作废' }

/** A raised rung as a row: who was told, and what became of it. */
export function cardRow(card: Card, now: Date): TimelineRow {
  const at = card.issuedAt ?? card.raisedAt
  const told = card.told.map(({ name, post }) => [post, name].filter(Boolean).join(' ')).join('、')
  const state = CARD_STATES[card.state]
  const no = card.no ? ` ${card.no}` : ''
  return {
    time: dateTimeText(at, dayOf(now)), iso: at.toISOString(), symbol: `c-${cardKind(card.rung)}`,
    text: `${card.signedByName || '系统'} 发${RUNG_WORDS[card.rung]}${no}${told ? `，通知${told}` : ''}`,
    tag: state || null,
    small: card.reply ? `${card.reply.byName} 已回复` : null,
    quote: card.revocation?.reason ?? null,
    details: null,
  }
}

/** What decided something: answers, verdicts and rulings. */
const RULINGS: readonly HistoryEntry['act'][] = [
  'accept',
  'refuse',
  'arbitrate',
  'assign',
  'releaseAnswer',
  'verify',
  'callBack',
  'close',
  'decideExtension',
  'reopen',
  'instruction',
]

/** A leader's instruction as a row, with its date; its own page has the replies. */
export function instructionRow(instruction: Instruction, now: Date): TimelineRow {
  const entered = instruction.enteredBy === null ? '' : `（${instruction.enteredByName}代录）`
  return {
    time: dateTimeText(instruction.at, dayOf(now)), iso: instruction.at.toISOString(), symbol: null,
    text: `${instruction.leaderName} 批示 ${instruction.no}${entered}`, tag: INSTRUCTION_STATES[instruction.state],
    small: `${shortDayText(instruction.dueOn, dayOf(now))}前回复`, quote: instruction.text, details: null,
  }
}
const INSTRUCTION_STATES: Record<Instruction['state'], string> = { open: '待回复', replied: '已回复', done: '已办结' }

/** History, cards and instructions together, newest first. */
export function timelineOf(
  issue: Issue, around: { cards: readonly Card[]; instructions: readonly Instruction[] },
  nameOf: (department: string | null) => string, now: Date, rulingsOnly = false,
): TimelineRow[] {
  const rows = [
    ...issue.history.flatMap((entry, place) =>
      rulingsOnly && !RULINGS.includes(entry.act) ? [] : [historyRow(entry, place, issue, nameOf, now)]),
    ...(rulingsOnly ? [] : around.cards.map((card) => cardRow(card, now))),
    ...around.instructions.map((instruction) => instructionRow(instruction, now)),
  ]
  return rows
    .map((row, place) => ({ row, place }))
    .sort((one, other) => other.row.iso.localeCompare(one.row.iso) || other.place - one.place)
    .map(({ row }) => row)
}
