import { expect } from 'chai'
import { Types } from 'mongoose'
import '../../models/all.ts'
import { AnswerModel } from '../../models/answer/index.ts'
import { IssueModel } from '../../models/issue/index.ts'
import { loadedCalendar } from '../../models/holiday/queries.ts'
import { checkInvariants } from '../../models/invariants/checks.ts'
import { waitingCounts } from '../../models/triage/queries.ts'
import { TriageItemModel } from '../../models/triage/index.ts'
import { UserModel } from '../../models/user/index.ts'
import { actorOf } from '../../models/user/actor.ts'
import { decideSome } from '../../server/operator/seed/outside.ts'
import { aQuestionnaire } from '../answers/asked.ts'
import { testDeps } from '../support/app.ts'
import { useDatabase } from '../support/db.ts'
import { aSmallCity, aUser } from '../support/factories.ts'

describe('what the sample city’s firms say', () => {
  useDatabase()

  it('is decided in part, in every way, and what is stored agrees', async () => {
    await aSmallCity()
    const deps = testDeps()
    const { _id } = await aQuestionnaire({ state: 'closed', results: { computedAt: deps.clock.now() } })
    await AnswerModel.insertMany(Array.from({ length: 12 }, (_, n) => ({
      _id: new Types.ObjectId().toString(), questionnaire: _id, version: 1, filled: true,
      values: { q19: `用地规划第 ${n} 件一直没批`, ...(n < 5 ? { q20: '行政审批局办事快' } : {}) },
    })))
    await aUser({ roles: ['coordinator'], department: 'lxb' })
    const office = await UserModel.findOne({ roles: 'coordinator' }).lean()
    if (!office) throw new Error('nobody')
    await decideSome(deps, actorOf(office))
    expect(await waitingCounts()).to.deep.include({ wish: 9, department: 2 })
    expect((await TriageItemModel.distinct('state')).sort()).to.deep.equal(['dismissed', 'filed', 'merged', 'waiting'])
    expect(await IssueModel.countDocuments({ source: 'questionnaire', category: 'ydgh', 'raiser.id': null })).to.equal(2)
    const frame = { now: deps.clock.now(), calendar: await loadedCalendar(), auditKey: deps.keys.audit }
    const found = await checkInvariants(frame, ['triageQuotes', 'requestText'])
    expect(found.flatMap(({ findings }) => findings)).to.deep.equal([])
  })
})
