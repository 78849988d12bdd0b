import type { Ballot } from '../../models/ballot/content.ts'
import { COMMENT_SIGNS } from '../../models/ballot/content.ts'
import type { Standing } from '../../models/ballot/standing.ts'
import type { StoredReport } from '../../models/report/index.ts'
import { dayOf } from '../../models/shared/calendarDay.ts'
import type { ErrorSummary } from '../lib/parts.ts'
import { dateTimeText } from '../lib/format.ts'
import { sectionsOf } from '../reports/view.ts'
import type { OpenBallot } from './opened.ts'

/** What every form of a ballot link carries. */
interface FormMark { mark: string, id: string }
interface Hidden { name: string, value: string }

export interface BallotCard {
  id: string
  name: string
  code: string
  department: string
  label: string
  error: string | null
  describedBy: string | null
  recused: boolean
  options: { id: string, value: string, text: string, checked: boolean }[]
  comment: { id: string, name: string, text: string, summary: string, open: boolean, maxLength: number }
}

export interface BallotPage extends FormMark {
  title: string
  line: string
  notes: string[]
  errors: ErrorSummary | null
  notice: string | null
  action: string
  cards: BallotCard[]
  chosen: string
  left: string
  total: number
  closes: string
}

export interface ReviewPage extends FormMark {
  line: string
  heading: string
  action: string
  cast: string
  notice: string | null
  rows: { label: string, text: string, missing: boolean, comment: string | null }[]
  hidden: Hidden[]
  told: string
}

export interface ReportPage extends FormMark {
  line: string
  heading: string
  action: string
  hidden: Hidden[]
  note: string
  sections: { title: string, paragraphs: string[] }[]
  href: string
}

export interface ReadingPage extends FormMark {
  title: string
  line: string
  action: string
  materials: { title: string, text: string, link: string | null }[]
  reports: { name: string, href: string }[]
  opens: string | null
  button: string
}

export interface BallotStatePage {
  line: string
  heading: string
  paragraphs: string[]
  /** where what is to be read before the vote stands; null afterwards */
  papers: string | null
}

declare module '../lib/templates.ts' {
  interface Views {
    'ballots/ballot': BallotPage
    'ballots/review': ReviewPage
    'ballots/report': ReportPage
    'ballots/reading': ReadingPage
    'ballots/state': BallotStatePage
  }
}

/** What a page shows again: what was chosen so far, and what is wrong with it. */
export interface Chosen {
  ballot: Ballot
  complaints: Readonly<Record<string, string>>
  notice: string | null
}

export const NOTHING_CHOSEN = (opened: OpenBallot): Chosen =>
  ({ ballot: opened.departments.map(() => ({ mark: null, comment: '' })), complaints: {}, notice: null })

const pathOf = ({ link }: OpenBallot) => `/b/i/${link.link._id}`
const lineOf = ({ group, departments }: OpenBallot) => `${group.name}，${departments.length} 个部门`
const markOf = ({ link }: OpenBallot, mark: string): FormMark => ({ mark, id: link.link._id })
const reportHref = (code: string) => `/public/departments/${code}`

export function ballotPage(opened: OpenBallot, mark: string, chosen: Chosen): BallotPage {
  const { campaign, departments, now } = opened
  const judged = departments.filter(({ recused }) => !recused)
  const marked = departments.filter(({ recused }, at) => !recused && (chosen.ballot[at]?.mark ?? null) !== null).length
  const complaints = Object.entries(chosen.complaints)
  return {
    ...markOf(opened, mark), title: `${campaign.year} 年三民活动评议票`, line: lineOf(opened),
    notes: [
      '每个部门选一项，不选算弃权。', '不了解的选“不了解”，不计入平均分。', '票上没有您的姓名，投出后谁也查不到您选了什么。',
    ],
    errors: complaints.length === 0 ? null : {
      title: `有 ${complaints.length} 处要改，改好再核对`,
      errors: complaints.map(([code, text]) => ({ text, href: `#m-${code}` })),
    },
    notice: chosen.notice, action: `${pathOf(opened)}/review`,
    cards: departments.map((department, at) => cardOf(opened, department, at, chosen)),
    chosen: String(marked), left: String(judged.length - marked), total: judged.length,
    closes: campaign.window ? `${dateTimeText(campaign.window.closesAt, dayOf(now))} 截止` : '',
  }
}

function cardOf(
  { scale }: OpenBallot, { code, name, recused }: OpenBallot['departments'][number], at: number, chosen: Chosen,
): BallotCard {
  const { mark, comment } = chosen.ballot[at] ?? { mark: null, comment: '' }
  const error = chosen.complaints[code] ?? null
  const signs = [...comment].length
  return {
    id: `m-${code}`, name: `m-${code}`, code, department: name, label: `${at + 1}. ${name}`, error, recused,
    describedBy: error === null ? null : `m-${code}-error`,
    options: scale.options.map((text, option) => ({
      id: option === 0 ? `m-${code}` : `m-${code}-${option}`, value: String(option), text, checked: mark === option,
    })),
    comment: {
      id: `c-${code}`, name: `c-${code}`, text: comment, maxLength: COMMENT_SIGNS, open: signs > COMMENT_SIGNS,
      summary: signs === 0 ? '写一句意见' : `意见已写 ${signs} 字`,
    },
  }
}

/** The choices as hidden fields: from page to page they travel in the form and are kept nowhere. */
export const hiddenOf = ({ departments }: OpenBallot, ballot: Ballot): Hidden[] => departments.flatMap(({ code }, at) => {
  const { mark, comment } = ballot[at] ?? { mark: null, comment: '' }
  return [
    ...(mark === null ? [] : [{ name: `m-${code}`, value: String(mark) }]),
    ...(comment === '' ? [] : [{ name: `c-${code}`, value: comment }]),
  ]
})

/** What the review tells about missing marks; the cast repeats it, so that nobody abstains without having been told. */
export const toldOf = (missing: readonly string[]): string => missing.join(' ')

export function reviewPage(opened: OpenBallot, mark: string, ballot: Ballot, missing: readonly string[]): ReviewPage {
  const { departments, scale } = opened
  return {
    ...markOf(opened, mark), line: lineOf(opened), heading: '核对选票', action: `${pathOf(opened)}/review`,
    cast: `${pathOf(opened)}/ballot`,
    notice: missing.length === 0 ? null : `还有 ${missing.length} 个部门没有选。现在投出，这 ${missing.length} 项算弃权，不计分。`,
    rows: departments.map(({ code, name, recused }, at) => {
      const { mark: option, comment } = ballot[at] ?? { mark: null, comment: '' }
      const word = option === null ? (recused ? '回避，不用评' : '没有选，算弃权') : (scale.options[option] ?? '')
      return { label: `${at + 1}. ${name}`, text: word, missing: missing.includes(code), comment: comment || null }
    }),
    hidden: hiddenOf(opened, ballot), told: toldOf(missing),
  }
}

export function reportPage(
  opened: OpenBallot, mark: string, ballot: Ballot, department: { code: string, name: string }, report: StoredReport | null,
): ReportPage {
  const sections = report?.state === 'published' ? sectionsOf(report) : []
  return {
    ...markOf(opened, mark), line: lineOf(opened), heading: `${department.name}述职报告`, action: `${pathOf(opened)}/review`, sections,
    note: sections.length > 0 ? '选票上已选的不会丢，看完回到选票接着选。' : '这个部门的述职报告还没有公布。它的职责和目标在公开页上，选票上已选的不会丢。',
    hidden: hiddenOf(opened, ballot), href: reportHref(department.code),
  }
}

export function readingPage(opened: OpenBallot, mark: string, reported: ReadonlySet<string>): ReadingPage {
  const { campaign, departments, materials, now, standing } = opened
  const { window } = campaign
  const open = !window || now >= window.opensAt
  return {
    ...markOf(opened, mark), title: '投票前请先阅读', line: `${campaign.title}，${lineOf(opened)}`, action: `${pathOf(opened)}/receipt`,
    materials: materials.map(({ title, text, link }) => ({ title, text, link: /^https?:\/\//.test(link) ? link : null })),
    reports: departments.map(({ code, name }) => (reported.has(code)
      ? { name: `${name}述职报告`, href: `${reportHref(code)}/report` } : { name: `${name}职责和目标（述职报告未公布）`, href: reportHref(code) })),
    opens: open ? null : `${dateTimeText(window.opensAt, dayOf(now))} 开始投票，到时再打开这个链接。`,
    button: standing !== 'unread' ? (open ? '回到选票' : '看完了') : open ? '已读，打开选票' : '已读',
  }
}

type Words = (opened: OpenBallot) => { heading: string, paragraphs: string[] }

const STATES: Record<Exclude<Standing, 'open' | 'unread'>, Words> = {
  voted: () => ({
    heading: '已投票',
    paragraphs: ['您的选票已经放进票箱，谢谢您。', '票箱在投票截止后由两位保管人当场启封，此前谁也看不到任何一张票。现在可以关闭这个页面。'],
  }),
  notYet: ({ campaign: { window }, now }) => ({
    heading: '投票还没有开始',
    paragraphs: [window && now < window.opensAt
      ? `${dateTimeText(window.opensAt, dayOf(now))} 开始，到时请用同一个链接打开。` : '请过些时候用同一个链接打开。'],
  }),
  closed: ({ campaign: { window }, now }) => ({
    heading: '投票已截止',
    paragraphs: [window ? `投票已于 ${dateTimeText(window.closesAt, dayOf(now))} 截止，不再收票。` : '投票已截止，不再收票。'],
  }),
  notHandedOut: () => ({
    heading: '选票还没有发放',
    paragraphs: ['请先在会场签到，由工作人员当面发放，再扫码投票。已经签到的，请告诉发放选票的工作人员。'],
  }),
  paper: () => ({ heading: '您领的是纸质选票', paragraphs: ['这个链接不能再用，请在会场填好纸质选票，投入票箱。'] }),
  revoked: () => ({ heading: '选票已作废', paragraphs: ['这张选票已经作废，不能再用。有疑问请问会场工作人员。'] }),
}

/** States in which the papers are still worth reading. */
const BEFORE_THE_VOTE: ReadonlySet<Standing> = new Set<Standing>(['notYet', 'notHandedOut', 'paper'])

export function statePage(opened: OpenBallot, standing: keyof typeof STATES, refused: boolean): BallotStatePage {
  const { heading, paragraphs } = STATES[standing](opened)
  return {
    line: `${opened.campaign.title}，${opened.group.name}`, heading,
    paragraphs: refused && standing !== 'voted' ? ['刚才这张票没有收下。', ...paragraphs] : paragraphs,
    papers: BEFORE_THE_VOTE.has(standing) ? `${pathOf(opened)}/papers` : null,
  }
}

export const stateTitle = (opened: OpenBallot, standing: keyof typeof STATES): string => STATES[standing](opened).heading
