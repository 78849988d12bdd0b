import { Schema, model } from 'mongoose'
import { DUE_KINDS } from './dueVersion.ts'
import type { Issue } from './record.ts'
import { GRADES, RAISER_KINDS, RESULT_CLASSES, RUNGS, SATISFACTIONS, SOURCES, STATES } from './words.ts'

export * from './words.ts'
export type * from './record.ts'
export type { DueVersion, Pause } from './dueVersion.ts'

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
    raiser: {
      kind: { type: String, enum: Object.keys(RAISER_KINDS), required: true },
      id: ref,
      name: text(120),
      person: text(60),
      personTitle: text(60),
      phone: text(40),
    },
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
      type: [
        {
          _id: false,
          department: String,
          askedAt: Date,
          dueOn: day,
          signedAt: instant,
          signedByName: text(40),
          opinion: text(2000),
          opinionAt: instant,
        },
      ],
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
      type: [
        {
          _id: false,
          n: Number,
          kind: { type: String, enum: Object.keys(DUE_KINDS) },
          fromAt: Date,
          startOn: String,
          workingDays: { type: Number, default: null },
          months: { type: Number, default: null },
          dueOn: String,
          dueAt: Date,
          provisional: Boolean,
          reason: text(500),
          setAt: Date,
          raised: { type: [String], default: [] },
        },
      ],
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
    progress: {
      type: [
        {
          _id: false,
          at: Date,
          by: ref,
          byName: text(40),
          onDay: String,
          text: text(2000),
          backdated: { type: Boolean, default: false },
        },
      ],
      default: [],
    },
    lastProgressAt: instant,
    nextProgressOn: day,
    answers: {
      type: [
        {
          _id: false,
          n: Number,
          class: { type: String, enum: RESULT_CLASSES },
          text: text(5000),
          toldHow: text(40),
          toldOn: day,
          evidence: { type: [Schema.Types.ObjectId], default: [] },
          promise: { type: new Schema({ text: text(500), dueOn: String }, { _id: false }), default: null },
          draftedBy: Schema.Types.ObjectId,
          draftedAt: Date,
          releasedBy: ref,
          releasedAt: instant,
          verification: {
            type: new Schema(
              { upheld: Boolean, by: Schema.Types.ObjectId, byName: text(40), at: Date, reason: text(2000) },
              { _id: false },
            ),
            default: null,
          },
        },
      ],
      default: [],
    },
    extensions: {
      type: [
        {
          _id: false,
          n: Number,
          askedAt: Date,
          askedBy: Schema.Types.ObjectId,
          askedByName: text(40),
          days: Number,
          reason: text(1000),
          dueOnAsked: String,
          decision: { type: String, enum: ['granted', 'refused', 'lapsed', null], default: null },
          decidedAt: instant,
          decidedByName: text(40),
          daysGranted: { type: Number, default: null },
          note: text(1000),
        },
      ],
      default: [],
    },
    refusals: {
      type: [
        {
          _id: false,
          n: Number,
          at: Date,
          by: Schema.Types.ObjectId,
          byName: text(40),
          department: String,
          reason: text(1000),
          proposedDepartment: day,
          ruling: { type: String, enum: ['reassigned', 'upheldHandling', null], default: null },
          ruledAt: instant,
          ruledByName: text(40),
          ruledDepartment: day,
          note: text(1000),
        },
      ],
      default: [],
    },
    callBacks: {
      type: [
        {
          _id: false,
          n: Number,
          at: Date,
          by: ref,
          byName: text(40),
          how: text(20),
          reached: Boolean,
          solved: { type: String, enum: ['已解决', '部分解决', '未解决', null], default: null },
          satisfaction: { type: String, enum: [...SATISFACTIONS, null], default: null },
          text: text(2000),
        },
      ],
      default: [],
    },
    reworkCount: { type: Number, default: 0 },
    unsatisfiedCount: { type: Number, default: 0 },
    reopened: { type: Boolean, default: false },
    resultClass: { type: String, enum: [...RESULT_CLASSES, null], default: null },
    promise: {
      type: new Schema(
        { text: text(500), dueOn: String, publicText: text(500), publicApprovedByName: day },
        { _id: false },
      ),
      default: null,
    },
    settledAt: instant,
    settledInTime: { type: Boolean, default: null },
    closedAt: instant,
    closingNote: text(1000),
    satisfaction: { type: String, enum: [...SATISFACTIONS, null], default: null },
    mergedInto: day,
    quotes: {
      type: [{
        _id: false, text: text(5000), question: text(300), questionnaireNo: text(40), from: text(20), entry: text(40),
        at: Date,
      }],
      default: undefined,
    },
    keywords: { type: [String], default: [] },
    history: {
      type: [
        {
          _id: false,
          at: Date,
          by: ref,
          byName: text(40),
          byDepartment: text(40),
          act: String,
          from: { type: String, enum: Object.keys(STATES) },
          to: { type: String, enum: Object.keys(STATES) },
          text: text(5000),
          dueVersion: { type: Number, default: 0 },
          happenedOn: day,
        },
      ],
      default: [],
    },
  },
  // what an act did not touch was checked when it was written: a long history is not checked anew with each note
  { optimisticConcurrency: true, validateModifiedOnly: true },
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
// lists of open work by due day, without walking through everything that was ever closed
schema.index({ open: 1, dueAt: 1, _id: 1 }, { partialFilterExpression: { open: true } })
schema.index({ dueAt: 1, _id: 1 })
schema.index({ createdAt: -1, _id: -1 })
schema.index({ category: 1, createdAt: -1 })
schema.index({ settledAt: 1, leadDepartment: 1 })
schema.index({ assignedAt: 1, leadDepartment: 1 })
schema.index({ closedAt: 1, leadDepartment: 1 }, { partialFilterExpression: { closedAt: { $type: 'date' } } })
schema.index({ nextRungAt: 1 }, { partialFilterExpression: { nextRungAt: { $type: 'date' } } })
// due days that hold L2 to L5 back until a year is loaded
schema.index({ provisional: 1, dueAt: 1 }, { partialFilterExpression: { provisional: true } })
// covers the leader's matrix: `open` itself must be in the index, then no document is read
schema.index(
  { open: 1, leadDepartment: 1, dueAt: 1, assignedAt: 1, rung: 1, state: 1, stock: 1 },
  { partialFilterExpression: { open: true } },
)

export const IssueModel = model('Issue', schema, 'issues')
export type IssueDocument = InstanceType<typeof IssueModel>
