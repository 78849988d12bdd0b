import { Schema, model, type Types } from 'mongoose'
import { RuleBroken } from '../shared/errors.ts'
import type { CivilDay } from '../shared/calendarDay.ts'
import { isLiving, mayStep, stateAfter, type OpinionAct } from './state.ts'
import {
  ADOPTIONS, MANNERS, MARK_NAMES, OPINION_MAX, OPINION_RATINGS, OPINION_SOURCE_NAMES, OPINION_STATE_NAMES, OPINION_STATES,
  type Adoption, type Manner, type MarkName, type OpinionRating, type OpinionSource, type OpinionState,
} from './words.ts'

export * from './words.ts'

/** Who wrote it. Departments never see it; six months after the campaign nothing of it is left but `named`. */
export interface OpinionAuthor {
  /** real name given */
  named: boolean
  name: string
  unit: string
  phone: string
  /** may be rung about it */
  mayCall: boolean
}

export interface OpinionAnswer {
  text: string
  adoption: Adoption
  byName: string
  department: string
  at: Date
}

/** What the public may read: words of their own, approved, never the original. */
export interface PublishedOpinion {
  text: string
  answer: string
  byName: string
  at: Date
}

export interface OpinionMark {
  onDay: CivilDay
  /** where it went, what was given */
  note: string
  byName: string
}

export interface OpinionStep {
  at: Date
  byName: string
  act: OpinionAct | 'enter' | 'publish' | 'unpublish' | 'mark' | 'rate' | 'giveCode' | 'edit'
  text: string
}

/** An opinion or proposal of a citizen in one year's campaign. @source forms.md §7, DESIGN.md §7 Opinions */
export interface Opinion {
  _id: Types.ObjectId
  campaign: number
  /** `YJ2026-000123` */
  no: string
  source: OpinionSource
  /** 届次场次, as printed on the sheet */
  session: string
  /** number of the paper sheet, '' without one; with campaign and session it is the sheet's identity */
  sheetNo: string
  author: OpinionAuthor
  consentAt: Date | null
  /** the department that the author meant */
  department: string | null
  category: string | null
  title: string
  text: string
  proposal: string
  state: OpinionState
  /** the living opinion that stands for this one */
  mergedInto: string | null
  /** the state to go back to when split */
  mergedFrom: OpinionState | null
  validity: { valid: boolean, reason: string, byName: string, at: Date } | null
  /** number of the case; several opinions may share one */
  issueNo: string | null
  /** the case's lead department when dispatched or answered; the relation of departments to the opinion */
  leadDepartment: string | null
  manner: Manner | null
  dispatchedAt: Date | null
  answer: OpinionAnswer | null
  published: PublishedOpinion | null
  rating: { word: OpinionRating, text: string, at: Date } | null
  marks: Record<MarkName, OpinionMark | null>
  history: OpinionStep[]
  /** key of the public form, so that a repeated post is taken once */
  formKey: string | null
  createdBy: Types.ObjectId | null
  createdByName: string
  createdAt: Date
  erasedAt: Date | null
}

const text = (maxlength: number) => ({ type: String, default: '', maxlength })
const none = { type: String, default: null }
const date = { type: Date, default: null }
const sub = (shape: object) => ({ type: new Schema(shape, { _id: false }), default: null })
const mark = sub({ onDay: { type: String, required: true }, note: text(200), byName: text(40) })

const schema = new Schema<Opinion>({
  campaign: { type: Number, required: true },
  no: { type: String, required: true },
  source: { type: String, enum: OPINION_SOURCE_NAMES, required: true },
  session: text(60),
  sheetNo: text(30),
  author: {
    named: { type: Boolean, default: false }, name: text(OPINION_MAX.name), unit: text(OPINION_MAX.unit), phone: text(OPINION_MAX.phone),
    mayCall: { type: Boolean, default: false },
  },
  consentAt: date,
  department: none,
  category: none,
  title: { type: String, required: true, maxlength: OPINION_MAX.title },
  text: { type: String, required: true, maxlength: OPINION_MAX.text * 2 },
  proposal: text(OPINION_MAX.proposal * 2),
  state: { type: String, enum: OPINION_STATE_NAMES, required: true },
  mergedInto: none,
  mergedFrom: { type: String, enum: [...OPINION_STATE_NAMES, null], default: null },
  validity: sub({ valid: { type: Boolean, required: true }, reason: text(OPINION_MAX.reason * 2), byName: text(40), at: { type: Date, required: true } }),
  issueNo: none,
  leadDepartment: none,
  manner: { type: String, enum: [...Object.keys(MANNERS), null], default: null },
  dispatchedAt: date,
  answer: sub({
    text: { type: String, required: true, maxlength: OPINION_MAX.answer * 2 }, adoption: { type: String, enum: ADOPTIONS, required: true },
    byName: text(40), department: text(40), at: { type: Date, required: true },
  }),
  published: sub({
    text: { type: String, required: true, maxlength: OPINION_MAX.text * 2 }, answer: text(OPINION_MAX.answer * 2), byName: text(40),
    at: { type: Date, required: true },
  }),
  rating: sub({ word: { type: String, enum: OPINION_RATINGS, required: true }, text: text(1000), at: { type: Date, required: true } }),
  marks: Object.fromEntries(MARK_NAMES.map((name) => [name, mark])),
  history: {
    type: [{ _id: false, at: Date, byName: text(40), act: { type: String, required: true }, text: text(500) }], default: [],
  },
  formKey: none,
  createdBy: { type: Schema.Types.ObjectId, default: null },
  createdByName: text(40),
  createdAt: { type: Date, required: true },
  erasedAt: date,
}, { optimisticConcurrency: true })
schema.index({ no: 1 }, { unique: true })
schema.index({ campaign: 1, state: 1, createdAt: -1 })
schema.index({ campaign: 1, leadDepartment: 1, state: 1, createdAt: -1 })
schema.index({ campaign: 1, department: 1, createdAt: -1 })
schema.index({ campaign: 1, createdAt: -1 })
schema.index({ mergedInto: 1 }, { partialFilterExpression: { mergedInto: { $type: 'string' } } })
schema.index({ issueNo: 1 }, { partialFilterExpression: { issueNo: { $type: 'string' } } })
schema.index({ 'published.at': -1 }, { partialFilterExpression: { 'published.at': { $type: 'date' } } })
schema.index({ formKey: 1 }, { unique: true, partialFilterExpression: { formKey: { $type: 'string' } } })
schema.index({ campaign: 1, session: 1, sheetNo: 1 })

export const OpinionModel = model('Opinion', schema, 'opinions')
export type OpinionDocument = InstanceType<typeof OpinionModel>

/** Who does something to an opinion, as the history names them. */
interface By { name: string }

/** What comes in, before anybody has looked at it. */
export type NewOpinion = Pick<Opinion,
  'campaign' | 'no' | 'source' | 'session' | 'sheetNo' | 'author' | 'consentAt' | 'department' | 'category' | 'title' | 'text' | 'proposal'>
  & Partial<Pick<Opinion, 'formKey' | 'createdBy' | 'createdByName'>>

const NO_MARKS: Opinion['marks'] = { excellent: null, reported: null, adopted: null, awarded: null }

/** A new opinion in the state 待审, as a plain record. */
export function newOpinion(facts: NewOpinion, now: Date): Omit<Opinion, '_id'> {
  return {
    formKey: null, createdBy: null, createdByName: '', ...facts,
    state: 'received', mergedInto: null, mergedFrom: null, validity: null, issueNo: null, leadDepartment: null, manner: null, dispatchedAt: null,
    answer: null, published: null, rating: null, marks: NO_MARKS,
    history: [{ at: now, byName: facts.createdByName ?? '', act: 'enter', text: '' }], createdAt: now, erasedAt: null,
  }
}

type Steppable = Opinion | OpinionDocument

/** Writes a line into the history. */
export function note(one: Steppable, act: OpinionStep['act'], by: By, now: Date, words = ''): void {
  one.history.push({ at: now, byName: by.name, act, text: words.slice(0, 500) })
}

function step(one: Steppable, act: OpinionAct, by: By, now: Date, words = ''): void {
  one.state = stateAfter(one, act, one.mergedFrom ?? 'received')
  note(one, act, by, now, words)
}

/**
 * Decides whether an opinion is valid. What was put aside may be taken up again.
 * @param hasMerged others are merged into it
 * @throws RuleBroken('opinion-state'), RuleBroken('opinion-reason') without a reason, RuleBroken('opinion-head') when others hang on it
 */
export function judge(one: Steppable, { valid, reason, hasMerged }: { valid: boolean, reason: string, hasMerged: boolean }, by: By, now: Date): void {
  if (!valid && reason === '') throw new RuleBroken('opinion-reason', '定为无效要写明理由。')
  if (!valid && hasMerged) throw new RuleBroken('opinion-head', `${one.no} 里合并着别的意见，请先拆开，再定为无效。`)
  step(one, valid ? 'accept' : 'dismiss', by, now, reason)
  one.validity = { valid, reason, byName: by.name, at: now }
}

/**
 * Lets another opinion stand for this one. Its own words stay.
 * @throws RuleBroken('opinion-self'), RuleBroken('opinion-dead') into one that is merged or invalid itself, RuleBroken('opinion-year')
 */
export function mergeInto(one: Steppable, head: Pick<Opinion, 'no' | 'state' | 'campaign'>, by: By, now: Date): void {
  if (one.no === head.no) throw new RuleBroken('opinion-self', '不能合并到它自己。')
  if (one.campaign !== head.campaign) throw new RuleBroken('opinion-year', '只能合并同一年的意见。')
  if (!isLiving(head.state)) throw new RuleBroken('opinion-dead', `${head.no} 是“${OPINION_STATES[head.state]}”，不能合并到它。`)
  const from = one.state
  step(one, 'merge', by, now, `合并到 ${head.no}`)
  one.mergedFrom = from
  one.mergedInto = head.no
}

/** An opinion whose head was merged itself follows it to the new head. */
export function follow(one: Steppable, head: Pick<Opinion, 'no'>, by: By, now: Date): void {
  one.mergedInto = head.no
  note(one, 'merge', by, now, `随合并改到 ${head.no}`)
}

/** Takes a merged opinion out again: it is where it was before. */
export function split(one: Steppable, by: By, now: Date): void {
  const from = one.mergedInto ?? ''
  step(one, 'split', by, now, `从 ${from} 拆开`)
  one.mergedInto = null
  one.mergedFrom = null
}

/** Gives a valid opinion into a case. */
export function dispatch(one: Steppable, to: { issueNo: string, department: string, category: string, manner: Manner }, by: By, now: Date): void {
  step(one, 'dispatch', by, now, `${to.issueNo}，${MANNERS[to.manner]}答复`)
  Object.assign(one, { issueNo: to.issueNo, leadDepartment: to.department, category: one.category ?? to.category, manner: to.manner, dispatchedAt: now })
}

/** Takes an opinion out of a case that came to nothing (不予受理, 撤回). */
export function recall(one: Steppable, reason: string, by: By, now: Date): void {
  step(one, 'recall', by, now, `收回：${reason}`)
  Object.assign(one, { issueNo: null, leadDepartment: null, manner: null, dispatchedAt: null })
}

/** Answers, or answers anew; a new answer has to be rated anew, and what was published stays until somebody approves new words. */
export function giveAnswer(one: Steppable, answer: Pick<OpinionAnswer, 'text' | 'adoption' | 'department'>, by: By, now: Date): void {
  step(one, 'answer', by, now, answer.adoption)
  one.answer = { ...answer, byName: by.name, at: now }
  one.rating = null
}

/**
 * Approves the words in which citizens may read it.
 * @throws RuleBroken('opinion-unpublishable') for what is not valid, or an answer to what has none
 */
export function publish(one: Steppable, words: { text: string, answer: string }, by: By, now: Date): void {
  if (!['valid', 'dispatched', 'answered'].includes(one.state)) {
    throw new RuleBroken('opinion-unpublishable', `${one.no} 是“${OPINION_STATES[one.state]}”，不公开。`)
  }
  if (words.answer !== '' && one.answer === null) throw new RuleBroken('opinion-unpublishable', '还没有答复，不能公开答复。')
  note(one, 'publish', by, now)
  one.published = { ...words, byName: by.name, at: now }
}

export function unpublish(one: Steppable, reason: string, by: By, now: Date): void {
  if (one.published === null) throw new RuleBroken('opinion-unpublished', `${one.no} 没有公开。`)
  note(one, 'unpublish', by, now, reason)
  one.published = null
}

/**
 * Honours an opinion, or takes that back (`null`).
 * @throws RuleBroken('opinion-unmarkable') for what is not valid
 */
export function setMark(one: Steppable, name: MarkName, given: { onDay: CivilDay, note: string } | null, by: By, now: Date): void {
  if (!['valid', 'dispatched', 'answered'].includes(one.state)) throw new RuleBroken('opinion-unmarkable', `${one.no} 不是有效意见。`)
  one.marks[name] = given && { ...given, byName: by.name }
  note(one, 'mark', by, now, name)
}

/**
 * The author says what the answer is worth. A merged opinion is rated for itself, against the answer of its head.
 * @throws RuleBroken('opinion-unanswered')
 */
export function rate(one: Steppable, given: { word: OpinionRating, text: string }, isAnswered: boolean, now: Date): void {
  if (!isAnswered) throw new RuleBroken('opinion-unanswered', '还没有答复，答复以后再评价。')
  one.rating = { ...given, at: now }
  note(one, 'rate', { name: '提出人' }, now, given.word)
}

/** What remains of the author afterwards: nothing but whether a name was given. @source domain.md §6 */
export const NO_AUTHOR: Omit<OpinionAuthor, 'named'> = { name: '', unit: '', phone: '', mayCall: false }

export { mayStep }
