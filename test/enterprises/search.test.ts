import { expect } from 'chai'
import { EnterpriseModel } from '../../models/enterprise/index.ts'
import { countEnterprises, enterpriseFilter, enterpriseRows, findEnterprises, type EnterpriseSearch } from '../../models/enterprise/queries.ts'
import { MemberModel } from '../../models/member/index.ts'
import { findMembers, memberFilter } from '../../models/member/queries.ts'
import { useDatabase } from '../support/db.ts'
import { aMember, anEnterprise } from './factories.ts'

const NOTHING: EnterpriseSearch = {
  q: '', district: '', industry: '', size: '', leader: '', steward: '', department: '', archived: false,
}
const names = (rows: { name: string }[]) => rows.map(({ name }) => name)

describe('the roster of firms', () => {
  useDatabase()
  before(async () => {
    await anEnterprise({ name: '青岛栎川冷链物流有限公司', shortName: '栎川冷链', uscc: '91370202MA3T00017B', industry: 'G' })
    await anEnterprise({ name: '青岛海川精密机械有限公司', shortName: '', district: '370211', size: '大型' })
    await anEnterprise({ name: '重庆长城（青岛）电器有限公司', shortName: '', archivedAt: new Date('2026-03-01T09:00:00+08:00') })
    await aMember({ name: '曾祥云', kind: 'npc' })
    await aMember({ name: '仇明远', kind: 'cppcc' })
  })

  for (const typed of ['栎川', '青岛栎川', 'lichuan', 'LCLL', 'qdlc', '91370202ma3t', '栎川 冷链']) {
    it(`finds a firm by ${typed}`, async () => {
      expect(names(await findEnterprises(typed, 8))).to.deep.equal(['青岛栎川冷链物流有限公司'])
    })
  }
  it('finds members by surname as people say it', async () => {
    expect(names(await findMembers('zeng', 8))).to.deep.equal(['曾祥云'])
    expect(names(await findMembers('qmy', 8))).to.deep.equal(['仇明远'])
  })
  it('finds nothing by the middle of a word, by signs alone or by an expression', async () => {
    for (const typed of ['ichuan', '', ' ', '.*', '(', '\\']) expect(await findEnterprises(typed, 8)).to.deep.equal([])
  })
  it('leaves archived firms to their own list', async () => {
    expect(await findEnterprises('长城', 8)).to.deep.equal([])
    expect(names(await enterpriseRows(enterpriseFilter({ ...NOTHING, archived: true }), 'name', 1))).to.deep.equal(['重庆长城（青岛）电器有限公司'])
  })
  it('sorts like a directory and narrows by each filter', async () => {
    expect(names(await enterpriseRows(enterpriseFilter(NOTHING), 'name', 1)).length).to.equal(2)
    expect(await countEnterprises(enterpriseFilter({ ...NOTHING, size: '大型' }))).to.equal(1)
    expect(await countEnterprises(enterpriseFilter({ ...NOTHING, industry: 'G', q: 'lc' }))).to.equal(1)
  })
  it('answers every search and list from an index', async () => {
    const searches = [
      ...['lichuan', '91370202MA', '栎'].map((q) => ({ ...NOTHING, q })), NOTHING, { ...NOTHING, district: '370211' },
      { ...NOTHING, leader: '顾行止' }, { ...NOTHING, steward: '何闻溪' }, { ...NOTHING, size: '大型' }, { ...NOTHING, archived: true },
    ]
    for (const search of searches) {
      const plan = await EnterpriseModel.find(enterpriseFilter(search)).sort({ sortKey: 1 }).limit(50).explain('queryPlanner')
      expect(JSON.stringify(plan), JSON.stringify(search)).not.to.contain('COLLSCAN')
    }
    for (const search of [{ q: 'zeng' }, { term: '第十七届' }, { kind: 'npc' }, { district: '370211' }, {}]) {
      const filter = memberFilter({ q: '', kind: '', term: '', district: '', department: '', archived: false, ...search })
      const plan = await MemberModel.find(filter).sort({ sortKey: 1 }).limit(50).explain('queryPlanner')
      expect(JSON.stringify(plan), JSON.stringify(search)).not.to.contain('COLLSCAN')
    }
  })
})
