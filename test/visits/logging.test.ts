import { expect } from 'chai'
import { IssueModel } from '../../models/issue/index.ts'
import { AttachmentModel } from '../../models/attachment/index.ts'
import { VisitModel } from '../../models/visit/index.ts'
import { VisitTaskModel } from '../../models/visitTask/index.ts'
import { anApp, tokenIn, type Agent, type TestApp } from '../support/app.ts'
import { useDatabase } from '../support/db.ts'
import { aSmallCity, aUser } from '../support/factories.ts'
import { aDeputy, aFirm, aTask, filled, numberIn, photo, send } from './city.ts'

const ISSUE = { 'issue-1-what': '北门公交停运，夜班工人没有车', 'issue-1-category': 'ydgh', 'issue-1-department': '' }

describe('recording a visit', () => {
  useDatabase({ emptied: 'each' })
  let city: TestApp
  let agent: Agent
  let officer: Awaited<ReturnType<typeof aUser>>

  beforeEach(async () => {
    await aSmallCity()
    city = anApp()
    const signedIn = await city.signInAs('officer', { name: '秦若川' })
    agent = signedIn.agent
    officer = signedIn.user
  })

  it('saves the visit and its issues with one press and says what became of them', async () => {
    const firm = await aFirm({ name: '青岛澄屿精密机械有限公司' })
    const saved = await send(agent, '/visits', filled([firm], {
      ...ISSUE, 'issue-2-what': '厂区外雨水管没接通', 'issue-2-category': 'ydgh', 'issue-2-department': 'zjj',
    }))
    expect(saved.status, saved.text.slice(0, 3000)).to.equal(303)

    const visit = await VisitModel.findOne().lean()
    expect(visit).to.include({ no: 'ZF202611250001', department: 'zrzy', mode: '实地', state: 'done', createdByName: '秦若川' })
    expect(visit?.subjects[0]).to.include({ type: 'enterprise', name: '青岛澄屿精密机械有限公司', district: '370212' })
    expect(visit?.visitors.map(({ name }) => name)).to.deep.equal(['秦若川'])
    const issues = await IssueModel.find().sort({ no: 1 }).lean()
    expect(issues.map(({ no, state, source, visitNo }) => [no, state, source, visitNo])).to.deep.equal([
      ['SQ2026-000001', 'submitted', 'visit', 'ZF202611250001'], ['SQ2026-000002', 'submitted', 'visit', 'ZF202611250001'],
    ])
    expect(issues.map(({ proposedDepartment }) => proposedDepartment)).to.deep.equal(['zrzy', 'zjj'])
    expect(issues[0]?.raiser).to.include({ kind: 'enterprise', name: '青岛澄屿精密机械有限公司', person: '贺临洲', personTitle: '总经理' })

    const next = await agent.get(saved.headers['location'] ?? '').expect(200)
    expect(next.text).to.include('ZF202611250001').and.include('SQ2026-000001').and.include('住房城乡建设局').and.include('11月26日 17:30 前受理')
  })

  it('makes one visit of twenty presses at the same time', async () => {
    const firm = await aFirm()
    const fields = filled([firm], ISSUE)
    await agent.get('/visits/new')
    const answers = await Promise.all(Array.from({ length: 20 }, () => send(agent, '/visits', fields)))
    expect(new Set(answers.map(({ status }) => status))).to.deep.equal(new Set([303]))
    expect(new Set(answers.map(({ headers }) => headers['location'])).size).to.equal(1)
    expect(await VisitModel.countDocuments()).to.equal(1)
    expect(await IssueModel.countDocuments()).to.equal(1)
  })

  it('refuses other content under the same key and leads to the first visit', async () => {
    const firm = await aFirm()
    const fields = filled([firm])
    await send(agent, '/visits', fields)
    const again = await send(agent, '/visits', { ...fields, heard: '别的话' })
    expect(again.status).to.equal(409)
    expect(again.text).to.include('/visits/ZF202611250001')
    expect(await VisitModel.countDocuments()).to.equal(1)
  })

  it('stores nothing when an issue cannot be filed', async () => {
    const firm = await aFirm()
    const answer = await send(agent, '/visits', filled([firm], { ...ISSUE, 'issue-1-again': 'SQ2026-009999' }))
    expect(answer.status).to.equal(422)
    expect(answer.text).to.include('再次反映').and.include('复测做完了')
    expect(await VisitModel.countDocuments()).to.equal(0)
    expect(await IssueModel.countDocuments()).to.equal(0)
  })

  it('finds a subject by its name, its initials and asks where several fit', async () => {
    await aFirm({ name: '青岛浔禾纺织有限公司' })
    const unnamed = filled([], { 'subjectName-1': '浔禾纺织' })
    expect((await send(agent, '/visits', unnamed)).status).to.equal(303)

    await aFirm({ name: '青岛浔禾食品有限公司' })
    const unclear = await send(agent, '/visits', filled([], { 'subjectName-1': 'xh' }))
    expect(unclear.status).to.equal(422)
    expect(unclear.text).to.include('有 2 个相近的').and.include('青岛浔禾食品有限公司').and.include('pick-1-')
    const unknown = await send(agent, '/visits', filled([], { 'subjectName-1': '没有这一家' }))
    expect(unknown.text).to.include('名录里没有找到“没有这一家”').and.include('other-1')
  })

  it('records several visitors and subjects, each issue with its raiser', async () => {
    const colleague = await aUser({ name: '段清越', department: 'zjj' })
    const [firm, deputy] = [await aFirm(), await aDeputy({ name: '祁月汀' })]
    const answer = await send(agent, '/visits', filled([firm, deputy], {
      companions: '段清越、登记中心 纪听雨', ...ISSUE, 'issue-1-raiser': '1',
    }))
    expect(answer.status).to.equal(303)
    const visit = await VisitModel.findOne().lean()
    expect(visit?.visitors.map(({ user }) => String(user))).to.deep.equal([String(officer._id), String(colleague._id)])
    expect(visit?.companions).to.deep.equal(['登记中心 纪听雨'])
    expect(visit?.alsoDepartments).to.deep.equal(['zjj'])
    expect((await IssueModel.findOne().lean())?.raiser).to.include({ kind: 'npc', name: '祁月汀' })
  })

  const BAD: [string, Record<string, string>, string][] = [
    ['without anybody visited', { 'subject-1': '' }, '请填写走访了谁'],
    ['in the future', { onDay: '2026-11-26' }, '还没有去的走访'],
    ['on a day that is none', { onDay: '2026-02-30' }, '日期应为日期'],
    ['that ended before it began', { toTime: '13:00' }, '结束时间早于开始时间'],
    ['where nobody was met', { hosts: '' }, '请填写见到了谁'],
    ['where nothing was heard', { heard: ' ' }, '请写几句听到了什么'],
    ['without the declaration of integrity', { integrity: '' }, '请确认未收礼品'],
    ['with state secrets', { secrecy: '涉密' }, '涉密内容不能写进本系统'],
    ['with an issue of 31 signs', { 'issue-1-what': '字'.repeat(31), 'issue-1-category': 'ydgh' }, '最多 30 个字，现在是 31 个字'],
    ['with an issue without category', { 'issue-1-what': '没有车' }, '请选择类别'],
    ['in an unknown mode', { mode: '托梦' }, '方式请从列表中选择'],
    ['with 100,000 signs', { heard: '长'.repeat(50_000) }, '最多 5000 个字，现在是 50000 个字'],
  ]
  for (const [what, change, message] of BAD) {
    it(`is refused ${what}, with everything typed kept`, async () => {
      const firm = await aFirm()
      const answer = await send(agent, '/visits', filled([firm], { agenda: '谈了边界', ...change }))
      expect(answer.status).to.equal(422)
      expect(answer.text).to.include(message).and.include('谈了边界')
      expect(await VisitModel.countDocuments()).to.equal(0)
    })
  }

  for (const [what, sign] of [['a NUL', '%00'], ['half a sign', '%ED%A0%80']] as const) {
    it(`answers ${what} without an error of its own`, async () => {
      const firm = await aFirm()
      const page = await agent.get('/visits/new')
      const fields = filled([firm]) as Record<string, string>
      const body = new URLSearchParams({ _csrf: tokenIn(page.text), ...fields }).toString()
      const answer = await agent.post('/visits').type('form').send(`${body}&agenda=a${sign}b`)
      expect(answer.status).to.be.oneOf([303, 422])
      expect(JSON.stringify(await VisitModel.find().lean())).not.to.match(/\\u0000|\\ud800/)
    })
  }

  it('needs no declaration for a call, and no host for an attempt that met nobody', async () => {
    const firm = await aFirm()
    await aTask(firm)
    const call = filled([firm], { mode: '电话', integrity: '' })
    expect((await send(agent, '/visits', call)).status).to.equal(303)
    const vain = filled([firm], { outcome: '失联', hosts: '', heard: '', integrity: '' })
    expect((await send(agent, '/visits', vain)).status).to.equal(303)
    expect((await VisitTaskModel.findOne().lean())?.failedAttempts).to.have.length(1)
  })

  it('notes an open issue as raised again instead of filing a second one', async () => {
    const firm = await aFirm()
    await send(agent, '/visits', filled([firm], ISSUE))
    const pointedOut = await agent.get('/visits/similar').query({ what: '厂区北门公交停运', subjects: String(firm._id), block: '1' })
    expect(pointedOut.text).to.include('SQ2026-000001').and.include('再次反映')
    const again = await send(agent, '/visits', filled([firm], { ...ISSUE, 'issue-1-again': 'SQ2026-000001' }))
    expect(again.status).to.equal(303)
    const issues = await IssueModel.find().lean()
    expect(issues).to.have.length(1)
    expect(issues[0]?.history.at(-1)?.text).to.include('再次反映').and.include('ZF202611250002')
    expect((await VisitModel.findOne({ no: 'ZF202611250002' }).lean())?.issues[0]).to.include({ no: 'SQ2026-000001', again: true })
  })

  describe('without JavaScript', () => {
    it('adds an issue, keeps what was typed and saves nothing', async () => {
      const firm = await aFirm({ name: '青岛舟棠食品有限公司' })
      const page = await send(agent, '/visits', filled([firm], { ...ISSUE, act: 'addIssue' }))
      expect(page.status).to.equal(200)
      expect(page.text).to.include('name="issue-2-what"').and.include('北门公交停运').and.include('复测做完了').and.include('青岛舟棠食品有限公司')
      expect(await VisitModel.countDocuments()).to.equal(0)
    })

    it('removes an issue and changes the subject', async () => {
      const firm = await aFirm()
      const removed = await send(agent, '/visits', filled([firm], { ...ISSUE, act: 'removeIssue-1' }))
      expect(removed.text).not.to.include('北门公交停运')
      const changed = await send(agent, '/visits', filled([firm], { act: 'changeSubject-1' }))
      expect(changed.text).to.include('企业或代表委员的名称')
    })

    it('points out a similar open issue when the page comes back', async () => {
      const firm = await aFirm()
      await send(agent, '/visits', filled([firm], ISSUE))
      const page = await send(agent, '/visits', filled([firm], { 'issue-1-what': '厂区北门公交停运', act: 'addIssue' }))
      expect(page.text).to.include('有一件相似的在办').and.include('/issues/SQ2026-000001')
    })

    it('opens a fresh form when nothing but the subject was chosen', async () => {
      const firm = await aFirm()
      const answer = await send(agent, '/visits', { onDay: '2026-11-25', 'subject-1': '', act: `pick-1-${String(firm._id)}` })
      expect(answer.status).to.equal(303)
      expect(answer.headers['location']).to.equal(`/visits/new?subject=${String(firm._id)}`)
    })
  })

  describe('with photos', () => {
    const nine = Array.from({ length: 9 }, (_, at) => ({ bytes: photo(), name: `现场${at}.jpg` }))

    it('keeps nine of them without their location', async () => {
      const firm = await aFirm()
      const answer = await send(agent, '/visits', filled([firm]), nine)
      expect(answer.status).to.equal(303)
      const kept = await AttachmentModel.find({ pending: false, 'owner.type': 'visit' }).lean()
      expect(kept).to.have.length(9)
      const first = await agent.get(`/attachments/${String(kept[0]?._id)}`).expect(200)
      expect(first.headers['x-content-type-options']).to.equal('nosniff')
      expect(first.headers['content-type']).to.equal('image/jpeg')
      expect(first.headers['content-disposition']).to.include("filename*=UTF-8''%E7%8E%B0%E5%9C%BA")
      expect((first.body as Buffer).includes('36.07')).to.equal(false)
    })

    it('refuses the tenth', async () => {
      const firm = await aFirm()
      const answer = await send(agent, '/visits', filled([firm]), [...nine, { bytes: photo(), name: '十.jpg' }])
      expect(answer.status).to.equal(413)
      expect(answer.text).to.include('最多选 9 个文件')
      expect(await VisitModel.countDocuments()).to.equal(0)
    })

    it('counts those already kept for the form', async () => {
      const firm = await aFirm()
      const first = await send(agent, '/visits', filled([firm], { act: 'addIssue' }), nine.slice(0, 8))
      const ids = [...first.text.matchAll(/name="photo" value="([0-9a-f]{24})"/g)].map(match => match[1] ?? '')
      expect(ids).to.have.length(8)
      const second = await send(agent, '/visits', filled([firm], { photo: ids }), nine.slice(0, 2))
      expect(second.status).to.equal(422)
      expect(second.text).to.include('多出的 1 张没有加上')
    })

    for (const [what, name, bytes] of [['a page that calls itself a photo', '照片.jpg', Buffer.from('<script>alert(1)</script>')], ['a broken photo', '断.jpg', photo().subarray(0, 200)]] as const) {
      it(`refuses ${what} and keeps the others with what was typed`, async () => {
        const firm = await aFirm()
        const answer = await send(agent, '/visits', filled([firm]), [{ bytes, name }, { bytes: photo(), name: '好.jpg' }])
        expect(answer.status).to.equal(422)
        expect(answer.text).to.include(name).and.include('好.jpg').and.include('复测做完了')
        expect(await VisitModel.countDocuments()).to.equal(0)
      })
    }

    it('refuses one over 15 MB', async () => {
      const firm = await aFirm()
      const answer = await send(agent, '/visits', filled([firm]), [{ bytes: Buffer.concat([photo(), Buffer.alloc(15 * 1024 * 1024)]), name: '大.jpg' }])
      expect(answer.status).to.equal(413)
      expect(answer.text).to.include('15 MB')
    })

    it('shows a pending photo to its sender alone, and a kept one to who may see the visit', async () => {
      const firm = await aFirm()
      const page = await send(agent, '/visits', filled([firm], { act: 'addIssue' }), nine.slice(0, 1))
      const id = /name="photo" value="([0-9a-f]{24})"/.exec(page.text)?.[1] ?? ''
      const { agent: neighbour } = await city.signInAs('officer', { department: 'zjj' })
      const { agent: colleague } = await city.signInAs('officer', { department: 'zrzy' })
      await agent.get(`/attachments/${id}`).expect(200)
      await colleague.get(`/attachments/${id}`).expect(404)
      const saved = await send(agent, '/visits', filled([firm], { photo: id }))
      expect(saved.status).to.equal(303)
      await colleague.get(`/attachments/${id}`).expect(200)
      await neighbour.get(`/attachments/${id}`).expect(404)
      await agent.get('/attachments/..%2f..%2fetc').expect(404)
    })
  })

  it('leads a form without content, as it is after signing in again, back to the form', async () => {
    const answer = await send(agent, '/visits', {})
    expect(answer.headers['location']).to.equal('/visits/new')
  })

  it('takes nobody who does not make visits', async () => {
    const { agent: leader } = await city.signInAs('leader')
    await leader.get('/visits/new').expect(403)
  })

  it('numbers the visits of a day one by one', async () => {
    const firm = await aFirm()
    const first = await send(agent, '/visits', filled([firm]))
    const second = await send(agent, '/visits', filled([firm]))
    expect([first, second].map(({ headers }) => numberIn(headers['location']))).to.deep.equal(['ZF202611250001', 'ZF202611250002'])
  })
})
