import { expect } from 'chai'
import '../../models/all.ts'
import { AuditEntryModel } from '../../models/audit/index.ts'
import { CategoryModel } from '../../models/category/index.ts'
import { DepartmentModel } from '../../models/department/index.ts'
import { OutboxModel } from '../../models/outbox/index.ts'
import { PostModel } from '../../models/post/index.ts'
import { anApp, submit, type Agent, type TestApp } from '../support/app.ts'
import { useDatabase } from '../support/db.ts'
import { aPost, aSmallCity, aUser } from '../support/factories.ts'

const DEPARTMENT = { name: '海洋发展局', shortName: '海洋局', kind: 'bureau', group: '2', district: '', order: '7', phone: '0532-8000 3333', contactName: '', aliases: '海洋与渔业局\n海渔局', duties: '管海洋产业和渔业。', targets: '证照当天办\n港口通水电', address: '云汀路 18 号' }

describe('the administration of reference data', function () {
  this.timeout(60_000)
  useDatabase()
  let app: TestApp
  let admin: Agent
  before(async () => {
    await aSmallCity()
    app = anApp()
    admin = (await app.signInAs('systemAdmin')).agent
  })

  it('opens every page to the system administrator and none to an officer', async () => {
    const officer = (await app.signInAs('officer')).agent
    for (const name of ['departments', 'districts', 'categories', 'posts', 'ladder', 'jobs', 'outbox']) {
      const shown = await admin.get(`/admin/${name}`)
      expect(shown.status, name).to.equal(200)
      await officer.get(`/admin/${name}`).expect(403)
    }
    await admin.get('/admin/audit').expect(403)
  })

  it('makes a department and says what is wrong with one', async () => {
    const wrong = await submit(admin, '/admin/departments/new', '/admin/departments', { ...DEPARTMENT, code: 'HY 1', name: '' })
    expect(wrong.status).to.equal(422)
    expect(wrong.text).to.contain('请填写名称').and.contain('代码用 2 到 20 个小写字母')
    const made = await submit(admin, '/admin/departments/new', '/admin/departments', { ...DEPARTMENT, code: 'hyj' })
    expect(made.status).to.equal(303)
    expect(await DepartmentModel.findById('hyj').lean()).to.deep.include({ name: '海洋发展局', group: 2, aliases: ['海洋与渔业局', '海渔局'], archivedAt: null, duties: '管海洋产业和渔业。', targets: ['证照当天办', '港口通水电'] })
    expect((await admin.get('/admin/departments/hyj/edit')).text).to.contain('证照当天办\n港口通水电')
    expect((await admin.get('/admin/departments')).text).to.contain('海洋发展局')
    const twice = await submit(admin, '/admin/departments/new', '/admin/departments', { ...DEPARTMENT, code: 'hyj' })
    expect(twice.status).to.equal(409)
  })

  it('refuses to save over what somebody else has saved meanwhile, and notes what changed', async () => {
    const edit = '/admin/departments/zjj/edit'
    const values = { ...DEPARTMENT, name: '住房城乡建设局', shortName: '住建局', order: '2', aliases: '' }
    const { __v: version } = await DepartmentModel.findById('zjj').lean().orFail() as unknown as { __v: number }
    expect((await submit(admin, edit, edit, { ...values, version: String(version ?? 0) })).status).to.equal(303)
    expect((await submit(admin, edit, edit, { ...values, shortName: '住建', version: String(version ?? 0) })).status).to.equal(409)
    const entry = await AuditEntryModel.findOne({ 'record.id': 'zjj', act: 'department.edit' }).lean()
    expect(entry?.changes['shortName']).to.equal('住房城乡建设局 → 住建局')
  })

  it('does not let a category be verified by the department that leads it', async () => {
    const values = { name: '用海用岛', order: '9', leadDepartment: 'zrzy', verifyingDepartment: 'zrzy', grade: '复杂', synonyms: '' }
    const coordinator = (await app.signInAs('coordinator')).agent
    const refused = await submit(coordinator, '/admin/categories/new', '/admin/categories', { ...values, code: 'yhyd' })
    expect(refused.text).to.contain('核验单位不能就是牵头单位')
    const made = await submit(coordinator, '/admin/categories/new', '/admin/categories', { ...values, code: 'yhyd', verifyingDepartment: 'xzsp' })
    expect(made.status).to.equal(303)
    expect(await CategoryModel.findById('yhyd').lean()).to.include({ verifyingDepartment: 'xzsp', grade: '复杂' })
  })

  it('shows vacant posts, appoints from a day on and ends the term before it', async () => {
    const first = await aUser({ name: '程远', account: 'chengyuan' })
    await aUser({ name: '邱澄', account: 'qiucheng' })
    const post = await aPost({ department: 'zrzy', kind: 'deputy', title: '分管副局长', user: first._id })
    const vacant = await aPost({ department: 'zjj', kind: 'head', title: '局长' })
    const list = await admin.get('/admin/posts?state=vacant')
    expect(list.text).to.contain(`/admin/posts/${String(vacant._id)}`).and.not.contain(`/admin/posts/${String(post._id)}`)
    expect(list.text).to.contain('空缺')
    const path = `/admin/posts/${String(post._id)}`
    const appointed = await submit(admin, path, `${path}/appointment`, { account: 'qiucheng', fromOn: '2026-12-01', version: '0' })
    expect(appointed.status).to.equal(303)
    const stored = await PostModel.findById(post._id).lean()
    expect(stored?.holders.map(({ fromOn, toOn }) => [fromOn, toOn])).to.deep.equal([['2026-01-01', '2026-11-30'], ['2026-12-01', null]])
    const unknown = await submit(admin, path, `${path}/appointment`, { account: 'nobody', fromOn: '2026-12-05', version: '1' })
    expect(unknown.status).to.equal(422)
    expect(unknown.text).to.contain('没有这个账号')
  })

  it('changes the office hours only to times in order', async () => {
    const hours = { morningFrom: '08:30', morningTo: '11:30', afternoonFrom: '11:00', afternoonTo: '17:30' }
    expect((await submit(admin, '/admin/ladder', '/admin/ladder/office-hours', hours)).text).to.contain('下午上班要晚于前一个时间')
    expect((await submit(admin, '/admin/ladder', '/admin/ladder/office-hours', { ...hours, afternoonFrom: '13:00' })).status).to.equal(303)
    expect((await admin.get('/admin/ladder')).text).to.contain('08:30')
  })

  it('runs a job by hand and shows it', async () => {
    const ran = await submit(admin, '/admin/jobs', '/admin/jobs/cleanUp/run', {})
    expect(ran.status).to.equal(303)
    expect((await admin.get('/admin/jobs')).text).to.contain('清理过期会话和临时文件').and.contain('已完成')
    expect((await submit(admin, '/admin/jobs', '/admin/jobs/nothing/run', {})).status).to.equal(404)
  })

  it('puts notices that were given up back into the queue', async () => {
    const user = await aUser()
    const now = app.deps.clock.now()
    await OutboxModel.create({ key: 'k1', channel: 'mail', to: user._id, template: 'issue.assigned', facts: { no: 'SQ2026-000001' }, link: '/issues/SQ2026-000001', state: 'parked', tries: 8, nextAt: now, createdAt: now, lastError: '连接超时' })
    expect((await admin.get('/admin/outbox')).text).to.contain('重发搁置的 1 条')
    expect((await submit(admin, '/admin/outbox', '/admin/outbox/resending', {})).status).to.equal(303)
    expect(await OutboxModel.findOne({ key: 'k1' }).lean()).to.include({ state: 'waiting', tries: 0 })
  })

  it('lets the audit administrator read the trail and see the chain, and everybody concerned the rights', async () => {
    const auditor = (await app.signInAs('auditAdmin')).agent
    const shown = await auditor.get('/admin/audit?noun=department')
    expect(shown.status).to.equal(200)
    expect(shown.text).to.contain('部门：修改').and.contain('待封').and.contain('住房城乡建设局 → 住建局')
    const rights = await auditor.get('/admin/rights')
    expect(rights.text).to.contain('诉求和意见：签收').and.contain('部门负责人（本部门牵头的）')
    expect(rights.text).not.to.match(/\b(any|lead|coordinator)\b(?![^<]*>)/)
  })
})
