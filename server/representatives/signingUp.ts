import mongoose from 'mongoose'
import { RateLimiterMongo, type RateLimiterRes } from 'rate-limiter-flexible'
import { allDepartments } from '../../models/department/queries.ts'
import { RepresentativeModel } from '../../models/representative/index.ts'
import { nameKeys } from '../../models/shared/names.ts'
import type { Actor } from '../../models/user/actor.ts'
import { act } from '../act.ts'
import type { Deps } from '../deps.ts'
import { TooMany, Unavailable } from '../http/errors.ts'
import { LIMITS } from '../http/limits.ts'
import type { SignUp } from './form.ts'

/** Whoever signs up: no account. */
const CITIZEN: Actor = { id: null, name: '报名市民', department: null, roles: [], isHead: false, leader: null }

/** So many sign-ups an hour from one address: a service hall may help many people, a flood may not fill the pool. */
export function signUpLimit() {
  const { points, seconds } = LIMITS.signUpsPerAddress
  const limiter = new RateLimiterMongo({
    storeClient: mongoose.connection, tableName: 'limits', keyPrefix: 'sign-up', points, duration: seconds, disableIndexesCreation: true,
  })
  return {
    /** @throws TooMany with the minutes to wait */
    async take(address: string): Promise<void> {
      try {
        await limiter.consume(address)
      } catch (refused) {
        if (refused instanceof Error) throw new Unavailable()
        const wait = Math.ceil((refused as RateLimiterRes).msBeforeNext / 1000)
        throw new TooMany(`这个网络地址报名的人太多了，请 ${Math.max(1, Math.ceil(wait / 60))} 分钟后再试，或者到街道、政务服务大厅报名。`, wait)
      }
    },
  }
}

/**
 * Takes a sign-up into the pool, to be vetted. Somebody who stands in the pool already is left as is and gets the same answer, so that
 * nobody learns from it who does.
 */
export async function signUp(deps: Deps, year: number, given: SignUp): Promise<void> {
  const { name, phone, tags, recusal, ...rest } = given
  const departments = await allDepartments()
  const nameOf = (code: string) => departments.find(({ _id }) => _id === code)?.name ?? code
  const office = departments.find(({ kind, district }) => kind === 'district' && district === rest.district)
  const { sortKey, searchKeys } = nameKeys(name, 'person')
  await act(deps, CITIZEN, 'representative.signUp', async (tx) => {
    const known = await RepresentativeModel.exists({ campaign: year, name, phone }).session(tx.session)
    if (known) return void tx.audit({ record: { type: 'representative', id: known._id }, result: 'refused', reason: '已经在推荐库里' })
    const [made] = await RepresentativeModel.create([{
      ...rest, campaign: year, name, sortKey, searchKeys, phone, phones: [phone], origin: 'signedUp', consentAt: tx.now, createdAt: tx.now,
      tags: tags.map((code) => ({ name: nameOf(code), department: code })), recusals: recusal === null ? [] : [recusal],
      districtDepartment: office?._id ?? null,
    }], { session: tx.session })
    if (made) tx.audit({ record: { type: 'representative', id: made._id }, changes: { 类别: rest.category } })
  })
}
