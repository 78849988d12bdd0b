import { expect } from 'chai'
import '../../models/all.ts'
import { AuditEntryModel } from '../../models/audit/index.ts'
import { EnterpriseModel, type Enterprise } from '../../models/enterprise/index.ts'
import { anApp, submit, type Agent, type TestApp } from '../support/app.ts'
import { useDatabase } from '../support/db.ts'
import { aSmallCity } from '../support/factories.ts'
import { anEnterprise } from './factories.ts'

const FORM = {
  name: '青岛舟棠食品有限公司', shortName: '舟棠食品', uscc: '9137 0211 MA3T 0002 57', district: '370212', address: '崂山区测试路 1 号', industry: 'C',
  industryText: '食品制造', size: '中型', staff: '320', revenue: '12,000', assets: '', legalPerson: '贺临洲', foundedOn: '2016-05-01', linkedLeader: '',
  steward: '', visitDepartment: 'zrzy', remark: '', 'contact-0-name': '贺临洲', 'contact-0-title': '总经理', 'contact-0-phones': '138 0000 5678',
}

describe('the pages of the roster of firms', () => {
  useDatabase()
  let city: TestApp
  let office: Agent
  let firm: Enterprise
  const stored = async (id: unknown) => EnterpriseModel.findById(id).lean<Enterprise & { __v: number }>()
  before(async () => {
    await aSmallCity()
    firm = await anEnterprise({ name: '青岛栎川冷链物流有限公司', shortName: '栎川冷链', uscc: '91370202MA3T00017B' })
    city = anApp()
    office = (await city.signInAs('coordinator', { department: 'lxb' })).agent
  })

  it('list firms with filters, by name and by initials', async () => {
    await office.get('/enterprises').expect(200).expect(/青岛栎川冷链物流有限公司/).expect(/1 户/)
    await office.get('/enterprises?q=lcll&district=370212&size=未划型'.replace('未划型', encodeURIComponent('未划型'))).expect(200).expect(/栎川冷链/)
    await office.get('/enterprises?q=zzz').expect(200).expect(/没有符合条件的企业/)
    await office.get('/enterprises?sort=-name&page=abc&q[]=x').expect(200)
  })
  it('show a record with masked numbers only', async () => {
    const page = await office.get(`/enterprises/${String(firm._id)}`).expect(200)
    expect(page.text).to.contain('138****5678').and.contain('91370202MA3T00017B').and.not.contain('13800005678')
    for (const id of ['none', '0123456789abcdef01234567']) await office.get(`/enterprises/${id}`).expect(404)
  })
  it('reveal numbers for a reason, which stands in the trail without the numbers', async () => {
    const path = `/enterprises/${String(firm._id)}/phones`
    expect((await submit(office, path, path, { reason: '' })).status).to.equal(422)
    const page = await submit(office, path, path, { reason: '约定下周走访' })
    expect(page.text).to.contain('13800005678')
    const [entry] = await AuditEntryModel.find({ act: 'enterprise.revealPhone' }).lean()
    expect(entry?.reason).to.equal('约定下周走访')
    expect(JSON.stringify(entry?.changes)).to.contain('138****5678').and.not.contain('13800005678')
    const other = (await city.signInAs('officer', { department: 'zjj' })).agent
    await other.get(path).expect(403)
  })
  it('take a firm in with a tidied code, number and keys', async () => {
    expect((await submit(office, '/enterprises/new', '/enterprises', FORM)).status).to.equal(303)
    const made = await EnterpriseModel.findOne({ uscc: '91370211MA3T000257' }).lean()
    expect(made).to.deep.include({ staff: 320, revenue: '12000', visitDepartment: 'zrzy' })
    expect(made?.contacts[0]?.phones).to.deep.equal(['13800005678'])
    await office.get('/enterprises?q=ztsp').expect(200).expect(/舟棠食品/)
  })
  it('say what is wrong and keep what was typed', async () => {
    const page = await submit(office, '/enterprises/new', '/enterprises', { ...FORM, uscc: '91370211MA3T00025', 'contact-0-phones': '1380000567', staff: '多' })
    expect(page.status).to.equal(422)
    expect(page.text).to.contain('应为 18 位，现在是 17 位').and.contain('手机号应为 11 位数字').and.contain('value="青岛舟棠食品有限公司"')
  })
  it('refuse a code that another firm has, and name it', async () => {
    const page = await submit(office, '/enterprises/new', '/enterprises', { ...FORM, uscc: '91370202MA3T00017B' })
    expect(page.status).to.equal(422)
    expect(page.text).to.contain('这个代码已经属于青岛栎川冷链物流有限公司')
  })
  it('take a code whose check fails only with a reason', async () => {
    const wrong = { ...FORM, name: '青岛校验不符有限公司', uscc: '91370202MA3T00018B' }
    const page = await submit(office, '/enterprises/new', '/enterprises', wrong)
    expect(page.status).to.equal(422)
    expect(page.text).to.contain('最后一位应为“E”').and.contain('代码校验不符仍采用的理由')
    expect((await submit(office, '/enterprises/new', '/enterprises', { ...wrong, codeReason: '营业执照原件如此' })).status).to.equal(303)
    const made = await EnterpriseModel.findOne({ uscc: wrong.uscc }).lean()
    expect(made?.codeOverride?.reason).to.equal('营业执照原件如此')
  })
  it('do not lose what somebody else saved meanwhile', async () => {
    const made = await EnterpriseModel.findOne({ uscc: '91370211MA3T000257' }).lean<Enterprise & { __v: number }>()
    const path = `/enterprises/${String(made?._id)}`
    const change = (address: string, version: string) => submit(office, `${path}/edit`, path, { ...FORM, 'contact-0-phones': '', address, version })
    expect((await change('崂山区一号', String(made?.__v))).status).to.equal(303)
    const page = await change('崂山区二号', String(made?.__v))
    expect(page.status).to.equal(409)
    expect(page.text).to.contain('崂山区一号').and.contain('崂山区二号')
    const kept = await stored(made?._id)
    expect(kept?.address).to.equal('崂山区一号')
    expect(kept?.contacts[0]?.phones, 'an empty box keeps the number').to.deep.equal(['13800005678'])
    await office.get(path).expect(/修改/).expect(/详细地址：/)
  })
  it('let those who visit change what they may, and nothing else', async () => {
    const officer = (await city.signInAs('officer', { department: 'zrzy' })).agent
    const path = `/enterprises/${String(firm._id)}`
    const version = String((await stored(firm._id))?.__v)
    const own = { shortName: '栎川', address: '李沧区某路', industry: 'G', size: '小型', version, 'contact-0-name': '贺临洲' }
    expect((await submit(officer, `${path}/edit`, path, own)).status).to.equal(303)
    expect(await stored(firm._id)).to.deep.include({ shortName: '栎川', name: firm.name, visitDepartment: 'zrzy' })
    expect((await submit(officer, `${path}/edit`, path, { ...own, version: '1', visitDepartment: 'zjj' })).status).to.equal(403)
    await officer.get('/enterprises/new').expect(403)
    await (await city.signInAs('officer', { department: 'zjj' })).agent.get(`${path}/edit`).expect(403)
  })
  it('archive with a reason and bring back', async () => {
    const path = `/enterprises/${String(firm._id)}`
    const version = async () => String((await stored(firm._id))?.__v)
    expect((await submit(office, `${path}/archiving`, `${path}/archiving`, { reason: '', version: await version() })).status).to.equal(422)
    expect((await submit(office, `${path}/archiving`, `${path}/archiving`, { reason: '已迁出本市', version: '99' })).status).to.equal(409)
    expect((await submit(office, `${path}/archiving`, `${path}/archiving`, { reason: '已迁出本市', version: await version() })).status).to.equal(303)
    await office.get('/enterprises?archived=1').expect(/栎川冷链/)
    await office.get(path).expect(/已归档/).expect(/已迁出本市/)
    await office.get(`${path}/archiving`).expect(409)
    expect((await submit(office, `${path}/restoration`, `${path}/restoration`, { reason: '迁回', version: await version() })).status).to.equal(303)
    expect((await stored(firm._id))?.archivedAt).to.equal(null)
  })
})
