import { Schema, model, type Types } from 'mongoose'

export const STATES = {
  draft: '草稿', submitted: '待受理', assigned: '待签收', handling: '办理中', refusalReview: '退办复核', answered: '待核验',
  pledged: '挂账跟踪', callBack: '待回访', redo: '重办', closed: '已销号', rejected: '不予受理', merged: '并案', withdrawn: '已撤回',
} as const
export type IssueState = keyof typeof STATES

export const GRADES = ['咨询', '一般', '复杂', '重大'] as const
export type Grade = (typeof GRADES)[number]
export const RESULT_CLASSES = ['A', 'B', 'C', 'D'] as const
export type ResultClass = (typeof RESULT_CLASSES)[number]
export const RUNGS = ['L0', 'L1', 'L2', 'L3', 'L4', 'L5'] as const
export type Rung = (typeof RUNGS)[number]
export const SATISFACTIONS = ['满意', '基本满意', '不满意', '未评价'] as const
export type Satisfaction = (typeof SATISFACTIONS)[number]

export const RAISER_KINDS = { enterprise: '企业', npc: '人大代表', cppcc: '政协委员', citizen: '市民', other: '其他' } as const
export type RaiserKind = keyof typeof RAISER_KINDS
export const SOURCES = {
  visit: '走访', questionnaire: '问卷', hotline: '热线', suggestion: '人大建议', proposal: '政协提案', opinion: '市民意见', instruction: '领导批示', other: '其他',
} as const
export type Source = keyof typeof SOURCES

/** One promise about time. A later version replaces it; cards already issued keep their own version. */
export interface DueVersion {
  n: number
  kind: 'assign' | 'extension' | 'redo' | 'promise'
  startOn: string
  workingDays: number | null
  dueOn: string
  dueAt: Date
  provisional: boolean
  reason: string
  setAt: Date
}

export interface HistoryEntry {
  at: Date
  by: Types.ObjectId | null
  byName: string
  byDepartment: string
  act: string
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
  decision: 'granted' | 'refused' | null
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
  by: Types.ObjectId
  byName: string
  how: string
  reached: boolean
  solved: '已解决' | '部分解决' | '未解决' | null
  satisfaction: Satisfaction | null
  text: string
}

/** Something to be solved: what a firm raises is a 诉求, what a deputy or member raises an 意见建议. @source domain.md §8, §9, DESIGN.md §7 Issue */
export interface Issue {
  _id: Types.ObjectId
  no: string
  title: string
  text: string
  source: Source
  raiser: { kind: RaiserKind; id: Types.ObjectId | null; name: string; person: string; personTitle: string; phone: string }
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
  coDepartments: { department: string; askedAt: Date; dueOn: string | null; signedAt: Date | null; signedByName: string; opinion: string; opinionAt: Date | null }[]
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

  dueVersions: DueVersion[]
  dueVersion: number
  dueOn: string | null
  dueAt: Date | null
  provisional: boolean
  /** stretches in which the main clock stood still; the last one may be open */
  pauses: { fromAt: Date; toAt: Date | null; why: string }[]
  /** signed working days left when the clock stopped; null while it runs */
  remainingAtStop: number | null
  /** earliest instant at which the sweep has something to do; null when nothing is to come */
  nextRungAt: Date | null
  /** highest rung raised in the present due version, null = none */
  rung: Rung | null
  /** highest rung told about a missing signature: 0 none, 1 head, 2 office */
  signatureRung: number

  progress: { at: Date; by: Types.ObjectId | null; byName: string; onDay: string; text: string; backdated: boolean }[]
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
  promise: { text: string; dueOn: string; publicText: string; publicApprovedByName: string | null } | null
  /** 办结时间: the moment of the answer that verification upheld */
  settledAt: Date | null
  settledInTime: boolean | null
  closedAt: Date | null
  closingNote: string
  satisfaction: Satisfaction | null
  mergedInto: string | null
  keywords: string[]
  history: HistoryEntry[]
}

const text = (maxlength: number) => ({ type: String, default: '', maxlength })
const ref = { type: Schema.Types.ObjectId, default: null }
const day = { type: String, default: null }
const instant = { type: Date, default: null }
const schema = new Schema<Issue>(
  {
    no: { type: String, required: true },
    title: { type: String, required: true, maxlength: 30 },
    text: text(5000),
    source: { type: String, enum: Object.keys(SOURCES), required: true },
    raiser: { kind: { type: String, enum: Object.keys(RAISER_KINDS), required: true }, id: ref, name: text(120), person: text(60), personTitle: text(60), phone: text(40) },
    visit: ref,
    visitNo: day,
    visitDepartment: day,
    createdBy: ref,
    createdByName: text(40),
    createdAt: { type: Date, required: true },
    category: { type: String, required: true },
    grade: { type: String, enum: GRADES, default: '一般' },
    district: day,
    secrecy: { type: String, enum: ['公开', '内部'], default: '公开' },
    proposedDepartment: day,
    state: { type: String, enum: Object.keys(STATES), required: true },
    open: { type: Boolean, required: true },
    stock: { type: String, enum: ['handling', 'pledged', null], default: null },
    leadDepartment: day,
    coDepartments: {
      type: [{ _id: false, department: String, askedAt: Date, dueOn: day, signedAt: instant, signedByName: text(40), opinion: text(2000), opinionAt: instant }],
      default: [],
    },
    verifyingDepartment: day,
    handler: ref,
    handlerName: text(40),
    submittedAt: instant,
    assignedAt: instant,
    assignNo: day,
    signedAt: instant,
    signatureDueAt: instant,
    contactDueAt: instant,
    contactedAt: instant,
    planDueAt: instant,
    plannedAt: instant,
    plan: text(2000),
    turnDueAt: instant,
    turnSinceAt: instant,
    dueVersions: {
      type: [{ _id: false, n: Number, kind: { type: String, enum: ['assign', 'extension', 'redo', 'promise'] }, startOn: String, workingDays: { type: Number, default: null }, dueOn: String, dueAt: Date, provisional: Boolean, reason: text(500), setAt: Date }],
      default: [],
    },
    dueVersion: { type: Number, default: 0 },
    dueOn: day,
    dueAt: instant,
    provisional: { type: Boolean, default: false },
    pauses: { type: [{ _id: false, fromAt: Date, toAt: instant, why: text(100) }], default: [] },
    remainingAtStop: { type: Number, default: null },
    nextRungAt: instant,
    rung: { type: String, enum: [...RUNGS, null], default: null },
    signatureRung: { type: Number, default: 0 },
    progress: { type: [{ _id: false, at: Date, by: ref, byName: text(40), onDay: String, text: text(2000), backdated: { type: Boolean, default: false } }], default: [] },
    lastProgressAt: instant,
    nextProgressOn: day,
    answers: {
      type: [{
        _id: false, n: Number, class: { type: String, enum: RESULT_CLASSES }, text: text(5000), toldHow: text(40), toldOn: day,
        evidence: { type: [Schema.Types.ObjectId], default: [] },
        promise: { type: new Schema({ text: text(500), dueOn: String }, { _id: false }), default: null },
        draftedBy: Schema.Types.ObjectId, draftedAt: Date, releasedBy: ref, releasedAt: instant,
        verification: { type: new Schema({ upheld: Boolean, by: Schema.Types.ObjectId, byName: text(40), at: Date, reason: text(2000) }, { _id: false }), default: null },
      }],
      default: [],
    },
    extensions: {
      type: [{
        _id: false, n: Number, askedAt: Date, askedBy: Schema.Types.ObjectId, askedByName: text(40), days: Number, reason: text(1000), dueOnAsked: String,
        decision: { type: String, enum: ['granted', 'refused', null], default: null }, decidedAt: instant, decidedByName: text(40), daysGranted: { type: Number, default: null }, note: text(1000),
      }],
      default: [],
    },
    refusals: {
      type: [{
        _id: false, n: Number, at: Date, by: Schema.Types.ObjectId, byName: text(40), department: String, reason: text(1000), proposedDepartment: day,
        ruling: { type: String, enum: ['reassigned', 'upheldHandling', null], default: null }, ruledAt: instant, ruledByName: text(40), ruledDepartment: day, note: text(1000),
      }],
      default: [],
    },
    callBacks: {
      type: [{
        _id: false, n: Number, at: Date, by: Schema.Types.ObjectId, byName: text(40), how: text(20), reached: Boolean,
        solved: { type: String, enum: ['已解决', '部分解决', '未解决', null], default: null }, satisfaction: { type: String, enum: [...SATISFACTIONS, null], default: null }, text: text(2000),
      }],
      default: [],
    },
    reworkCount: { type: Number, default: 0 },
    unsatisfiedCount: { type: Number, default: 0 },
    reopened: { type: Boolean, default: false },
    resultClass: { type: String, enum: [...RESULT_CLASSES, null], default: null },
    promise: { type: new Schema({ text: text(500), dueOn: String, publicText: text(500), publicApprovedByName: day }, { _id: false }), default: null },
    settledAt: instant,
    settledInTime: { type: Boolean, default: null },
    closedAt: instant,
    closingNote: text(1000),
    satisfaction: { type: String, enum: [...SATISFACTIONS, null], default: null },
    mergedInto: day,
    keywords: { type: [String], default: [] },
    history: {
      type: [{
        _id: false, at: Date, by: ref, byName: text(40), byDepartment: text(40), act: String, from: { type: String, enum: Object.keys(STATES) },
        to: { type: String, enum: Object.keys(STATES) }, text: text(5000), dueVersion: { type: Number, default: 0 }, happenedOn: day,
      }],
      default: [],
    },
  },
  { optimisticConcurrency: true },
)
schema.index({ no: 1 }, { unique: true })
schema.index({ leadDepartment: 1, dueAt: 1, _id: 1 })
schema.index({ leadDepartment: 1, createdAt: -1 })
schema.index({ handler: 1, dueAt: 1 })
schema.index({ 'coDepartments.department': 1, dueAt: 1 })
schema.index({ verifyingDepartment: 1, dueAt: 1 })
schema.index({ visitDepartment: 1, createdAt: -1 })
schema.index({ createdBy: 1, createdAt: -1 })
schema.index({ 'raiser.id': 1, createdAt: -1 })
schema.index({ state: 1, turnDueAt: 1 })
schema.index({ dueAt: 1, _id: 1 })
schema.index({ createdAt: -1, _id: -1 })
schema.index({ settledAt: 1, leadDepartment: 1 })
schema.index({ assignedAt: 1, leadDepartment: 1 })
schema.index({ nextRungAt: 1 }, { partialFilterExpression: { nextRungAt: { $type: 'date' } } })
// covers the leader's matrix: `open` itself must be in the index, then no document is read
schema.index({ open: 1, leadDepartment: 1, dueAt: 1, assignedAt: 1, rung: 1, state: 1, stock: 1 }, { partialFilterExpression: { open: true } })

export const IssueModel = model('Issue', schema, 'issues')
export type IssueDocument = InstanceType<typeof IssueModel>
