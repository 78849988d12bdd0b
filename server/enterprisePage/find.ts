import { EnterpriseModel, type Enterprise } from '../../models/enterprise/index.ts'
import { InvitationModel, type Invitation } from '../../models/invitation/index.ts'
import { IssueModel, type Issue } from '../../models/issue/index.ts'
import { LinkModel, type Link } from '../../models/link/index.ts'
import { QuestionnaireModel, type Questionnaire } from '../../models/questionnaire/index.ts'
import { addDays, type CivilDay } from '../../models/shared/calendarDay.ts'
import { VisitModel, type Visit } from '../../models/visit/index.ts'
import { windowOf } from '../../models/answer/window.ts'
import { NotFound } from '../http/errors.ts'
import type { OpenLink } from '../http/linkDoor.ts'

/** So far back the page looks at visits, and so many cases it shows. */
const VISITS_DAYS = 365
const SHOWN = 50

export type FirmIssue = Pick<Issue, '_id' | 'no' | 'title' | 'state' | 'createdAt' | 'leadDepartment' | 'promise' | 'closedAt'>
export type FirmVisit = Pick<Visit, 'no' | 'department' | 'alsoDepartments' | 'onDay' | 'fromTime' | 'mode' | 'visitors' | 'state' | 'confirmation' | 'outcome'>
export interface OpenQuestionnaire { title: string, minutes: number, until: Date | null, begun: boolean, link: Link }

/** What a firm sees of itself. */
export interface FirmFacts { issues: FirmIssue[], visits: FirmVisit[], questionnaires: OpenQuestionnaire[] }

/** The firm that a link opens. @throws NotFound when it is no longer on the roster */
export async function firmOf({ link }: OpenLink): Promise<Enterprise> {
  const firm = await EnterpriseModel.findById(link.subject).lean<Enterprise | null>()
  if (!firm || firm.archivedAt) throw new NotFound()
  return firm
}

export async function firmFacts(firm: Enterprise, today: CivilDay, now: Date): Promise<FirmFacts> {
  const [issues, visits, questionnaires] = await Promise.all([
    IssueModel.find(
      { 'raiser.id': firm._id, state: { $ne: 'draft' } },
      { no: 1, title: 1, state: 1, createdAt: 1, leadDepartment: 1, promise: 1, closedAt: 1 },
    ).sort({ createdAt: -1 }).limit(SHOWN).lean<FirmIssue[]>(),
    VisitModel.find(
      { 'subjects.id': firm._id, onDay: { $gte: addDays(today, -VISITS_DAYS) }, state: { $ne: 'void' } },
      { no: 1, department: 1, alsoDepartments: 1, onDay: 1, fromTime: 1, mode: 1, 'visitors.name': 1, state: 1, confirmation: 1, outcome: 1 },
    ).sort({ onDay: -1 }).limit(SHOWN).lean<FirmVisit[]>(),
    openQuestionnaires(firm, now),
  ])
  return { issues, visits, questionnaires }
}

/** Questionnaires that the firm may still answer, each with its own link. */
async function openQuestionnaires(firm: Enterprise, now: Date): Promise<OpenQuestionnaire[]> {
  const invitations = await InvitationModel.find({ enterprise: firm._id }).sort({ createdAt: -1 }).limit(5).lean<Invitation[]>()
  const open = invitations.filter(({ state }) => state !== 'answered' && state !== 'declined')
  const [asked, links] = await Promise.all([
    QuestionnaireModel.find({ _id: { $in: open.map(({ questionnaire }) => questionnaire) } }).select('-draft -versions').lean<Questionnaire[]>(),
    LinkModel.find({ purpose: 'questionnaire', subject: { $in: open.map(({ _id }) => String(_id)) }, revokedAt: null }).lean<Link[]>(),
  ])
  return open.flatMap((invitation) => {
    const questionnaire = asked.find(({ _id }) => _id.equals(invitation.questionnaire))
    const link = links.find(({ subject }) => subject === String(invitation._id))
    if (!questionnaire || !link) return []
    const { state, deadline } = windowOf(questionnaire, invitation, now)
    if (state !== 'open') return []
    return [{ title: questionnaire.title, minutes: questionnaire.minutes, until: deadline, begun: invitation.begunAt !== null, link }]
  })
}

/** One of the firm's own cases. @throws NotFound for any other */
export async function ownIssue(firm: Enterprise, no: string): Promise<Issue> {
  const issue = await IssueModel.findOne({ no, 'raiser.id': firm._id, state: { $ne: 'draft' } }).lean<Issue | null>()
  if (!issue) throw new NotFound()
  return issue
}

/** One of the visits to the firm. @throws NotFound for any other */
export async function ownVisit(firm: Enterprise, no: string): Promise<Visit> {
  const visit = await VisitModel.findOne({ no, 'subjects.id': firm._id, state: { $ne: 'void' } }).lean<Visit | null>()
  if (!visit) throw new NotFound()
  return visit
}
