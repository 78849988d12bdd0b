import type { AnswerWindow } from '../../models/answer/window.ts'
import type { Reached } from '../../models/invitation/contacts.ts'
import { INVITATION_CHANNELS, type Invitation } from '../../models/invitation/index.ts'
import { dayOf, type CivilDay } from '../../models/shared/calendarDay.ts'
import { industryOf } from '../../models/shared/industries.ts'
import { linkButton, postButton, withPrimary } from '../lib/buttons.ts'
import { dateTimeText, dayText, maskPhone } from '../lib/format.ts'
import type { Button, Fact, NextStep, PageTitle, StatusTag, Tone } from '../lib/parts.ts'
import type { SharePage } from '../links/shareView.ts'
import { invitationPath, type Asking, type Stored } from './find.ts'
import { leftText, stateTag } from './listView.ts'

export interface InvitationPage {
  title: PageTitle
  status: StatusTag
  next: NextStep
  share: SharePage['share']
  /** why there is no link to show, or null */
  noLink: string | null
  facts: Fact[]
  more: Button[]
}

declare module '../lib/templates.ts' {
  interface Views { 'invitations/show': InvitationPage }
}

/** What this user may do with this invitation. */
export interface RecordRights { send: boolean, reissue: boolean, extend: boolean }

export interface RecordAround {
  questionnaire: Asking
  reached: Reached<Stored>
  window: AnswerWindow
  share: SharePage['share']
  revoked: boolean
  version: number
  district: string
  ways: readonly ('mail' | 'http')[]
  rights: RecordRights
  today: CivilDay
}

/** One invitation: whose turn it is, the link to hand on, and what can be done about it. */
export function invitationPage(around: RecordAround): InvitationPage {
  const { questionnaire, reached: { invitation }, share, rights } = around
  const acts = actsFor(around)
  return {
    title: { clauses: [invitation.enterpriseName], note: `${questionnaire.title}（${questionnaire.no}）`, actions: [] },
    status: stateTag(invitation),
    next: { ...turnOf(around), when: deadlineStep(around), buttons: withPrimary(acts.first), note: noteOf(around) },
    share, noLink: share !== null ? null : noLinkWords(around, rights), facts: factsOf(around), more: acts.more,
  }
}

/** Answered ones need no link any more; who may not hand it on does not see it. */
const noLinkWords = ({ reached: { invitation }, revoked }: RecordAround, { send }: RecordRights): string | null => {
  if (invitation.state === 'answered') return null
  if (!send) return '链接由联席会议办公室和服务专员转发，这里不显示。'
  return revoked ? '链接已撤销，要再发请先换发。' : null
}

const step = (text: string, small: string | null = null, tone: Tone = ''): NextStep['who'] => ({ text, small, tone })

function turnOf({ reached: { invitation, stewardName } }: RecordAround): Pick<NextStep, 'who' | 'what'> {
  const office = step(stewardName ? `服务专员 ${stewardName}` : '联席会议办公室')
  switch (invitation.state) {
    case 'made': return invitation.mailing !== null
      ? { who: step('发件箱'), what: step('正在发出', '办公时间内送出，通常一分钟') } : { who: office, what: step('把链接发给对方', '发完点“已微信发送”') }
    case 'bounced': return { who: step('联席会议办公室'), what: step('核对联系方式，再发一次', invitation.problem || null) }
    case 'declined': return { who: step('没有人'), what: step('对方不参加', invitation.problem || null) }
    case 'answered': return { who: step('没有人'), what: step('已提交', '答卷内容不在这里') }
    default: return { who: step('企业'), what: step(invitation.state === 'begun' ? '填完并提交' : '打开链接填写') }
  }
}

function deadlineStep({ window: { state, deadline }, reached: { invitation }, today }: RecordAround): NextStep['when'] {
  if (invitation.state === 'answered') return step(invitation.answeredOn ? `${dayText(invitation.answeredOn, today)}提交` : '已提交')
  if (deadline === null) return step('没有截止时间')
  return step(dateTimeText(deadline, today), invitation.extendedUntil ? '已延期' : state === 'closed' ? '已过' : null, state === 'closed' ? 'over' : '')
}

const noteOf = ({ reached: { invitation, lacks } }: RecordAround): string | null =>
  (invitation.state === 'made' && lacks.mail && lacks.phone && lacks.steward ? '名册里没有邮箱、手机，也没有服务专员，可打印信函送达。' : null)

interface Acts { first: Button[], more: Button[] }

function actsFor({ questionnaire, reached: { invitation, contact, lacks }, window, rights, ways, share, revoked }: RecordAround): Acts {
  const path = invitationPath(questionnaire, invitation)
  const version = { version: String(invitation.__v) }
  const { state } = invitation
  if (state === 'answered') return { first: [], more: [] }
  const over = window.state === 'closed' || window.state === 'grace'
  const mayLeave = rights.send && !over && !revoked && invitation.mailing === null
  const mails = mayLeave && state === 'made'
  const first = [
    ...(mails && ways.includes('mail') && !lacks.mail ? [postButton('发邮件', `${path}/mailing`, { way: 'mail' })] : []),
    ...(mails && ways.includes('http') && !lacks.phone
      ? [postButton(`发短信到 ${maskPhone(contact.phone)}`, `${path}/mailing`, { way: 'http' })] : []),
    ...(mayLeave && (state === 'made' || state === 'bounced') ? [postButton('已微信发送', `${path}/handing`, version)] : []),
    ...(rights.send && state === 'sent' ? [postButton('记为已送达', `${path}/delivery`, version)] : []),
    ...(rights.send && (state === 'bounced' || state === 'declined') ? [postButton('恢复', `${path}/restoration`, version)] : []),
  ]
  const more = [
    ...(rights.reissue && !over ? [linkButton('换人填写', `${path}/forwarding`), linkButton('换发链接', `${path}/reissue`)] : []),
    ...(rights.extend && questionnaire.closesAt !== null && state !== 'declined' ? [linkButton('延期', `${path}/extension`)] : []),
    ...(rights.send && state !== 'bounced' && state !== 'declined' ? [linkButton('记退回或不参加', `${path}/outcome`)] : []),
    ...(rights.send && share !== null ? [linkButton('打印信函', `${path}/letter`)] : []),
  ]
  return { first, more }
}

function factsOf({ reached, version, district, rights, today }: RecordAround): Fact[] {
  const { invitation, contact, stewardName } = reached
  const plain = { href: null, small: null, action: null }
  const at = (when: Date | null) => (when === null ? '' : dateTimeText(when, today))
  return [
    { ...plain, term: '联系人', text: contact.name || '名册里没有', small: invitation.forwardedTo ? '换人后的联系人' : null },
    { ...plain, term: '手机', text: contact.phone === '' ? '没有' : maskPhone(contact.phone) },
    { ...plain, term: '邮箱', text: contact.email === '' ? '没有' : maskMail(contact.email) },
    { ...plain, term: '服务专员', text: stewardName || '没有' },
    { ...plain, term: '企业', text: [district, industryOf(invitation.industry)?.shortName ?? invitation.industry, invitation.size].filter(Boolean).join('，'),
      action: { text: '看企业', href: `/enterprises/${String(invitation.enterprise)}` } },
    { ...plain, term: '发出', text: leftText(invitation, today) || '还没有', small: at(invitation.sentAt) || null },
    ...(invitation.deliveredAt ? [{ ...plain, term: '送达', text: at(invitation.deliveredAt) }] : []),
    ...(invitation.begunAt ? [{ ...plain, term: '开始填', text: dayText(dayOf(invitation.begunAt), today) }] : []),
    { ...plain, term: '提醒', text: `${invitation.remindersSent} 次`, small: invitation.remindedAt ? `最近 ${at(invitation.remindedAt)}` : null },
    ...(invitation.extendedUntil ? [{ ...plain, term: '延期到', text: at(invitation.extendedUntil), small: invitation.extensionReason || null }] : []),
    ...(rights.reissue && version > 1 ? [{ ...plain, term: '链接', text: `第 ${version} 版`, small: '以前的都已失效' }] : []),
  ]
}

/** `h***@huaxin.cn` */
export const maskMail = (mail: string): string => mail.replace(/^(.)[^@]*/, '$1***')

/** The words that go with the link into WeChat; they name the questionnaire, which the recipient may see, and no case. */
export const wordsFor = ({ asker, title, minutes }: Asking, deadline: Date | null, today: CivilDay): string =>
  [
    `您好！${asker || '市联席会议办公室'}邀请贵企业填写《${title}》，约 ${minutes} 分钟`,
    deadline === null ? '。' : `，请在${dateTimeText(deadline, today)}前提交。`,
    '链接只给贵企业一份，请不要转到群里。点开就能填，中途退出也会保存：',
  ].join('')

/** The channel in words, for lists of stewards. */
export const channelWord = ({ channel }: Pick<Invitation, 'channel'>): string => (channel === '' ? '' : INVITATION_CHANNELS[channel])
