import { InvitationModel, type Invitation } from '../../models/invitation/index.ts'
import { IssueModel, type Issue } from '../../models/issue/index.ts'
import { answerThatHolds, STATES_OUTSIDE } from '../../models/issue/outsideWords.ts'
import { addDays, dayOf, instantOf } from '../../models/shared/calendarDay.ts'
import { shortDayText } from '../lib/format.ts'
import type { Opened } from './opened.ts'

/** What the firm raised since it was last asked, and what became of it. */
export interface LastRound { title: string, rows: { title: string, word: string, result: string }[] }

const SHOWN = 5
const RESULT_SIGNS = 60
/** How far the first round looks back. */
const FIRST_ROUND_DAYS = 365

/**
 * The next round opens with it. Never in an anonymous questionnaire: there nothing may say that the page knows the firm's
 * matters. @source DESIGN.md §7 Questionnaire
 */
export async function sinceLastRound({ questionnaire, invitation, now }: Opened): Promise<LastRound | null> {
  if (questionnaire.confidentiality === 'anonymous') return null
  const { enterprise } = invitation
  const before = await InvitationModel.findOne(
    { enterprise, questionnaire: { $ne: questionnaire._id }, createdAt: { $lt: invitation.createdAt } }, { createdAt: 1 },
  ).sort({ createdAt: -1 }).lean<Pick<Invitation, 'createdAt'> | null>()
  const since = before?.createdAt ?? instantOf(addDays(dayOf(now), -FIRST_ROUND_DAYS), '00:00')
  const raised = await IssueModel.find(
    { 'raiser.id': enterprise, createdAt: { $gte: since }, state: { $nin: ['draft', 'withdrawn'] } },
    { title: 1, state: 1, createdAt: 1, answers: 1, satisfaction: 1 },
  ).sort({ createdAt: -1 }).limit(SHOWN).lean<Issue[]>()
  if (raised.length === 0) return null
  return {
    title: before ? `上次问卷以来，您提过的事` : '这一年里，您提过的事',
    rows: raised.map((issue) => ({
      title: issue.title, word: STATES_OUTSIDE[issue.state],
      result: [`${shortDayText(dayOf(issue.createdAt), dayOf(now))}提出`, shortened(answerThatHolds(issue)?.text ?? '')].filter(Boolean).join('。'),
    })),
  }
}

const shortened = (text: string): string => {
  const signs = [...text.replaceAll(/\s+/g, ' ')]
  return signs.length > RESULT_SIGNS ? `${signs.slice(0, RESULT_SIGNS).join('')}…` : text
}
