import { addDays, dayOf, type CivilDay } from '../shared/calendarDay.ts'
import type { WorkingCalendar } from '../shared/workingCalendar.ts'
import { extensionRefused, LIMITS, limitClassOf } from './deadline.ts'
import { ISSUE_ACTS, rowsOf, type IssueAct, type Need } from './state.ts'
import { STATES, type Grade, type IssueState, type Satisfaction, type Source } from './words.ts'

/** What the needs of the transition table look at. */
export interface GateFacts {
  state: IssueState
  grade: Grade
  source: Source
  leadDepartment: string | null
  handler: unknown
  signatureDueAt: Date | null
  contactedAt: Date | null
  plannedAt: Date | null
  dueOn: CivilDay | null
  unsatisfiedCount: number
  refusals: readonly unknown[]
  answers: readonly { releasedAt: Date | null; draftedBy: unknown }[]
  extensions: readonly { decision: 'granted' | 'refused' | 'lapsed' | null }[]
  callBacks: readonly { at: Date; reached: boolean; satisfaction: Satisfaction | null }[]
  dueVersions: readonly { n: number; kind: string }[]
  dueVersion: number
}

/** The words of the acting person that needs look at. */
export interface GateActor {
  id: unknown
  department: string | null
  roles: readonly string[]
  isHead: boolean
}

/** A department may return a case twice; then the office decides for good. @source domain.md §9 */
const RETURNS_AT_MOST = 2
/** So often a case is done again for an unsatisfied raiser. @source domain.md §9 */
export const REDO_AT_MOST = 2
/** Not reached on so many different days ends the calling. @source domain.md §9 */
export const UNREACHED_DAYS = 3

type Gate = (facts: GateFacts, actor: GateActor, now: Date, calendar: WorkingCalendar) => string | null
const unless = (holds: boolean, sentence: string): string | null => (holds ? null : sentence)
const same = (one: unknown, other: unknown): boolean =>
  one !== null && one !== undefined && String(one) === String(other)

export const openRequest = <E extends { decision: unknown }>(extensions: readonly E[]): E | undefined =>
  extensions.find(({ decision }) => decision === null)
/** The answer that waits for its release in the own department (待本部门审签). */
export const draftOf = <A extends { releasedAt: Date | null }>(answers: readonly A[]): A | undefined =>
  answers.find(({ releasedAt }) => releasedAt === null)
/** Whether the last call-back ended the calling: unsatisfied once more after all the redoing there is. */
export const isUnsatisfiedForGood = ({
  unsatisfiedCount,
  callBacks,
}: Pick<GateFacts, 'unsatisfiedCount' | 'callBacks'>): boolean =>
  unsatisfiedCount > REDO_AT_MOST && callBacks.at(-1)?.satisfaction === '不满意'

const EXTENSION_REFUSED = {
  none: '这一等级的诉求不能延期。', used: '这件诉求已经延期过一次，不能再延。', late: '延期要在到期前至少一个工作日申请，现在已经晚了。',
} as const

/** Each need as a question; the answer is null, or a whole sentence that says what stands in the way. */
const GATES: Readonly<Record<Need, Gate>> = {
  returnsLeft: ({ refusals }) =>
    unless(refusals.length < RETURNS_AT_MOST, '这件诉求已经退办两次，由联席会议办公室最终裁定，不能再退。'),
  inTimeToRefuse: ({ signatureDueAt }, _actor, now) =>
    unless(signatureDueAt === null || now <= signatureDueAt, '退办要在交办后一个工作日内提出，现在已经过期，请签收后办理。'),
  notYetContacted: ({ contactedAt }) => unless(contactedAt === null, '首次联系已经记录过，后面的联系请记进展。'),
  notYetPlanned: ({ plannedAt }) => unless(plannedAt === null, '办理方案已经报过，有变化请记进展。'),
  draftedAnswer: ({ answers }) => unless(draftOf(answers) !== undefined, '还没有拟好的答复可以签发。'),
  headForMajor: ({ grade, source }, { isHead }) =>
    unless(isHead || (grade !== '重大' && source !== 'suggestion' && source !== 'proposal'), '这件答复要由部门主要负责人签发。'),
  otherDepartment: ({ leadDepartment, handler }, actor) => unless(
    leadDepartment !== actor.department && !same(handler, actor.id), '核验要由承办部门以外的人来做。'),
  notHandler: ({ handler }, { id }) => unless(!same(handler, id), '承办人不能回访自己办理的诉求。'),
  unsatisfiedForGood: (facts) =>
    unless(isUnsatisfiedForGood(facts), '只有重办两次后提出人仍不满意的诉求，才由办公室认定已尽责销号。'),
  stillRateable: (facts) => unless(!isUnsatisfiedForGood(facts), '提出人已第三次表示不满意，不再回访，请办公室认定是否已尽责。'),
  mayExtend: mayExtend,
  noOpenRequest: ({ extensions }) => unless(openRequest(extensions) === undefined, '已有一份延期申请在等批复。'),
  openRequest: ({ extensions }) => unless(openRequest(extensions) !== undefined, '没有待批的延期申请。'),
  rightGranter,
}

function rightGranter({ grade, leadDepartment }: GateFacts, { roles, department }: GateActor): string | null {
  return LIMITS[grade].extensionBy === 'leader'
    ? unless(roles.includes('leader') || roles.includes('secretary'), '重大诉求的延期由市领导批。')
    : unless(roles.includes('coordinator') && department !== leadDepartment, '延期由承办部门以外的联席会议办公室批。')
}

function mayExtend(facts: GateFacts, _actor: GateActor, now: Date, calendar: WorkingCalendar): string | null {
  const present = facts.dueVersions.find(({ n }) => n === facts.dueVersion)
  if (facts.dueOn === null || present?.kind === 'redo') return '重办的期限不能延。'
  const earlier = facts.extensions.filter(({ decision }) => decision === 'granted').length
  const refused = extensionRefused({ limitClass: limitClassOf(facts), dueOn: facts.dueOn, earlier }, now, calendar)
  return refused === null ? null : EXTENSION_REFUSED[refused]
}

/** What stands in the way of one way that an act can go, as a whole sentence; null when nothing does. */
export function hindranceOf(
  needs: readonly Need[], facts: GateFacts, actor: GateActor, now: Date, calendar: WorkingCalendar,
): string | null {
  for (const need of needs) {
    const sentence = GATES[need](facts, actor, now, calendar)
    if (sentence !== null) return sentence
  }
  return null
}

/**
 * The same for an act as a whole: null when it would be accepted one way or the other, given the right input. The same
 * answer hides a button and refuses the act.
 */
export function hindrance(
  facts: GateFacts, act: IssueAct, actor: GateActor, now: Date, calendar: WorkingCalendar,
): string | null {
  const rows = rowsOf(facts.state, act)
  if (rows.length === 0) return `这件诉求现在是“${STATES[facts.state]}”，不能${ISSUE_ACTS[act]}。`
  const blocked = rows.map(({ needs }) => hindranceOf(needs, facts, actor, now, calendar))
  return blocked.includes(null) ? null : blocked[0] ?? null
}

/** What a call-back comes to. @source domain.md §9; silence is 未评价, outside the rate and shown (forms.md §10 no. 8) */
export function callBackOutcome(
  facts: Pick<GateFacts, 'unsatisfiedCount' | 'callBacks'>,
  call: { at: Date; reached: boolean; satisfaction: Satisfaction | null },
): 'satisfied' | 'unrated' | 'unsatisfied' | 'unsatisfiedForGood' | 'unreached' | 'unreachable' {
  if (!call.reached)
    return unreachedDays([...sinceReached(facts.callBacks), call]) >= UNREACHED_DAYS ? 'unreachable' : 'unreached'
  if (call.satisfaction === '不满意')
    return facts.unsatisfiedCount < REDO_AT_MOST ? 'unsatisfied' : 'unsatisfiedForGood'
  return call.satisfaction === '未评价' || call.satisfaction === null ? 'unrated' : 'satisfied'
}

type Call = { at: Date; reached: boolean }
const sinceReached = <C extends Call>(calls: readonly C[]): readonly C[] =>
  calls.slice(calls.findLastIndex(({ reached }) => reached) + 1)
const unreachedDays = (calls: readonly Call[]): number => new Set(calls.map(({ at }) => dayOf(at))).size

/** The day from which a person who was not reached may be called again: one attempt a day counts. */
export const nextCallOn = (lastAt: Date): CivilDay => addDays(dayOf(lastAt), 1)
