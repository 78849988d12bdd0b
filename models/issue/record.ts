import type { Types } from 'mongoose'
import type { DueVersion, Pause } from './dueVersion.ts'
import type { Step } from './ladder.ts'
import type { IssueAct } from './state.ts'
import type {
  Grade, IssueState, RaiserKind, ResultClass, Rung, Satisfaction, Solved, Source,
} from './words.ts'

/** A due version with the steps of the ladder that were raised in it. */
export interface StoredDueVersion extends DueVersion {
  raised: Step[]
}

/** Entries of the history that are no acts of the transition table. */
export type ExtraAct = 'instruction' | 'orderReply' | 'cardRevocation' | 'recount' | 'coOpinion' | 'urge'

export interface HistoryEntry {
  at: Date
  by: Types.ObjectId | null
  byName: string
  byDepartment: string
  act: IssueAct | ExtraAct
  from: IssueState
  to: IssueState
  text: string
  dueVersion: number
  /** civil day on which it really happened, when entered later (补录) */
  happenedOn: string | null
}

export interface Answer {
  n: number
  class: ResultClass
  text: string
  toldHow: string
  toldOn: string | null
  evidence: Types.ObjectId[]
  promise: { text: string; dueOn: string } | null
  draftedBy: Types.ObjectId
  draftedAt: Date
  releasedBy: Types.ObjectId | null
  releasedAt: Date | null
  verification: { upheld: boolean; by: Types.ObjectId; byName: string; at: Date; reason: string } | null
}

export interface Extension {
  n: number
  askedAt: Date
  askedBy: Types.ObjectId
  askedByName: string
  days: number
  reason: string
  dueOnAsked: string
  /** lapsed = the case was answered or reassigned before anybody decided */
  decision: 'granted' | 'refused' | 'lapsed' | null
  decidedAt: Date | null
  decidedByName: string
  daysGranted: number | null
  note: string
}

export interface Refusal {
  n: number
  at: Date
  by: Types.ObjectId
  byName: string
  department: string
  reason: string
  proposedDepartment: string | null
  ruling: 'reassigned' | 'upheldHandling' | null
  ruledAt: Date | null
  ruledByName: string
  ruledDepartment: string | null
  note: string
}

export interface CallBack {
  n: number
  at: Date
  /** null when the raiser said it by the link */
  by: Types.ObjectId | null
  byName: string
  how: string
  reached: boolean
  solved: Solved | null
  satisfaction: Satisfaction | null
  text: string
}

export interface CoDepartment {
  department: string
  askedAt: Date
  dueOn: string | null
  signedAt: Date | null
  signedByName: string
  opinion: string
  opinionAt: Date | null
}

/** What was done, with its own day; `backdated` = entered on a later day (补录). */
export interface Progress {
  at: Date
  by: Types.ObjectId | null
  byName: string
  onDay: string
  text: string
  backdated: boolean
}

export interface Promised {
  text: string
  dueOn: string
  /** wording approved for the public; '' = not public */
  publicText: string
  publicApprovedByName: string | null
}

export interface Raiser {
  kind: RaiserKind
  id: Types.ObjectId | null
  name: string
  person: string
  personTitle: string
  phone: string
}

/** What somebody wrote in a questionnaire, word for word as the deciding person let it through. */
export interface Quote {
  text: string
  /** the question that it answers */
  question: string
  questionnaireNo: string
  /** 匿名答卷, 保密答卷 or 企业请求联系 */
  from: string
  /** id of the text in the triage inbox */
  entry: string
  at: Date
}

/**
 * Something to be solved: what a firm raises is a 诉求, what a deputy or member raises an 意见建议.
 * @source domain.md §8, §9, DESIGN.md §7 Issue
 */
export interface Issue {
  _id: Types.ObjectId
  no: string
  title: string
  text: string
  source: Source
  raiser: Raiser
  visit: Types.ObjectId | null
  visitNo: string | null
  visitDepartment: string | null
  createdBy: Types.ObjectId | null
  createdByName: string
  createdAt: Date
  category: string
  grade: Grade
  district: string | null
  secrecy: '公开' | '内部'
  proposedDepartment: string | null

  state: IssueState
  /** neither closed, rejected, merged nor withdrawn */
  open: boolean
  /** 在办 counts `handling`, 挂账 is the second stock; null when neither */
  stock: 'handling' | 'pledged' | null
  leadDepartment: string | null
  coDepartments: CoDepartment[]
  verifyingDepartment: string | null
  handler: Types.ObjectId | null
  handlerName: string

  submittedAt: Date | null
  assignedAt: Date | null
  assignNo: string | null
  signedAt: Date | null
  signatureDueAt: Date | null
  contactDueAt: Date | null
  contactedAt: Date | null
  planDueAt: Date | null
  plannedAt: Date | null
  plan: string
  /** by when the office or the verifier must act in the present state (own limits) */
  turnDueAt: Date | null
  turnSinceAt: Date | null

  dueVersions: StoredDueVersion[]
  dueVersion: number
  dueOn: string | null
  dueAt: Date | null
  provisional: boolean
  /** stretches in which the main clock stood still; the last one may be open */
  pauses: Pause[]
  /** signed working days left when the clock stopped; null while it runs */
  remainingAtStop: number | null
  /** earliest instant at which the sweep has something to do; null when nothing is to come */
  nextRungAt: Date | null
  /** highest rung raised in the present due version, null = none */
  rung: Rung | null
  /** highest rung told about a missing signature: 0 none, 1 head, 2 office */
  signatureRung: number

  progress: Progress[]
  lastProgressAt: Date | null
  nextProgressOn: string | null
  answers: Answer[]
  extensions: Extension[]
  refusals: Refusal[]
  callBacks: CallBack[]
  reworkCount: number
  unsatisfiedCount: number
  reopened: boolean
  resultClass: ResultClass | null
  promise: Promised | null
  /** 办结时间: the moment of the answer that verification upheld */
  settledAt: Date | null
  settledInTime: boolean | null
  closedAt: Date | null
  closingNote: string
  satisfaction: Satisfaction | null
  mergedInto: string | null
  /** absent where the case came from no questionnaire */
  quotes?: Quote[]
  keywords: string[]
  history: HistoryEntry[]
}
