import type { Types } from 'mongoose'
import {
  CallSampleModel, DisciplineCaseModel, InspectionModel, newCase, type AspectAnswers, type DisciplineCase, type Inspection, type NewCase,
} from '../../models/disciplineCase/index.ts'
import { drawSample, poolHash } from '../../models/disciplineCase/sample.ts'
import { drawnRepresentatives } from '../../models/representative/queries.ts'
import { RuleBroken } from '../../models/shared/errors.ts'
import type { Tx } from '../act.ts'
import { nextNumber } from '../database/counters.ts'
import { NotFound } from '../http/errors.ts'

/** The trail of a case holds its number and state: never who reported, never what. */
export const audit = (tx: Tx, { _id, no }: { _id: Types.ObjectId, no: string }, changes: Record<string, string>): void =>
  tx.audit({ record: { type: 'disciplineCase', id: _id, no }, changes })

/** Opens a case. @returns its number */
export async function openCase(tx: Tx, facts: Omit<NewCase, 'no' | 'createdByName'>): Promise<string> {
  const no = `JL${facts.campaign}-${String(await nextNumber(tx.session, 'disciplineCase', facts.campaign)).padStart(3, '0')}`
  const [stored] = await DisciplineCaseModel.create([newCase({ ...facts, no, createdByName: tx.actor.name }, tx.now)], { session: tx.session })
  if (!stored) throw new Error('The case was not stored')
  audit(tx, stored.toObject<DisciplineCase>(), { state: 'received', origin: facts.origin })
  return no
}

const NOBODY = { named: false, name: '', phone: '' }

/** Stores an inspection sheet; what was not in order opens a case. @returns number of the sheet and of the case, if one */
export async function inspect(
  tx: Tx, facts: Pick<Inspection, 'campaign' | 'onDay' | 'venue' | 'inspectors' | 'items' | 'remark'>, failed: readonly string[],
): Promise<{ no: string, caseNo: string | null }> {
  const no = `XC${facts.campaign}-${String(await nextNumber(tx.session, 'inspection', facts.campaign)).padStart(3, '0')}`
  const caseNo = failed.length === 0 ? null : await openCase(tx, {
    campaign: facts.campaign, origin: 'inspection', originNo: no, department: null, venue: facts.venue, happenedOn: facts.onDay,
    text: `${no} 巡查发现：${failed.join('；')}${facts.remark === '' ? '' : `。${facts.remark}`}`, reporter: NOBODY, formKey: null,
  })
  const [stored] = await InspectionModel.create([{ ...facts, no, caseNo, createdByName: tx.actor.name, createdAt: tx.now }], { session: tx.session })
  if (stored) tx.audit({ record: { type: 'inspection', id: stored._id, no }, changes: { failed: String(failed.length) } })
  return { no, caseNo }
}

/**
 * Draws whom to ring among the drawn representatives of a year.
 * @throws RuleBroken('sample-pool') when nobody was drawn yet
 */
export async function drawCalls(tx: Tx, year: number, given: { seed: string, size: number }): Promise<number> {
  const pool = (await drawnRepresentatives(year)).filter(({ code }) => code !== '')
  if (pool.length === 0) throw new RuleBroken('sample-pool', '还没有抽出市民代表，没有可回访的人。')
  const byCode = new Map(pool.map((one) => [one.code, one]))
  const codes = drawSample([...byCode.keys()], given.seed, given.size)
  const no = await nextNumber(tx.session, 'callSample', year)
  const sample = new CallSampleModel({
    campaign: year, no, seed: given.seed, size: given.size, poolSize: byCode.size, poolHash: poolHash([...byCode.keys()]), drawnAt: tx.now, byName: tx.actor.name,
    calls: codes.map((code) => ({ code, representative: byCode.get(code)?.id })),
  })
  await sample.save({ session: tx.session })
  tx.audit({ record: { type: 'callSample', id: sample._id, no: String(no) }, changes: { seed: given.seed, size: String(codes.length) } })
  return no
}

/** Writes down what one representative said; an aspect that was not in order opens a case. @throws NotFound, RuleBroken */
export async function recordCall(
  tx: Tx, year: number, no: number, code: string, given: { reached: boolean, answers: AspectAnswers | null, text: string }, breaches: readonly string[],
): Promise<string | null> {
  const sample = await CallSampleModel.findOne({ campaign: year, no }).session(tx.session)
  const call = sample?.calls.find((each) => each.code === code)
  if (!sample || !call) throw new NotFound()
  if (call.answers !== null) throw new RuleBroken('call-recorded', `${code} 已经回访过，结果不能再改。`)
  const caseNo = breaches.length === 0 ? null : await openCase(tx, {
    campaign: year, origin: 'callBack', originNo: code, department: null, venue: null, happenedOn: null,
    text: `回访代表 ${code}：${breaches.join('；')}${given.text === '' ? '' : `。${given.text}`}`, reporter: NOBODY, formKey: null,
  })
  Object.assign(call, { ...given, at: tx.now, byName: tx.actor.name, caseNo })
  sample.markModified('calls')
  await sample.save({ session: tx.session })
  tx.audit({ record: { type: 'callSample', id: sample._id, no: `${no} ${code}` }, changes: { reached: given.reached ? 'yes' : 'no' } })
  return caseNo
}
