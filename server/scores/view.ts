import { displayText, multiply, parseRational, subtract, type Rational } from '../../models/shared/rational.ts'
import { dayOf, type CivilDay } from '../../models/shared/calendarDay.ts'
import type { Department } from '../../models/department/index.ts'
import { adjustedByGroup, ranksOf } from '../../models/score/rank.ts'
import type { Score, StoredChange } from '../../models/score/index.ts'
import { isIssueLeaf, LEAVES, type Leaf } from '../../models/score/leaves.ts'
import { findNode } from '../../models/score/node.ts'
import type { Judged, ScoreLine } from '../../models/score/queries.ts'
import { planName } from '../../models/scoringPlan/index.ts'
import type { StoredPlan } from '../../models/scoringPlan/queries.ts'
import { postButton } from '../lib/buttons.ts'
import { column, figureCell, linkCell, tableOf, textCell } from '../lib/cells.ts'
import { dateTimeText, shortDayText } from '../lib/format.ts'
import type { Empty, Fact, PageTitle, SectionHead, TableView, Tabs } from '../lib/parts.ts'
import {
  awardFact, ballotTree, besideFacts, evaluationParts, evaluationSentence, type BallotTree, type Standing,
} from './ballotView.ts'
import { treeRows, type TreeRow } from './tree.ts'

export interface ScoresPage {
  title: PageTitle
  tabs: Tabs | null
  groups: { head: SectionHead, table: TableView }[]
  empty: Empty | null
  note: string
  /** what stands beside the scores and is never mixed in */
  beside: Fact[]
}

export interface ScorePage {
  title: PageTitle
  /** `90.49` */
  figure: string
  name: string
  /** parts of the sum in large type: `0.4 × 87.22`, its word under it, the sign before it */
  parts: { sign: string, text: string, word: string }[]
  sentence: string
  historyHead: SectionHead
  history: { calculation: string, href: string, current: boolean, B: string, R: string, E: string, difference: string, reasons: Reason[] }[]
  /** some calculation has votes in it */
  voted: boolean
  ballots: BallotTree | null
  facts: Fact[]
  treeHead: SectionHead
  rows: TreeRow[]
  note: string
  formula: string
}

/** Why a calculation differs: a sentence in parts, the rows that moved as links. */
export interface Reason { text: string, links: { text: string, href: string | null }[], more: string }

declare module '../lib/templates.ts' {
  interface Views {
    'scores/index': ScoresPage
    'scores/show': ScorePage
  }
}

const shown = (exact: string | null, decimals = 2): string => (exact === null ? '—' : displayText(parseRational(exact), decimals))
export const scorePath = (year: number, department: string): string => `/campaigns/${year}/scores/${department}`

/** The list: each group with its departments, their R and what it is made of. */
export function scoresPage(
  year: number, plan: StoredPlan | null, judged: readonly Judged[], scores: readonly ScoreLine[],
  { mayCompute, tabs, today, ranked }: { mayCompute: boolean, tabs: Tabs | null, today: CivilDay, ranked: ReadonlyMap<string, Standing> },
): Omit<ScoresPage, 'beside'> {
  const byDepartment = new Map(scores.map((score) => [score.department, score]))
  const groups = [...new Map(judged.map(({ group }) => [group.no, group])).values()]
  const adjusted = plan?.weights.groupAdjustment ? adjustedScores(judged, byDepartment) : null
  return {
    tabs,
    title: {
      clauses: [`${year}年各部门得分`],
      note: plan === null ? '还没有计分方案' : `${planName(plan)}，${periodText(plan.period, today)}${plan.frozenAt === null ? '，还没有冻结' : ''}`,
      actions: mayCompute && plan !== null ? [postButton('重新计算', `/campaigns/${year}/scores`, {}, 'primary')] : [],
    },
    groups: groups.map((group) => ({
      head: { title: group.name, note: ranked.size > 0 ? '只在组内排名，同分同名次' : '组内排名在评议投票以后按社会评价得分产生', link: null },
      table: groupTable(year, group.name, judged.filter((each) => each.group.no === group.no).map(({ department }) => department), byDepartment, ranked, adjusted, today),
    })),
    empty: judged.length > 0 ? null : { what: '没有参加评议的部门。', next: '部门的评议组由系统管理员设置。', link: null },
    note: '日常得分 R = T、G、V 按权重相加，再减 D；社会评价 E 由评议得分 B 和 R 按权重合成。点部门名称看每一分是怎么来的。',
  }
}

/** E with each group's mean moved to the city's, for reading across groups; shown beside, never ranked by. @source domain.md §7, 8 */
function adjustedScores(judged: readonly Judged[], scores: ReadonlyMap<string, ScoreLine>): Map<string, string> {
  const groups = [...new Set(judged.map(({ group }) => group.no))].map((no) => judged.flatMap(({ group, department: { _id } }) => {
    const exact = group.no === no ? scores.get(_id)?.E ?? null : null
    return exact === null ? [] : [{ _id, E: parseRational(exact) }]
  })).filter((members) => members.length > 0)
  const moved = adjustedByGroup(groups.map((members) => members.map(({ E }) => E)))
  return new Map(groups.flatMap((members, group) => members.map(({ _id }, at) => {
    const value = moved[group]?.[at]
    return [_id, value ? displayText(value) : '—'] as const
  })))
}

function groupTable(
  year: number, group: string, departments: readonly Department[], scores: ReadonlyMap<string, ScoreLine>,
  ranked: ReadonlyMap<string, Standing>, adjusted: ReadonlyMap<string, string> | null, today: CivilDay,
): TableView {
  const voted = departments.some(({ _id }) => (scores.get(_id)?.B ?? null) !== null)
  const columns = [
    column('部门'), ...(voted ? [column('名次', { number: true }), column('社会评价 E', { number: true }), ...(adjusted ? [column('组间调整后', { number: true, wide: true })] : []), column('评议得分 B', { number: true })] : []),
    column('日常得分 R', { number: true }), column('响应', { number: true, wide: true }), column('解决', { number: true, wide: true }),
    column('满意', { number: true, wide: true }), column('按时办复', { number: true, wide: true }), column('提出人满意', { number: true, wide: true }),
    column('走访', { number: true, wide: true }), column('红牌', { number: true }), column('算于', { wide: true }),
  ]
  return tableOf(`${group}各部门的得分`, columns, departments.map(({ _id, name }) => {
    const score = scores.get(_id)
    const href = scorePath(year, _id)
    if (!score) return [textCell(name), figureCell('—'), ...Array.from({ length: columns.length - 3 }, () => figureCell('—')), textCell('还没有计算')]
    const rate = (leaf: Leaf) => {
      const [hits, all] = score.counts[leaf] as readonly [number, number]
      return figureCell(`${hits} / ${all}`, { href: all === 0 ? null : `${href}/rows?leaf=${leaf}` })
    }
    return [
      linkCell(name, href),
      ...(voted ? [figureCell(String(ranked.get(_id)?.rank ?? '—')), figureCell(shown(score.E)), ...(adjusted ? [figureCell(adjusted.get(_id) ?? '—')] : []), figureCell(shown(score.B))] : []), figureCell(shown(score.R)), rate('responded'), rate('resolved'), rate('satisfied'), rate('onTime'),
      rate('raiserSatisfied'), rate('visited'),
      figureCell(String(score.counts.red), { href: score.counts.red === 0 ? null : `${href}/rows?leaf=red` }),
      textCell(dateTimeText(score.at, today)),
    ]
  }))
}

/** One department's score: the sum, its tree, what changed and why. */
export function scorePage(
  score: Score, department: Department, plan: StoredPlan | null, history: readonly ScoreLine[],
  { standing, tallyHref, planHref, today }: { standing: Standing | null, tallyHref: string | null, planHref: string | null, today: CivilDay },
): ScorePage {
  const voted = score.ballots !== null && score.ballots !== undefined && findNode(score.tree, 'B') !== null && plan !== null
  const base = scorePath(score.year, score.department)
  const latest = history[0]
  const isLatest = latest?.n === score.n
  const before = history.find(({ n }) => n === score.n - 1)
  return {
    title: { clauses: [`${department.name}的得分`], note: isLatest ? null : `这是第 ${score.n} 次计算，不是最新的一次`, actions: [] },
    figure: shown(voted ? score.E : score.R),
    name: voted ? '社会评价 E' : '日常得分 R',
    parts: voted ? evaluationParts(score, plan) : sumParts(score),
    sentence: voted ? evaluationSentence(score, plan, isLatest ? standing : null) : sentenceOf(score),
    historyHead: { title: differenceTitle(score, before), note: null, link: null },
    history: history.map((line, at) => historyRow(line, history[at + 1], base, line.n === score.n, today)),
    voted: history.some(({ B }) => B !== null),
    ballots: voted ? ballotTree(score, plan, base, tallyHref) : null,
    facts: [...(voted ? besideFacts(score, plan) : []), ...factsOf(score, plan, planHref, today), awardFact(score)],
    treeHead: { title: '日常得分 R', note: '每个分子分母都能点开到逐件的记录', link: null },
    rows: treeRows(findNode(score.tree, 'R') ?? score.tree, `${base}/rows?n=${score.n}&leaf=`),
    formula: formulaOf(score),
    note: '全程按分数精确计算，只在显示时四舍五入，所以照显示的数字相加，末位可能差 1。'
      + (score.R === null ? '' : `R 的精确值是 ${score.R}。`) + (voted && score.E !== null ? `E 的精确值是 ${score.E}。` : ''),
  }
}

function sumParts({ tree, R }: Score): ScorePage['parts'] {
  const root = findNode(tree, 'R')
  if (!root || R === null) return []
  const groups = root.children.filter(({ weight, value }) => weight !== null && value !== null)
  const added = groups.map(({ weight, value, label }, at) => ({
    sign: at === 0 ? '=' : '+', text: `${shown(weight, 1)} × ${shown(value)}`, word: label,
  }))
  const off = root.children.find(({ weight }) => weight === null)
  return [...added, ...(off ? [{ sign: '−', text: shown(off.value), word: off.label }] : [])]
}

function sentenceOf({ tree, R }: Score): string {
  if (R === null) return '统计期内没有可以计分的诉求、建议和走访，所以没有日常得分。'
  const missing = (findNode(tree, 'R')?.children ?? []).filter(({ value }) => value === null).map(({ label }) => label)
  return missing.length === 0 ? '评议得分 B 和社会评价 E 在投票启封以后加进来。'
    : `${missing.join('、')} 在统计期内没有分母，不计；其余各项的权重按比例放大。`
}

function differenceTitle(score: ScoreLine | Score, before: ScoreLine | undefined): string {
  const figures = comparable(score, before)
  if (figures === null) return '历次计算'
  const difference = subtract(...figures)
  if (difference.num === 0n) return '和上一次计算比，没有变'
  return `和上一次计算比，${difference.num > 0n ? '多' : '少'} ${displayText(difference).replace('-', '')} 分`
}

function historyRow(line: ScoreLine, before: ScoreLine | undefined, base: string, current: boolean, today: CivilDay): ScorePage['history'][number] {
  return {
    calculation: `第 ${line.n} 次，${dateTimeText(line.at, today)}`, href: `${base}?n=${line.n}`, current, B: shown(line.B ?? null), R: shown(line.R), E: shown(line.E ?? null),
    difference: differenceOf(line, before), reasons: reasonsOf(line, before),
  }
}

function differenceOf(line: ScoreLine, before: ScoreLine | undefined): string {
  const figures = comparable(line, before)
  if (figures === null) return '—'
  const text = displayText(subtract(...figures))
  return text.startsWith('-') ? text.replace('-', '−') : `+${text}`
}

const MOVES: Record<StoredChange['moves'][number]['how'], string> = {
  entered: '新计入', left: '不再计入', gained: '变为达到', lost: '变为没有达到',
}

function reasonsOf(line: ScoreLine, before: ScoreLine | undefined): Reason[] {
  const plain = (text: string): Reason => ({ text, links: [], more: '' })
  if (!before) return [plain(line.reason || '首次计算')]
  const [was, is] = [before.B ?? null, line.B ?? null]
  return [
    ...(was === is ? [] : [plain(was === null ? '启封计票，评议得分 B 首次计入' : `评议得分 B 由 ${shown(was, 4)} 变为 ${shown(is, 4)}`)]),
    ...((line.lostAwardBy ?? null) === (before.lostAwardBy ?? null) ? [] : [plain(line.lostAwardBy ? `纪律问题 ${line.lostAwardBy} 查实，取消评优资格` : '评优资格恢复')]),
    ...(line.reason.startsWith('异议') ? [plain(line.reason)] : []),
    ...(line.planChanged ? [plain(`计分方案换成第 ${line.plan.version} 版`)] : []),
    ...line.changes.flatMap(({ leaf, before: was, after, moves }) => moves.map(({ how, count, rows }, at) => ({
      text: at === 0 ? `${LEAVES[leaf].label}由 ${was} 变为 ${after}：${MOVES[how]} ` : `${MOVES[how]} `,
      links: rows.slice(0, 3).map(({ key, text }) => ({ text: text || key, href: isIssueLeaf(leaf) ? `/issues/${key}` : null })),
      more: count > 3 ? `等 ${count} ${LEAVES[leaf].unit}` : '',
    }))),
  ]
}

function factsOf(score: Score, plan: StoredPlan | null, planHref: string | null, today: CivilDay): Fact[] {
  const fact = (term: string, text: string, more: Partial<Fact> = {}): Fact =>
    ({ term, text, href: null, small: null, action: null, ...more })
  const frozen = plan?.frozenAt ? `${shortDayText(dayOf(plan.frozenAt), today)}由${plan.frozenByName}冻结` : '还没有冻结'
  return [
    fact('计分方案', `${score.year}年第 ${score.plan.version} 版，${frozen}`, {
      href: planHref, small: score.plan.hash === null ? null : `校验码 ${spaced(score.plan.hash)}`,
    }),
    fact('统计期', periodText(score.period, today)),
    fact('计算', `第 ${score.n} 次，${dateTimeText(score.at, today)}`, { small: `${score.byName}，${score.reason || '手工计算'}` }),
    fact('部分缺项', findNode(score.tree, 'R')?.partial ? '有，其余权重按比例放大' : '没有'),
  ]
}

function formulaOf({ tree, R }: Score): string {
  const root = findNode(tree, 'R')
  if (!root || R === null) return ''
  const weighted = root.children.filter(({ weight, value }) => weight !== null && value !== null)
  const terms = weighted.map(({ weight, value }) => displayText(multiply(parseRational(weight ?? '0'), parseRational(value ?? '0')), 4))
  const off = root.children.find(({ weight }) => weight === null)
  return `${terms.join(' + ')} − ${shown(off?.value ?? '0', 4)}`
}

export const periodText = ({ fromOn, toOn }: { fromOn: string, toOn: string }, today: CivilDay): string =>
  `${shortDayText(fromOn, today)}至 ${shortDayText(toOn, today)}`

/** `7c1e 9a40 52d8` */
export const spaced = (hash: string): string => hash.match(/.{1,4}/g)?.join(' ') ?? ''

/** E against E; R against R while one of the two has no vote in it. Null when there is nothing to compare. */
function comparable(line: ScoreLine | Score, before: ScoreLine | undefined): [Rational, Rational] | null {
  const [own, other] = [line.E, before?.E ?? null]
  const key = own !== null && other !== null ? 'E' : own === null && other === null ? 'R' : null
  if (key === null || !before) return null
  const [is, was] = [line[key], before[key]]
  return is === null || was === null ? null : [parseRational(is), parseRational(was)]
}

/** The place of each department in its group by E; empty before the vote. @source domain.md §7, 8 */
export function standingsOf(judged: readonly Judged[], scores: readonly ScoreLine[]): Map<string, Standing> {
  const evaluations = new Map(scores.flatMap(({ department, E }) => (E === null ? [] : [[department, parseRational(E)] as const])))
  if (evaluations.size === 0) return new Map()
  return new Map([...new Set(judged.map(({ group }) => group.no))].flatMap((no) => {
    const own = judged.filter(({ group }) => group.no === no)
    const ranks = ranksOf(own.map(({ department }) => evaluations.get(department._id) ?? null))
    return own.map(({ department, group }, at) => [department._id, { group: group.name, rank: ranks[at] ?? null, of: own.length }] as const)
  }))
}
