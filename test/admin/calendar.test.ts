import { expect } from 'chai'
import '../../models/all.ts'
import { AuditEntryModel } from '../../models/audit/index.ts'
import { HolidayModel } from '../../models/holiday/index.ts'
import { IssueModel, type Issue } from '../../models/issue/index.ts'
import { deadlineOf } from '../../models/issue/dueVersion.ts'
import { loadedCalendar } from '../../models/holiday/queries.ts'
import { anApp, submit, tokenIn, type Agent, type TestApp } from '../support/app.ts'
import { useDatabase } from '../support/db.ts'
import { aSmallCity } from '../support/factories.ts'

const NOTICE = `一、元旦：1月1日（周五）至3日（周日）放假，共3天。
二、春节：2月5日（周五）至11日（周四）放假调休，共7天。1月31日（周日）、2月20日（周六）上班。
四、劳动节：5月1日（周六）至5日（周三）放假调休，共5天。5月8日（周六）上班。
七、国庆节：10月1日（周五）至7日（周四）放假调休，共7天。9月26日（周日）、10月9日（周六）上班。`
const FIELDS = { notice: NOTICE, title: '国务院办公厅关于2027年部分节假日安排的通知', number: '国办发明电〔2026〕7号', publishedOn: '2026-11-20', url: '' }
const hidden = (html: string, name: string): string => new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? ''

describe('the calendar of a coming year', function () {
  this.timeout(60_000)
  useDatabase()
  let app: TestApp
  let admin: Agent

  before(async () => {
    await aSmallCity()
    app = anApp()
    admin = (await app.signInAs('systemAdmin')).agent
    await IssueModel.insertMany([await anIssue('SQ2026-000001', '2026-11-25', 60), await anIssue('SQ2026-000002', '2026-11-25', 10)])
  })

  async function anIssue(no: string, startOn: string, workingDays: number): Promise<Partial<Issue>> {
    const at = new Date(`${startOn}T09:00:00+08:00`)
    const basis = { kind: 'assign' as const, fromAt: at, workingDays, months: null, dueOn: startOn }
    const version = { n: 1, ...basis, reason: '', setAt: at, raised: [], ...deadlineOf(basis, [], await loadedCalendar()) }
    return {
      no, title: '规划道路多年未建', source: 'visit', createdAt: at, category: 'ydgh', state: 'handling', open: true, stock: 'handling', leadDepartment: 'zrzy', assignedAt: at,
      dueVersion: 1, dueOn: version.dueOn, dueAt: version.dueAt, provisional: version.provisional, dueVersions: [version],
      raiser: { kind: 'enterprise', id: null, name: '浔禾纺织', person: '', personTitle: '', phone: '' },
    } as unknown as Partial<Issue>
  }

  it('is asked for from 15 November on', async () => {
    expect((await admin.get('/admin/calendar')).text).to.contain('2027 年的节假日安排还没有载入')
    const early = anApp({ now: '2026-11-14T10:00:00+08:00' })
    const other = (await early.signInAs('systemAdmin')).agent
    expect((await other.get('/admin/calendar')).text).not.to.contain('还没有载入')
  })

  it('shows a year at a glance with days off and make-up days in words', async () => {
    const shown = await (await app.signInAs('officer')).agent.get('/admin/calendar?year=2026')
    expect(shown.status).to.equal(200)
    expect(shown.text).to.contain('248 天').and.contain('class="day-makeup"').and.contain('国办发明电〔2025〕7号')
    expect(shown.text).not.to.contain('/edit')
  })

  it('refuses a notice whose days cannot be', async () => {
    const wrong = await submit(admin, '/admin/calendar/2027/edit', '/admin/calendar/2027/preview', { ...FIELDS, notice: '一、元旦：1月1日放假。1月4日上班。' })
    expect(wrong.status).to.equal(422)
    expect(wrong.text).to.contain('缺少 2027-05-01、2027-10-01').and.contain('2027-01-04 不是周六周日')
  })

  it('shows every deadline that would move before anything is stored, then moves exactly these', async () => {
    const before = await IssueModel.findOne({ no: 'SQ2026-000001' }).lean()
    expect(before?.provisional).to.equal(true)
    const preview = await submit(admin, '/admin/calendar/2027/edit', '/admin/calendar/2027/preview', FIELDS)
    expect(preview.status).to.equal(200)
    expect(preview.text).to.contain('SQ2026-000001').and.not.contain('SQ2026-000002')
    expect(await HolidayModel.countDocuments()).to.equal(0)
    const send = (mark: string) => admin.post('/admin/calendar/2027').type('form').send({ _csrf: tokenIn(preview.text), ...FIELDS, mark })
    expect((await send('somebody else')).status).to.equal(409)
    const loaded = await send(hidden(preview.text, 'mark'))
    expect(loaded.status).to.equal(303)
    const after = await IssueModel.findOne({ no: 'SQ2026-000001' }).lean()
    expect(after?.provisional).to.equal(false)
    expect(after?.dueOn).not.to.equal(before?.dueOn)
    expect(after?.history.at(-1)).to.include({ act: 'recount', text: `${before?.dueOn} → ${after?.dueOn}` })
    expect(await AuditEntryModel.countDocuments({ act: 'calendar.edit' })).to.equal(1)
    const moved = await AuditEntryModel.find({ act: 'calendar.recount', 'changes.dueOn': { $exists: true } }).lean()
    expect(moved.map(({ record }) => record.no)).to.deep.equal(['SQ2026-000001'])
    expect((await admin.get('/admin/calendar?year=2027')).text).to.contain('国办发明电〔2026〕7号').and.not.contain('还没有载入')
  })

  it('counts anew at any time and changes nothing that is right already', async () => {
    const again = await submit(admin, '/admin/calendar', '/admin/calendar/recount', {})
    expect(again.status).to.equal(303)
    const issue = await IssueModel.findOne({ no: 'SQ2026-000001' }).lean()
    expect(issue?.history).to.have.length(1)
  })
})
