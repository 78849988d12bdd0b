import type { Deps } from './deps.ts'
import type { RouteTable } from './http/routes.ts'
import { adminRoutes } from './admin/routes.ts'
import { answerRoutes } from './answers/routes.ts'
import { ballotRoutes } from './ballots/routes.ts'
import { campaignRoutes } from './campaigns/routes.ts'
import { dashboardRoutes } from './dashboards/routes.ts'
import { departmentRoutes } from './departments/routes.ts'
import { drawRoutes } from './draws/routes.ts'
import { homeRoutes } from './homes/routes.ts'
import { importRoutes } from './imports/routes.ts'
import { exportRoutes } from './exports/routes.ts'
import { partsRoutes } from './parts/routes.ts'
import { opinionRoutes } from './opinions/routes.ts'
import { citizenRoutes } from './citizens/routes.ts'
import { rectificationRoutes } from './rectifications/routes.ts'
import { disciplineRoutes } from './discipline/routes.ts'
import { receiptRoutes } from './receipts/routes.ts'
import { promiseRoutes } from './promises/routes.ts'
import { representativeRoutes } from './representatives/routes.ts'
import { instructionRoutes } from './instructions/routes.ts'
import { issueRoutes } from './issues/routes.ts'
import { enterpriseRoutes } from './enterprises/routes.ts'
import { memberRoutes } from './members/routes.ts'
import { searchRoutes } from './search/routes.ts'
import { questionnaireRoutes } from './questionnaires/routes.ts'
import { resultRoutes } from './results/routes.ts'
import { scoreRoutes } from './scores/routes.ts'
import { attachmentRoutes } from './attachments/routes.ts'
import { orderRoutes } from './orders/routes.ts'
import { ladderRoutes } from './ladder/routes.ts'
import { noticeRoutes } from './notices/routes.ts'
import { confirmationRoutes } from './confirmations/routes.ts'
import { enterprisePageRoutes } from './enterprisePage/routes.ts'
import { contactRequestRoutes } from './contactRequests/routes.ts'
import { invitationRoutes } from './invitations/routes.ts'
import { triageRoutes } from './triage/routes.ts'
import { sessionRoutes } from './sessions/routes.ts'
import { objectionRoutes } from './objections/routes.ts'
import { reportRoutes } from './reports/routes.ts'
import { provincialResultRoutes } from './provincialResults/routes.ts'
import { publicationRoutes } from './publications/routes.ts'
import { summaryRoutes } from './summaries/routes.ts'
import { tallyRoutes } from './tallies/routes.ts'
import { coverageRoutes } from './coverage/routes.ts'
import { visitRoutes } from './visits/routes.ts'
import { visitTaskRoutes } from './visitTasks/routes.ts'
import { userRoutes } from './users/routes.ts'

/** Every feature with its addresses, in the order of the tour. A new feature adds its line here. */
export const features = (deps: Deps): RouteTable[] => [
  sessionRoutes(deps),
  importRoutes(deps),
  userRoutes(deps),
  homeRoutes(deps),
  dashboardRoutes(deps),
  exportRoutes(deps),
  summaryRoutes(deps),
  tallyRoutes(deps),
  adminRoutes(deps),
  instructionRoutes(deps),
  promiseRoutes(deps),
  departmentRoutes(deps),
  visitRoutes(deps),
  visitTaskRoutes(deps),
  coverageRoutes(deps),
  issueRoutes(deps),
  questionnaireRoutes(deps),
  answerRoutes(deps),
  ballotRoutes(deps),
  invitationRoutes(deps),
  triageRoutes(deps),
  confirmationRoutes(deps),
  contactRequestRoutes(deps),
  enterprisePageRoutes(deps),
  enterpriseRoutes(deps),
  memberRoutes(deps),
  searchRoutes(deps),
  campaignRoutes(deps),
  opinionRoutes(deps),
  rectificationRoutes(deps),
  disciplineRoutes(deps),
  citizenRoutes(),
  representativeRoutes(deps),
  drawRoutes(deps),
  resultRoutes(deps),
  scoreRoutes(deps),
  reportRoutes(deps),
  objectionRoutes(deps),
  publicationRoutes(deps),
  provincialResultRoutes(deps),
  attachmentRoutes(deps),
  noticeRoutes(deps),
  receiptRoutes(deps),
  ladderRoutes(deps),
  orderRoutes(deps),
  ...(deps.config.production ? [] : [partsRoutes()]),
]
