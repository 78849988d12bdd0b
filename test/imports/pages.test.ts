import { expect } from 'chai'
import ExcelJS from 'exceljs'
import { EnterpriseModel } from '../../models/enterprise/index.ts'
import { AuditEntryModel } from '../../models/audit/index.ts'
import { ImportFileModel, ImportRowModel } from '../../models/import/index.ts'
import '../../models/all.ts'
import { MemberModel } from '../../models/member/index.ts'
import { FILE_VERDICTS } from '../../models/shared/fileVerdicts.ts'
import { VisitTaskModel } from '../../models/visitTask/index.ts'
import { forgetAll } from '../../models/shared/memo.ts'
import { importsSettled } from '../../server/imports/background.ts'
import { anApp, tokenIn, type Agent, type TestApp } from '../support/app.ts'
import { emptyDatabase, useDatabase } from '../support/db.ts'
import { aDepartment, aPost, aSmallCity, aUser } from '../support/factories.ts'
import { batchAt, press, storedRoster, theDistricts, upload } from './upload.ts'
import { EXPECTED, rosterBytes } from './rosters.ts'

const stored = Object.entries(EXPECTED.files).filter(([, file]) => file.kind !== 'representatives')

describe('importing a roster', function () {
  this.timeout(60_000)
  useDatabase()
  let test: TestApp
  let agent: Agent

  beforeEach(async () => {
    await emptyDatabase()
    forgetAll()
    await aSmallCity()
    await theDistricts()
    test = anApp()
    agent = (await test.signInAs(['coordinator', 'evaluation'], { department: 'lxb' })).agent
  })

  for (const [name, file] of stored) {
    it(`${name}: what the page says is what is stored, and the same file again changes nothing`, async () => {
      const count = () =>
        (file.kind === 'enterprises' ? EnterpriseModel.countDocuments() : MemberModel.countDocuments())
      const { at } = await upload(agent, file.kind, name)
      const first = await batchAt(at)
      const shown = await agent.get(at).expect(200)
      if (first.state === 'refused') {
        expect(file.verdict).to.match(/refuse/)
        expect(first.verdict?.code).to.equal(file.reason)
        expect(shown.text).to.include(FILE_VERDICTS[first.verdict?.code ?? 'file-damaged'])
        expect(await count()).to.equal(0)
        expect(await ImportFileModel.countDocuments() + await ImportRowModel.countDocuments()).to.equal(0)
        return
      }
      const expected = typeof file.created.count === 'number' ? file.created.count : (file.honestRows ?? []).length
      expect(first.counts.created).to.equal(expected)
      expect(Object.values(first.counts).reduce((a, b) => a + b, 0)).to.equal(file.dataRows ?? expected)
      expect(await count(), 'before confirming').to.equal(0)
      if (expected > 0) await press(agent, at, 'confirmation')
      else expect(shown.text).to.include('没有要导入的')
      expect(await count()).to.equal(expected)
      for (const text of file.mustNotAppear ?? []) expect(
        JSON.stringify(await storedRoster(file.kind)),
      ).to.not.include(text)

      const before = await storedRoster(file.kind)
      const again = await upload(agent, file.kind, name)
      const second = await batchAt(again.at)
      expect(second.counts).to.include({ created: 0, changed: 0, unchanged: expected, refused: first.counts.refused })
      if (expected > 0) expect((await agent.get(again.at)).text).to.include('和名册一致，没有要导入的')
      expect(await storedRoster(file.kind)).to.deep.equal(before)
    })
  }

  it('keeps what a new list leaves empty, changes what differs, and can take it all back', async () => {
    const [sequence] = EXPECTED.sequences
    const [firstName = '', secondName = ''] = sequence?.steps ?? []
    await press(agent, (await upload(agent, 'enterprises', firstName)).at, 'confirmation')
    const before = await storedRoster('enterprises')
    const { at } = await upload(agent, 'enterprises', secondName)
    expect((await batchAt(at)).counts).to.include({ created: 20, changed: 12, unchanged: 29, refused: 0 })
    await press(agent, at, 'confirmation')
    const done = await agent.get(at)
    expect(done.text).to.include('撤销这一批').and.to.include('青岛浔樾澜机械智能制造有限公司')
    expect(await EnterpriseModel.countDocuments()).to.equal(1020)

    const page = await agent.get(`${at}/undo`)
    await agent.post(`${at}/undo`).type('form').send({ _csrf: tokenIn(page.text) }).expect(303)
    await importsSettled()
    expect((await batchAt(at)).undo).to.deep.include({ removed: 20, restored: 12, archived: 0, left: 0 })
    expect(await storedRoster('enterprises')).to.deep.equal(before)
  })

  it('leaves what somebody changed since, archives what is in use, and lists both', async () => {
    const { at } = await upload(agent, 'enterprises', 'date1904.xlsx')
    await press(agent, at, 'confirmation')
    const [edited, visited] = await EnterpriseModel.find({}).sort({ uscc: 1 }).limit(2)
    if (!edited || !visited) throw new Error('nothing was imported')
    await EnterpriseModel.updateOne({ uscc: edited.uscc }, { $set: { address: '后来补的地址', foundedOn: '2001-01-01' } })
    await VisitTaskModel.create({
      period: '2026H2', fromOn: '2026-07-01', dueOn: '2026-12-31', department: 'zrzy', timesRequired: 1,
      createdAt: new Date(),
      subject: { type: 'enterprise', id: visited._id, name: visited.name, district: null, linkedLeader: null },
    })
    const page = await agent.get(`${at}/undo`)
    await agent.post(`${at}/undo`).type('form').send({ _csrf: tokenIn(page.text) }).expect(303)
    await importsSettled()
    expect((await batchAt(at)).undo).to.deep.include({ removed: 18, archived: 1, left: 1 })
    const left = await EnterpriseModel.find({}).sort({ uscc: 1 }).lean()
    expect(
      left.map((one) => [one.uscc, one.archivedAt !== null]),
    ).to.deep.equal([[edited.uscc, false], [visited.uscc, true]])
    expect((await agent.get(at)).text).to.include('导入以后有人改过（1 处），没有移除')
  })

  it('lets a person change what a column means, and says when two columns are given one field', async () => {
    const { at } = await upload(agent, 'enterprises', 'date1904.xlsx')
    const wrong = await press(agent, at, 'mapping', { 'column-5': 'phones', 'column-6': 'phones', headerRow: '3' })
    expect(wrong.status).to.equal(422)
    expect(wrong.text).to.include('给了两列')
    await press(agent, at, 'mapping', { 'column-5': '', 'column-6': 'contactName', headerRow: '3' })
    const batch = await batchAt(at)
    expect(batch.columns.find((one) => one.column === 6)?.field).to.equal('contactName')
    expect(batch.state).to.equal('preview')
    await press(agent, at, 'mapping', { headerRow: '9' })
    expect((await batchAt(at)).headerRows).to.deep.equal([9])
  })

  it('takes a wrong check digit in with a reason that stays with the record', async () => {
    const { at } = await upload(agent, 'enterprises', 'enterprises-gbk.csv')
    expect((await agent.get(at)).text).to.include('核对无误，照录')
    expect((await press(agent, at, 'overrides', { row: '26', reason: '硬要收' })).status).to.equal(409)
    await press(agent, at, 'overrides', { row: '30', reason: '已核对营业执照原件' })
    await press(agent, at, 'confirmation')
    const taken = await EnterpriseModel.findOne({ uscc: '91370213MAY0828921' }).lean()
    expect(taken?.codeOverride?.reason).to.equal('已核对营业执照原件')
    expect(await EnterpriseModel.countDocuments()).to.equal(44)
  })

  it('matches leaders by their posts and stewards by their accounts, and lists who is not matched', async () => {
    await aDepartment({ _id: 'czj', name: '财政局' })
    const leader = await aUser({ name: '容知远', roles: ['leader'], department: 'lxb' })
    await aPost({ department: 'lxb', kind: 'viceMayor', user: leader._id })
    const steward = await aUser({ name: '夏立然', roles: ['officer'], department: 'czj' })
    forgetAll()
    const { at } = await upload(agent, 'enterprises', 'enterprises-clean.xlsx')
    const shown = (await agent.get(at)).text
    expect(shown).to.match(/联系市领导里有 \d+ 个名字没有对上/).and.to.include('裴青野').and.not.match(/容知远（/)
    await press(agent, at, 'confirmation')
    const first = await EnterpriseModel.findOne({ uscc: '91370203MAYC3MHL6W' }).lean()
    expect(String(first?.linkedLeader.user)).to.equal(String(leader._id))
    expect(String(first?.steward.user)).to.equal(String(steward._id))
    expect(first?.visitDepartment).to.equal('czj')
  })

  it('gives the sheet back with red cells and what became of each row', async () => {
    const { at } = await upload(agent, 'enterprises', 'enterprises-messy.xlsx')
    await press(agent, at, 'confirmation')
    const answer = await agent.get(`${at}/workbook`).buffer(true).parse((res, done) => {
      const chunks: Buffer[] = []
      res.on('data', (chunk: Buffer) => chunks.push(chunk))
      res.on('end', () => done(null, Buffer.concat(chunks)))
    })
    expect(decodeURIComponent(String(answer.headers['content-disposition']))).to.include('处理结果')
    const workbook = new ExcelJS.Workbook()
    await workbook.xlsx.load(answer.body as ArrayBuffer)
    const sheet = workbook.getWorksheet('企业名册')
    if (!sheet) throw new Error('no sheet')
    expect(sheet.getCell('A1').text).to.equal('各区市重点企业基本情况汇总表')
    expect(sheet.getCell('R4').text).to.include('不是原件')
    expect(sheet.getCell('R17').text).to.match(/^退回：最后一位应为 J/)
    expect(sheet.getCell('D17').fill).to.deep.include({ pattern: 'solid' })
    expect(sheet.getCell('R5').text).to.equal('已新建')
    expect(sheet.getCell('R116').text).to.match(/^和第 12 行重复/)
    expect(
      sheet.getCell('Q70').text, 'text that looks like a formula',
    ).to.equal('=HYPERLINK("http://example.com","点我")')
    expect(sheet.getCell('Q70').type).to.equal(ExcelJS.ValueType.String)
  })

  it('masks phones on the page and in the trail, and shows markup as text', async () => {
    const { at } = await upload(agent, 'enterprises', 'enterprises-messy.xlsx')
    for (const tab of ['refused', 'created', 'warned', 'duplicate', 'absent']) {
      const { text } = await agent.get(`${at}?tab=${tab}`).expect(200)
      expect(text).to.not.match(/138\d{8}/).and.not.include('<script>alert')
    }
    await press(agent, at, 'confirmation')
    const trail = await AuditEntryModel.find({}).lean()
    expect(trail.filter((one) => one.record.type === 'enterprise')).to.have.length(95)
    expect(JSON.stringify(trail)).to.not.match(/138\d{8}/)
  })

  it('says what is missing before anything is sent to be read', async () => {
    const form = await agent.get('/imports/new')
    const answer = await agent.post('/imports').field('_csrf', tokenIn(form.text)).field('kind', '')
    expect(answer.status).to.equal(422)
    expect(answer.text).to.include('请选择导入什么').and.to.include('请选择要导入的文件')
  })

  it('finds no header where there is none of this kind', async () => {
    const { at } = await upload(agent, 'npc', '会议通知.csv', Buffer.from('关于召开会议的通知\n时间,地点\n周三,三楼\n'))
    expect((await agent.get(at)).text).to.include('没有找到这类名册的表头')
  })

  it('is for those whose work it is: others see neither batch nor form', async () => {
    const { at } = await upload(agent, 'enterprises', 'date1904.xlsx')
    const officer = (await test.signInAs('officer')).agent
    await officer.get('/imports').expect(403)
    const evaluation = (await test.signInAs('evaluation')).agent
    await evaluation.get(at).expect(404)
    const administrator = (await test.signInAs('systemAdmin')).agent
    expect((await administrator.get('/imports/new')).text).to.include('岗位').and.not.include('重点企业名')
  })

  it('brings in users whom nobody can sign in as before they get a password, and posts with their holders', async () => {
    const { agent: admin } = await test.signInAs('systemAdmin')
    const users = '账号,姓名,单位,职务,角色,手机,邮箱\nwen.shuyi,温书仪,自然资源和规划局,副局长,部门负责人,13800000001,w@example.com\nqin.ruochuan,秦若川,自然资源和规划局,科长,走访联络员,,\nx,某,无此局,,系统管理员,,\n'
    const first = await upload(admin, 'users', '用户.csv', Buffer.from(users))
    expect((await batchAt(first.at)).counts).to.include({ created: 2, refused: 1 })
    await press(admin, first.at, 'confirmation')
    const posts = '单位,岗位,岗位类别,任职人账号,任职日期\n自然资源和规划局,副局长,分管负责人,wen.shuyi,2026-03-01\n'
    const second = await upload(admin, 'posts', '岗位.csv', Buffer.from(posts))
    await press(admin, second.at, 'confirmation')
    expect((await batchAt(second.at)).applied.created).to.equal(1)
    for (const [kind, name, text] of [['users', '用户.csv', users], ['posts', '岗位.csv', posts]] as const) {
      const again = await upload(admin, kind, name, Buffer.from(text))
      expect((await batchAt(again.at)).counts, kind).to.include({ created: 0, changed: 0 })
    }
  })

  it('does the same file, posted twice by an impatient hand, once', async () => {
    const form = await agent.get('/imports/new')
    const once = /name="once" value="([^"]+)"/.exec(form.text)?.[1] ?? ''
    const send = () =>
      agent.post('/imports').field('_csrf', tokenIn(form.text)).field('once', once).field('kind', 'enterprises')
      .attach('workbook', rosterBytes('date1904.xlsx'), { filename: '名册.xlsx' })
    const places = (await Promise.all([send(), send()])).map((answer) => answer.headers['location'] as unknown)
    await importsSettled()
    expect(new Set(places).size).to.equal(1)
  })
})
