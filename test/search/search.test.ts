import { expect } from 'chai'
import { Types } from 'mongoose'
import '../../models/all.ts'
import type { Enterprise } from '../../models/enterprise/index.ts'
import { IssueModel } from '../../models/issue/index.ts'
import { guessNumber } from '../../models/search/number.ts'
import { VisitModel } from '../../models/visit/index.ts'
import { anApp, type Agent, type TestApp } from '../support/app.ts'
import { useDatabase } from '../support/db.ts'
import { aSmallCity } from '../support/factories.ts'
import { aMember, anEnterprise } from '../enterprises/factories.ts'
import { aSigned } from '../issues/aCase.ts'

describe('the search box', () => {
  useDatabase()
  let city: TestApp
  let office: Agent
  let firm: Enterprise
  before(async () => {
    await aSmallCity()
    firm = await anEnterprise({ name: '青岛栎川冷链物流有限公司', shortName: '栎川冷链', uscc: '91370202MA3T00017B' })
    await aMember({ name: '曾祥云' })
    await aMember({ name: '曾祥云', kind: 'cppcc', unitAndTitle: '某大学教授' })
    const raiser = { kind: 'enterprise', id: firm._id, name: firm.name, person: '', personTitle: '', phone: '' } as const
    await IssueModel.create({ ...aSigned(), no: 'SQ2026-001776', raiser, leadDepartment: 'zrzy', coDepartments: [], verifyingDepartment: 'xzsp', createdBy: new Types.ObjectId() })
    const at = new Date('2026-11-20T10:00:00+08:00')
    await VisitModel.create({
      no: 'ZF202611200001', department: 'zrzy', createdBy: new Types.ObjectId(), createdByName: '秦若川', onDay: '2026-11-20', mode: '实地', state: 'done',
      subjects: [{ type: 'enterprise', id: firm._id, name: firm.name, district: '370212' }], createdAt: at, updatedAt: at,
    })
    city = anApp()
    office = (await city.signInAs('coordinator', { department: 'lxb' })).agent
  })
  const found = async (agent: Agent, q: string) => (await agent.get(`/search?${new URLSearchParams({ q }).toString()}`).expect(200)).text

  for (const [q, words] of [
    ['栎川', ['青岛栎川冷链物流有限公司', 'SQ2026-001776', 'ZF202611200001']], ['lcll', ['青岛栎川冷链物流有限公司']], ['91370202', ['青岛栎川冷链物流有限公司']],
    ['zeng', ['曾祥云']], ['SQ2026-001776', ['SQ2026-001776']], ['sq2026 1776', ['SQ2026-001776']], ['1776', ['SQ2026-001776']],
    ['ZF20261120', ['ZF202611200001']], ['20261120', ['ZF202611200001']],
  ] as const) {
    it(`answers ${q} with ${words.join(' and ')}`, async () => {
      const page = await found(office, q)
      for (const word of words) expect(page).to.contain(word)
    })
  }
  it('says why nothing was found, and what to type', async () => {
    expect(await found(office, '<b>没有')).to.contain('没有找到“&lt;b&gt;没有”').and.contain('首字母')
    await office.get('/search').expect(200)
    await office.get('/search?q[]=a&q[]=b').expect(200)
  })
  it('shows cases and visits only within reach', async () => {
    const stranger = (await city.signInAs('officer', { department: 'zjj' })).agent
    const page = await found(stranger, '栎川')
    expect(page).to.contain('青岛栎川冷链物流有限公司').and.not.contain('SQ2026-001776').and.not.contain('ZF202611200001')
    expect(await found(stranger, '1776')).not.to.contain('厂房用地')
    await (await city.signInAs('systemAdmin', { department: 'lxb' })).agent.get('/search?q=a').expect(403)
  })
  it('looks for cases and visits in indexes alone', async () => {
    const subjects = { $in: [firm._id] }
    const plans = await Promise.all([
      IssueModel.find({ $and: [{ $or: [{ no: { $in: ['SQ2026-001776'] } }, { no: /^SQ2026-17/ }, { 'raiser.id': subjects }] }, { leadDepartment: 'zrzy' }] }).sort({ createdAt: -1 }).explain('queryPlanner'),
      VisitModel.find({ $or: [{ no: /^ZF2026/ }, { 'subjects.id': subjects }] }).sort({ onDay: -1 }).explain('queryPlanner'),
    ])
    for (const plan of plans) expect(JSON.stringify(plan)).not.to.contain('COLLSCAN')
  })
  it('suggests firms and people to the forms as plain options, namesakes told apart', async () => {
    const options = await office.get('/search/options?kind=subject&q=zxy').expect(200).expect('Content-Type', /html/)
    expect(options.text).to.contain('曾祥云（人大代表，某公司董事长）').and.contain('曾祥云（政协委员，某大学教授）').and.contain('data-id=')
    const firms = await office.get('/search/options?kind=enterprise&q=lichuan').expect(200)
    expect(firms.text).to.contain(`data-id="${String(firm._id)}"`)
    expect((await office.get('/search/options?kind=subject&q=').expect(200)).text.trim()).to.equal('')
    await office.get('/search/options?kind=none&q=a').expect(404)
  })
})

describe('a number as people type it', () => {
  for (const [typed, exact, begins, visit] of [
    ['SQ2026-000012', ['SQ2026-000012'], 'SQ2026-000012', null], ['ｓｑ2026-12', ['SQ2026-000012'], 'SQ2026-12', null], ['SQ2026', [], 'SQ2026-', null],
    ['12', ['SQ2026-000012', 'SQ2025-000012'], null, null], ['zf20261125', [], null, 'ZF20261125'], ['20261125', [], null, 'ZF20261125'], ['栎川', [], null, null],
  ] as const) {
    it(`${typed} means ${[...exact, begins, visit].filter(Boolean).join(', ') || 'no number'}`, () => {
      expect(guessNumber(typed, 2026)).to.deep.equal({ issues: { exact, begins }, visits: { begins: visit } })
    })
  }
})
