import { expect } from 'chai'
import { Types } from 'mongoose'
import { IssueModel } from '../../models/issue/index.ts'
import { draftAnswer, releaseAnswer } from '../../models/issue/answering.ts'
import { callBack } from '../../models/issue/callBacks.ts'
import { verify } from '../../models/issue/answering.ts'
import { sign } from '../../models/issue/signature.ts'
import { isRunning } from '../../models/issue/state.ts'
import { countPipeline, filterOf, issueCursor, issuePage, tabCounts, type IssueFilter } from '../../models/issue/queries.ts'
import { RUNNING, TAB_NAMES, type Tab } from '../../models/issue/tabs.ts'
import { forgetAll } from '../../models/shared/memo.ts'
import type { Actor } from '../../models/user/actor.ts'
import { scopeFilter } from '../../models/user/permissions.ts'
import { useDatabase } from '../support/db.ts'
import { ANSWER, anAssigned, aRegistered, PEOPLE, when } from './aCase.ts'

const NOTHING: IssueFilter = {
  tab: 'open',
  part: null,
  department: null,
  state: null,
  kind: null,
  category: null,
  district: null,
  grade: null,
  handler: null,
  rung: null,
  result: null,
  age: null,
  q: '',
}
const NOW = when('2026-03-20')
const { coordinator, officer, verifier, head } = PEOPLE

/** Every kind of stage in an explained plan. */
function stagesOf(plan: unknown): string[] {
  if (plan === null || typeof plan !== 'object') return []
  const own = 'stage' in plan && typeof plan.stage === 'string' ? [plan.stage] : []
  return [...own, ...Object.values(plan).flatMap(stagesOf)]
}

describe('the list of cases', () => {
  useDatabase()

  before(async () => {
    const cases = Array.from({ length: 600 }, (_, n) => {
      const at = when('2026-03-02')
      const facts = {
        no: `SQ2026-${String(n + 1).padStart(6, '0')}`,
        title: n % 50 === 0 ? '污水管网堵塞' : '厂房用地边界与证不符',
      }
      const issue =
        n % 6 === 0
          ? aRegistered(at, facts)
          : anAssigned(at, n % 3 ? {} : { leadDepartment: 'water', coDepartments: [] }, facts)
      issue._id = new Types.ObjectId()
      if (n % 6 > 1) sign(issue, officer, { moreDepartments: [], text: '' }, at)
      if (n % 6 > 2) {
        draftAnswer(issue, officer, ANSWER, when('2026-03-10'))
        releaseAnswer(issue, head, when('2026-03-10'))
      }
      if (n % 6 > 3) verify(issue, verifier, { upheld: true, reason: '' }, when('2026-03-11'))
      if (n % 6 > 4)
        callBack(
          issue,
          coordinator,
          { how: '电话', reached: true, solved: '已解决', satisfaction: '满意', text: '' },
          when('2026-03-12'),
        )
      return issue
    })
    await IssueModel.insertMany(cases)
    forgetAll()
  })

  const explained = async (actor: Actor, asked: Partial<IssueFilter>, sort: Record<string, 1 | -1>) =>
    stagesOf(
      await IssueModel.find(filterOf(actor, { ...NOTHING, ...asked }, NOW))
        .sort(sort)
        .limit(50)
        .explain('queryPlanner'),
    )

  for (const tab of TAB_NAMES) {
    it(`reads the tab ${tab} by an index, for the office and for a department`, async () => {
      const sort = tab === 'all' ? { createdAt: -1, _id: -1 } as const : { dueAt: 1, _id: 1 } as const
      expect(await explained(coordinator, { tab }, sort)).to.include('IXSCAN').and.not.include('COLLSCAN')
      expect(await explained(officer, { tab, part: 'lead' }, sort)).to.include('IXSCAN').and.not.include('COLLSCAN')
      expect(await explained(officer, { tab }, sort)).to.not.include('COLLSCAN')
    })
  }

  it('counts tabs and badges by an index, for the office and for a department', async () => {
    for (const filter of [{}, scopeFilter(officer, 'issue.read'), { leadDepartment: 'planning' }]) {
      const plan: unknown = await IssueModel.aggregate(countPipeline(filter, NOW)).explain('queryPlanner')
      expect(stagesOf(plan)).to.include('IXSCAN').and.not.include('COLLSCAN')
    }
  })

  it('shows as many rows as its tab counts, for every tab and everybody', async () => {
    for (const [actor, part] of [
      [coordinator, null],
      [officer, 'lead'],
      [verifier, 'verifying'],
      [verifier, null],
    ] as const) {
      const { counts } = await tabCounts(actor, part, NOW)
      for (const tab of TAB_NAMES.filter((one): one is Exclude<Tab, 'all'> => one !== 'all')) {
        const { total } = await issuePage(filterOf(actor, { ...NOTHING, tab, part }, NOW), 'due', 1, 5)
        expect(total, `${actor.name} ${tab}`).to.equal(counts[tab])
      }
    }
  })

  it('puts cases whose clock stands still after those for which it runs, on every page and either way round', async () => {
    const filter = filterOf(coordinator, { ...NOTHING, tab: 'open' }, NOW)
    for (const sort of ['due', '-due'] as const) {
      const rows = []
      for (let page = 1; page <= 14; page += 1) rows.push(...(await issuePage(filter, sort, page, 37)).rows)
      const { total } = await issuePage(filter, sort, 1, 37)
      expect(new Set(rows.map(({ no }) => no)).size).to.equal(rows.length).and.to.equal(total)
      const runs = rows.map(({ state }) => isRunning(state))
      expect(runs.lastIndexOf(true)).to.equal(runs.indexOf(false) - 1)
      const exported = []
      for await (const { no } of issueCursor(filter, sort, { no: 1 })) exported.push(no)
      expect(exported).to.deep.equal(rows.map(({ no }) => no))
    }
    const parts = await Promise.all(
      [{ $in: RUNNING }, { $nin: RUNNING }].map((state) =>
        IssueModel.find({ $and: [filter, { state }] }).sort({ dueAt: 1, _id: 1 }).limit(50).explain('queryPlanner'),
      ),
    )
    for (const plan of parts) expect(stagesOf(plan)).to.include('IXSCAN').and.not.include('COLLSCAN')
  })

  it('finds by number, by the end of a number, by title and by raiser', async () => {
    const found = async (q: string) =>
      (await issuePage(filterOf(coordinator, { ...NOTHING, tab: 'all', q }, NOW), '-created', 1, 50)).total
    expect(await found('SQ2026-000007')).to.equal(1)
    expect(await found('2026-7')).to.equal(1)
    expect(await found('7')).to.equal(1)
    expect(await found('污水管网')).to.equal(12)
    expect(await found('澄屿')).to.equal(600)
    expect(await found('.*')).to.equal(0)
  })

  it('stops counting at a thousand', async () => {
    const { rows, total } = await issuePage(filterOf(coordinator, { ...NOTHING, tab: 'all' }, NOW), '-created', 1, 50)
    expect([rows.length, total]).to.deep.equal([50, 600])
  })

  it('shows nobody what lies outside their range', async () => {
    const stranger = { ...officer, id: new Types.ObjectId(), department: 'tax' }
    const { total } = await issuePage(filterOf(stranger, { ...NOTHING, tab: 'all' }, NOW), '-created', 1, 50)
    expect(total).to.equal(0)
  })
})
