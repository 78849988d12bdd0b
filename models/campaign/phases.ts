import type { CivilDay } from '../shared/calendarDay.ts'
import { dayOf } from '../shared/calendarDay.ts'

/** What must be so before a phase may be called done; keys that the product can look up itself stand in `CONDITION_KEYS`. */
export interface ExitCondition {
  key: string
  text: string
  /** ticked by a person, where nothing in the product can tell */
  metAt: Date | null
  metByName: string
}

export interface CampaignPhase {
  /** `P1` … `P6` */
  key: string
  name: string
  fromOn: CivilDay
  toOn: CivilDay
  exit: ExitCondition[]
}

/** From when until when representatives may vote. */
export interface VotingWindow {
  opensAt: Date
  closesAt: Date
}

/** The words of a campaign that its state follows from. */
export interface CampaignTimes {
  phases: readonly CampaignPhase[]
  window: VotingWindow | null
  startedAt: Date | null
  objectionUntilOn: CivilDay | null
  publishedAt: Date | null
}

export type CampaignState = 'planning' | 'running' | 'voting' | 'counting' | 'objection' | 'published'

export const CAMPAIGN_STATES: Record<CampaignState, string> = {
  planning: '筹备中', running: '进行中', voting: '投票中', counting: '计票和计分', objection: '异议受理', published: '已公布',
}

/** Months and days of a year that is set up anew. @source domain.md §1.4 */
const TEMPLATE: readonly { key: string, name: string, from: string, to: string, exit: readonly [key: string, text: string][] }[] = [
  {
    key: 'P1', name: '部署', from: '03-01', to: '03-31',
    exit: [['plan-frozen', '计分方案、权重和名额已冻结，校验码已记录']],
  },
  {
    key: 'P2', name: '选聘和走访启动', from: '04-01', to: '05-31',
    exit: [
      ['quotas-filled', '市民代表按构成表抽满，相差不超过 2%'], ['no-duplicates', '没有一人参加两个组的评议'],
      ['tasks-assigned', '走访任务已分派'],
    ],
  },
  {
    key: 'P3', name: '走访、问卷和征集', from: '04-01', to: '07-31',
    exit: [['coverage', '走访覆盖不低于应走访对象的 95%']],
  },
  {
    key: 'P4', name: '述职公示', from: '07-01', to: '07-31',
    exit: [['reports-published', '各部门的述职报告已公示，五个部分齐全，公示不少于投票前十天']],
  },
  {
    key: 'P5', name: '述职评议', from: '08-01', to: '08-14',
    exit: [['reconciled', '发出、收回、作废换发核对相符，差额已签字说明']],
  },
  {
    key: 'P6', name: '办理、回访和总结', from: '08-15', to: '09-30',
    exit: [['opinions-settled', '意见建议已办结或已挂账'], ['results-published', '评议结果已审定公布']],
  },
]

/** The phases of a new year, before anybody has changed their days. @source domain.md §1.4 */
export const phasesOfNewYear = (year: number): CampaignPhase[] => TEMPLATE.map(({ from, to, exit, ...phase }) => ({
  ...phase, fromOn: `${year}-${from}`, toOn: `${year}-${to}`,
  exit: exit.map(([key, text]) => ({ key, text, metAt: null, metByName: '' })),
}))

/**
 * The phase that a moment lies in. Phases may overlap (visits go on while representatives are chosen): then the one that began
 * last counts. Between two phases the one before lasts on, before the first there is none.
 */
export function phaseAt<P extends Pick<CampaignPhase, 'fromOn'>>({ phases }: { phases: readonly P[] }, now: Date): P | null {
  const today = dayOf(now)
  const begun = phases.filter(({ fromOn }) => fromOn <= today)
  return begun.reduce<P | null>((last, each) => (last === null || each.fromOn >= last.fromOn ? each : last), null)
}

/** Where a campaign stands, from its days and acts alone: no job has to move it on. */
export function campaignStateAt(campaign: CampaignTimes, now: Date): CampaignState {
  const { window, startedAt, publishedAt, objectionUntilOn } = campaign
  if (publishedAt !== null && publishedAt <= now) return 'published'
  if (startedAt === null) return 'planning'
  if (objectionUntilOn !== null) return dayOf(now) <= objectionUntilOn ? 'objection' : 'counting'
  if (window === null || now < window.opensAt) return 'running'
  return now < window.closesAt ? 'voting' : 'counting'
}

/** Why phases cannot stand so, as whole sentences; empty when they can. */
export function phaseComplaints(phases: readonly Pick<CampaignPhase, 'name' | 'fromOn' | 'toOn'>[]): string[] {
  const backwards = phases.filter(({ fromOn, toOn }) => toOn < fromOn).map(({ name }) => `“${name}”的止日早于起日`)
  const unordered = phases.flatMap(({ name, fromOn }, at) => {
    const before = phases[at - 1]
    return before && fromOn < before.fromOn ? [`“${name}”早于它前面的“${before.name}”开始`] : []
  })
  return [...backwards, ...unordered]
}
