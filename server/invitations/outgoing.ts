import { windowOf } from '../../models/answer/window.ts'
import { InvitationModel, type Invitation } from '../../models/invitation/index.ts'
import { contactsOf } from '../../models/invitation/contacts.ts'
import type { Way } from '../../models/invitation/reach.ts'
import { linkTo } from '../../models/link/index.ts'
import type { OutboxRow } from '../../models/outbox/index.ts'
import { QuestionnaireModel, type Questionnaire } from '../../models/questionnaire/index.ts'
import { dayOf } from '../../models/shared/calendarDay.ts'
import type { Deps } from '../deps.ts'
import { dayText } from '../lib/format.ts'
import { linkAddress } from '../links/actions.ts'
import { Unreachable, type Recipient } from '../outbox/senders.ts'

/** What an invitation's row in the outbox is: the first letter, or a reminder. */
export const TEMPLATES = { invitation: 'invitation.sent', reminder: 'invitation.reminder' } as const

/**
 * The ways that this house can use. A robot of WeCom or DingTalk writes to a group of staff, where a firm's own link
 * has no place.
 */
export const waysOf = ({ config }: Pick<Deps, 'config'>): Way[] => [
  ...(config.smtpUrl === null ? [] : ['mail' as const]),
  ...(config.notifyUrl === null || config.notifyForm !== 'plain' ? [] : ['http' as const]),
  'steward',
]

/**
 * What a row of the outbox says to an invited firm, to whom, and its link, all looked up when it leaves: who has
 * answered meanwhile is let alone, a link that was reissued is the new one.
 * @throws Unreachable when there is nothing to send any more
 * @source DESIGN.md §7 Links, Notices
 */
export async function invitationLook(
  deps: Deps, row: OutboxRow, id: string,
): Promise<{ to: Recipient, text: string, link: string }> {
  const invitation = await InvitationModel.findById(id).lean<Invitation | null>()
  const questionnaire = invitation && await QuestionnaireModel.findById(invitation.questionnaire)
    .select('-draft -versions').lean<Questionnaire | null>()
  if (!questionnaire) throw new Unreachable('邀请已不在')
  if (invitation.state === 'answered') throw new Unreachable('已提交，不再发')
  if (invitation.state === 'declined') throw new Unreachable('已表示不参加')
  if (row.template === TEMPLATES.invitation && invitation.mailing !== row.key) throw new Unreachable('已改由别的方式发出')
  const { state, deadline } = windowOf(questionnaire, invitation, deps.clock.now())
  if (state === 'closed' || state === 'grace') throw new Unreachable('答卷时间已过')
  const link = await linkTo('questionnaire', id)
  if (!link || link.revokedAt) throw new Unreachable('链接已撤销')
  const [reached] = await contactsOf([invitation])
  return {
    to: { mail: reached?.contact.email ?? '', phone: reached?.contact.phone ?? '' },
    text: wordsOf(row.template, questionnaire, deadline, deps.clock.now()),
    link: linkAddress(deps, link),
  }
}

/** Number, act and day only: no title, no name leaves the building. */
function wordsOf(template: string, { no, minutes }: Questionnaire, deadline: Date | null, now: Date): string {
  const until = deadline === null ? '' : `，${dayText(dayOf(deadline), dayOf(now))}截止`
  return template === TEMPLATES.reminder
    ? `提醒：企业问卷 ${no} 还没有收到贵企业的答卷，约 ${minutes} 分钟${until}`
    : `请贵企业填写问卷 ${no}，约 ${minutes} 分钟${until}。链接只给贵企业一份`
}
