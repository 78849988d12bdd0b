import { expect } from 'chai'
import '../../models/all.ts'
import { AuditEntryModel } from '../../models/audit/index.ts'
import { MemberModel, type Member } from '../../models/member/index.ts'
import { anApp, submit, type Agent, type TestApp } from '../support/app.ts'
import { useDatabase } from '../support/db.ts'
import { aSmallCity } from '../support/factories.ts'
import { aMember } from '../enterprises/factories.ts'

const FORM = {
  kind: 'cppcc', name: '单若舟', gender: '女', ethnicity: '汉族', birth: '1978年4月', terms: '十三、十四届', delegation: '', sector: '工商联界',
  unitAndTitle: '某商会会长', phones: '139 0000 4321', district: '370212', liaisonDepartment: 'zrzy', remark: '',
}

describe('the pages of the roster of deputies and members', () => {
  useDatabase()
  let city: TestApp
  let office: Agent
  let member: Member
  const version = async () => String((await MemberModel.findById(member._id).lean<Member & { __v: number }>())?.__v)
  before(async () => {
    await aSmallCity()
    member = await aMember({ name: '曾祥云' })
    await aMember({ name: '仇明远', kind: 'cppcc', delegation: '', sector: '科技界' })
    city = anApp()
    office = (await city.signInAs('coordinator', { department: 'lxb' })).agent
  })

  it('list them by kind, term and surname', async () => {
    const all = await office.get('/members').expect(200)
    expect(all.text.indexOf('仇明远')).to.be.lessThan(all.text.indexOf('曾祥云'))
    const deputies = await office.get('/members?kind=npc').expect(200)
    expect(deputies.text).to.contain('曾祥云').and.not.contain('仇明远')
    await office.get(`/members?term=${encodeURIComponent('第十七届')}&q=zxy`).expect(200).expect(/曾祥云/)
    await office.get('/members?archived=1').expect(200).expect(/没有符合条件的代表委员/)
  })
  it('show a record whose number is masked until somebody says why', async () => {
    const path = `/members/${String(member._id)}`
    const page = await office.get(path).expect(200)
    expect(page.text).to.contain('139****1234').and.contain('第十七届').and.not.contain('13900001234')
    expect((await submit(office, `${path}/phones`, `${path}/phones`, { reason: '核实走访' })).text).to.contain('13900001234')
    const entries = await AuditEntryModel.find({ act: 'member.revealPhone' }).lean()
    expect(JSON.stringify(entries)).not.to.contain('13900001234')
    await office.get(path).expect(/查看联系电话/)
    const other = (await city.signInAs('officer', { department: 'zjj' })).agent
    expect((await other.get(path).expect(200)).text).not.to.contain('查看联系电话')
    await other.get(`${path}/phones`).expect(403)
  })
  it('take somebody in with terms as printed and a tidied number', async () => {
    expect((await submit(office, '/members/new', '/members', FORM)).status).to.equal(303)
    const made = await MemberModel.findOne({ name: '单若舟' }).lean()
    expect(made).to.deep.include({ birth: '1978-04', phones: ['13900004321'], initials: 'srz' })
    expect(made?.terms.map(({ term }) => term)).to.deep.equal(['第十三届', '第十四届'])
  })
  it('say what is wrong and keep what was typed', async () => {
    const page = await submit(office, '/members/new', '/members', { ...FORM, kind: '', birth: '七八年', terms: '上一届', phones: '1390000432' })
    expect(page.status).to.equal(422)
    expect(page.text).to.contain('请选择身份').and.contain('出生年月应写成').and.contain('届次应写成').and.contain('是 10 位').and.contain('value="单若舟"')
  })
  it('let the department that keeps contact change the rest, without losing days or numbers', async () => {
    const officer = (await city.signInAs('officer', { department: 'zrzy' })).agent
    const path = `/members/${String(member._id)}`
    const change = async (more: Record<string, string>) => submit(officer, `${path}/edit`, path, { unitAndTitle: '某公司总经理', district: '370212', phones: '', version: await version(), ...more })
    expect((await change({})).status).to.equal(303)
    const stored = await MemberModel.findById(member._id).lean()
    expect(stored).to.deep.include({ unitAndTitle: '某公司总经理', phones: ['13900001234'], name: '曾祥云' })
    expect(stored?.terms[0]?.fromOn).to.equal('2022-01-01')
    expect((await change({ name: '曾祥雨' })).status).to.equal(403)
    expect((await change({ version: '0' })).status).to.equal(409)
  })
  it('archive with a reason and bring back', async () => {
    const path = `/members/${String(member._id)}`
    expect((await submit(office, `${path}/archiving`, `${path}/archiving`, { reason: '任期终止', version: await version() })).status).to.equal(303)
    await office.get('/members?archived=1').expect(/曾祥云/)
    expect((await submit(office, `${path}/restoration`, `${path}/restoration`, { reason: '补选', version: await version() })).status).to.equal(303)
  })
})
