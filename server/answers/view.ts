import { contactKey, questionsOf, type Question } from '../../models/answer/questions.ts'
import { missingIn, progressOf, type Typed } from '../../models/answer/steps.ts'
import type { Confidentiality } from '../../models/questionnaire/index.ts'
import type { Section, Values } from '../../models/questionnaire/items.ts'
import { dayOf } from '../../models/shared/calendarDay.ts'
import { dateTimeText, dayText, timeText } from '../lib/format.ts'
import { errorSummaryOf } from '../lib/fields.ts'
import { textsOf } from '../lib/form.ts'
import type { ErrorSummary } from '../lib/parts.ts'
import type { LastRound } from './lastRound.ts'
import type { AskedQuestionnaire, Opened, Standing } from './opened.ts'
import { questionView, type QuestionView } from './questionView.ts'

/** What every form of a link carries. */
interface FormMark { mark: string, id: string, version: number }
interface Line { label: string, text: string }

export interface StartPage {
  asker: string
  title: string
  firm: string
  purpose: string
  minutes: string
  deadline: string
  grace: string | null
  resume: string
  protection: string[]
  notice: string | null
  before: LastRound | null
  begin: { text: string, href: string }
}

export interface StepPage extends FormMark {
  line: string
  progress: { step: number, steps: number, text: string, left: string }
  heading: string
  intro: string
  errors: ErrorSummary | null
  notice: string | null
  leftOver: Line[]
  action: string
  questions: QuestionView[]
  next: string
  hasBack: boolean
  saved: string | null
  protection: string
  protectionHref: string
}

export interface ReviewPage extends FormMark {
  line: string
  errors: ErrorSummary | null
  notice: string | null
  sections: { title: string, href: string, lines: Line[] }[]
  action: string
  complete: boolean
  protection: string
}

export interface StatePage {
  line: string
  heading: string
  paragraphs: string[]
  receipt: string | null
  kept: Line[]
}

export interface DigitsPage extends FormMark {
  line: string
  action: string
  text: string
  error: string | null
  known: boolean
  restart: string
  kept: Line[]
}

declare module '../lib/templates.ts' {
  interface Views {
    'answers/start': StartPage
    'answers/step': StepPage
    'answers/review': ReviewPage
    'answers/state': StatePage
    'answers/digits': DigitsPage
  }
}

/** How an answer is protected, in plain words; the first is the short form that stands under every section. */
export const PROTECTION: Record<Confidentiality, readonly [string, ...string[]]> = {
  confidential: [
    '部门看不到企业名称和单份答卷，少于 5 份的分组不公布。',
    '这份问卷保密、不匿名：答卷和企业的对应关系只有负责统计的人员能看到，只用于汇总分析。',
    '您主动勾选“请联系我”时，才会把那一题连同联系方式转为诉求办理。',
    '换一部手机接着填，要输入登记手机的后四位。',
  ],
  anonymous: [
    '这份问卷匿名：答卷里没有企业名称、链接和时间，谁也对不上是哪家填的。',
    '名单只记您的企业哪一天交了。少于 5 份的分组不公布。',
    '没交之前存下的内容用您这个链接加密，交上以后随即删除。',
    '您主动勾选“请联系我”时，那一题的文字连同联系方式转为诉求办理，不再留在答卷里。',
  ],
}

const NOTHING = '未填'
const lineOf = ({ asker, title }: AskedQuestionnaire) => (title.includes(asker) ? title : `${asker} ${title}`.trim())
const pathOf = ({ path }: Opened) => path
const markOf = ({ link, version }: Opened, mark: string): FormMark => ({ mark, id: link.link._id, version: version.n })
const savedCount = ({ version, values }: Opened) =>
  version.sections.flatMap(questionsOf).filter(({ key }) => values[key] !== undefined).length

export function startPage(opened: Opened, before: LastRound | null): StartPage {
  const { questionnaire, invitation, window, now, version, draft } = opened
  const saved = savedCount(opened)
  const today = dayOf(now)
  const deadline = window.deadline && `${dayText(dayOf(window.deadline), today)} ${timeText(window.deadline)} 截止`
  const step = Math.min((draft?.step ?? 0) + 1, version.sections.length)
  return {
    asker: questionnaire.asker, title: questionnaire.title, purpose: questionnaire.purpose,
    firm: invitation.enterpriseName,
    minutes: `约 ${questionnaire.minutes} 分钟，共 ${version.sections.length} 部分`,
    deadline: deadline ?? '暂不截止',
    grace: window.lastAt && `截止前已经开始填的，可以填到 ${dateTimeText(window.lastAt, today)}。`,
    resume: '每一部分填完就存在服务器上，可以先离开，再用同一个链接接着填。',
    protection: [...PROTECTION[questionnaire.confidentiality]], before,
    notice: opened.unreadable ? '您的链接换过新的，换之前没交的内容只有旧链接能打开，请重新填写。' : null,
    begin: saved > 0
      ? { text: `接着填写（已存 ${saved} 题）`, href: `${pathOf(opened)}/${step}` }
      : { text: '开始填写', href: `${pathOf(opened)}/1` },
  }
}

/** What a refused or outdated step shows again. */
export interface Again {
  typed: Typed
  errors: Record<string, string>
  notice?: string
  leftOver?: Line[]
}

export function stepPage(
  opened: Opened, step: number, section: Section, mark: string, again: Again | null = null,
): StepPage {
  const { questionnaire, version, window, now } = opened
  const { steps, minutesLeft } = progressOf(version.sections, step, questionnaire.minutes)
  const following = version.sections[step]
  const saved = savedCount(opened)
  const until = window.deadline ? `，${dayText(dayOf(window.deadline), dayOf(now))}前有效` : ''
  const { typed, errors } = again ?? { typed: opened.values, errors: {} }
  return {
    ...markOf(opened, mark), line: lineOf(questionnaire), heading: section.title, intro: section.intro,
    progress: { step, steps, text: `第 ${step} 部分，共 ${steps} 部分`, left: `还要约 ${minutesLeft} 分钟` },
    errors: errorSummaryOf(errors), notice: again?.notice ?? graceNotice(opened), leftOver: again?.leftOver ?? [],
    action: `${pathOf(opened)}/${step}`,
    questions: questionsOf(section).map((question) => questionView(question, typed, errors[question.key] ?? null)),
    next: following ? `下一部分：${following.title}` : '下一步：看一遍再提交',
    hasBack: step > 1,
    saved: saved > 0 ? `前面的 ${saved} 题已经存好。现在离开也行，用同一个链接接着答${until}。` : null,
    protection: PROTECTION[questionnaire.confidentiality][0], protectionHref: `${pathOf(opened)}#protection`,
  }
}

export function reviewPage(opened: Opened, mark: string, notice: string | null = null): ReviewPage {
  const { version, values, questionnaire } = opened
  const missing = missingIn(version.sections, values)
  const path = pathOf(opened)
  const open = missing.map(({ step, question, text }) => ({ text, href: `${path}/${step}#f-${question.key}` }))
  return {
    ...markOf(opened, mark), line: lineOf(questionnaire), action: `${path}/answer`,
    complete: missing.length === 0, notice: notice ?? graceNotice(opened),
    errors: missing.length === 0 ? null : { title: `还有 ${missing.length} 题要填`, errors: open },
    sections: version.sections.map((section, index) => ({
      title: section.title, href: `${path}/${index + 1}`,
      lines: questionsOf(section).map((question) => lineFor(question, values)),
    })),
    protection: PROTECTION[questionnaire.confidentiality][0],
  }
}

interface StateWords { heading: string, text: (opened: Opened) => string[] }
const STATES: Record<Exclude<Standing, 'open' | 'grace' | 'locked'>, StateWords> = {
  answered: {
    heading: '已提交，感谢您的意见',
    text: ({ questionnaire }) => [questionnaire.thanks, '一家企业只交一份，不用再填。回执号只说明答卷收到了，看不出填了什么。'],
  },
  notYet: {
    heading: '问卷还没有开始',
    text: ({ questionnaire, now }) => [
      questionnaire.opensAt ? `${dateTimeText(questionnaire.opensAt, dayOf(now))} 开始，到时请用同一个链接打开。` : '请过些时候用同一个链接打开。',
    ],
  },
  closed: {
    heading: '问卷已截止',
    text: ({ window, now }) => [
      window.deadline ? `这份问卷已于 ${dateTimeText(window.deadline, dayOf(now))} 截止，不再收答卷。` : '这份问卷已截止，不再收答卷。',
      '需要补交的，请联系给您发链接的人申请延期。',
    ],
  },
  revoked: { heading: '链接已撤销', text: () => ['这个链接已由发出的单位撤销，不能再用。有疑问请联系给您发链接的人。'] },
}

/** @param kept what was typed and could not be taken in, to be copied from the page */
export function statePage(opened: Opened, standing: keyof typeof STATES, kept: Line[] = []): StatePage {
  const { heading, text } = STATES[standing]
  const { receipt } = opened.invitation
  return {
    line: lineOf(opened.questionnaire), heading, kept, paragraphs: text(opened).filter((each) => each !== ''),
    receipt: standing === 'answered' && receipt ? `${receipt.slice(0, 4)} ${receipt.slice(4)}` : null,
  }
}

export function digitsPage(
  opened: Opened, mark: string, known: boolean, error: string | null = null, kept: Line[] = [],
): DigitsPage {
  const path = pathOf(opened)
  return {
    ...markOf(opened, mark), line: lineOf(opened.questionnaire), known, error, kept,
    action: `${path}/resumption`, restart: `${path}/restart`,
    text: known
      ? '这份问卷已经在另一部手机或电脑上开始填了。请输入登记手机的后四位，接着填写。'
      : '这份问卷已经在另一部手机或电脑上开始填了，而名录里没有登记手机，无法核对。请在原来的手机上接着填，或者从头填写。',
  }
}

/** What was typed on a step, question by question, as lines to read or copy. */
export const typedLines = (section: Section | undefined, typed: Typed): Line[] =>
  (section ? questionsOf(section) : [])
    .filter(({ key }) => textsOf(typed[key]).some((text) => text !== ''))
    .map((question) => lineFor(question, typed))

function lineFor(question: Question, values: Typed | Values): Line {
  const textFor = (value: string) => question.options.find((option) => option.value === value)?.text ?? value
  const words = textsOf(values[question.key]).map(textFor)
  const wish = question.contactable && values[contactKey(question.key)] !== undefined ? '（请联系我）' : ''
  return {
    label: `${question.number}. ${question.text}`,
    text: words.length > 0 ? `${words.join('、')}${question.kind === 'scale' ? ' 分' : ''}${wish}` : NOTHING,
  }
}

const graceNotice = ({ window, now }: Opened): string | null =>
  window.state === 'grace' && window.lastAt ? `问卷已截止。您在截止前已经开始，可以填到 ${dateTimeText(window.lastAt, dayOf(now))}。` : null
