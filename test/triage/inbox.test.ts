import { expect } from 'chai'
import { AnswerModel } from '../../models/answer/index.ts'
import { ContactRequestModel } from '../../models/contactRequest/index.ts'
import { IssueModel } from '../../models/issue/index.ts'
import { QuestionnaireModel } from '../../models/questionnaire/index.ts'
import { TriageItemModel } from '../../models/triage/index.ts'
import type { Questionnaire } from '../../models/questionnaire/index.ts'
import { collectTexts } from '../../server/triage/actions.ts'
import { answerAll, aQuestionnaire, FILLED, invite, openBy } from '../answers/asked.ts'
import { anApp, submit, type Agent, type TestApp } from '../support/app.ts'
import { useDatabase } from '../support/db.ts'
import { aSmallCity } from '../support/factories.ts'

const CASE = {
  title: '路灯不亮', text: '厂区路口的路灯不亮，晚上看不清', quote: '厂区路口的路灯不亮', category: 'ydgh', proposedDepartment: 'zjj', secrecy: '内部',
  grade: '', district: '',
}

describe('the triage inbox', () => {
  useDatabase({ emptied: 'each' })
  let city: TestApp
  let coordinator: Agent
  beforeEach(async () => {
    await aSmallCity()
    city = anApp()
    coordinator = (await city.signInAs('coordinator', { department: 'lxb' })).agent
  })

  /** One firm answers, perhaps asking to be rung. */
  async function answered(confidentiality: 'confidential' | 'anonymous', wish = false): Promise<Questionnaire> {
    const questionnaire = await aQuestionnaire({ confidentiality })
    const [first] = await invite(city.deps, questionnaire, 1)
    if (!first) throw new Error('nobody')
    const last = { ...FILLED[2], 'a-q20': '行政审批局办事快', ...(wish ? { 'a-q19.contact': 'on' } : {}) }
    await answerAll(await openBy(city, first.path), [...FILLED.slice(0, 2), last])
    return questionnaire
  }

  async function closed(questionnaire: Questionnaire): Promise<void> {
    await QuestionnaireModel.updateOne({ _id: questionnaire._id }, { $set: { state: 'closed', results: { tables: [] } } })
    await collectTexts(city.deps)
  }

  const itemOf = async (key: string) => {
    const item = await TriageItemModel.findOne({ key }).lean()
    if (!item) throw new Error(`no text ${key}`)
    return item
  }

  for (const confidentiality of ['confidential', 'anonymous'] as const) {
    it(`shows texts of a ${confidentiality} questionnaire only when its figures are there, without their source`, async () => {
      const questionnaire = await answered(confidentiality)
      await collectTexts(city.deps)
      expect(await TriageItemModel.countDocuments()).to.equal(0)
      expect((await coordinator.get('/triage?tab=wish')).text).to.include('没有待分办的“最希望解决的事”').and.include('截止以前谁也看不到')
      await closed(questionnaire)
      expect((await collectTexts(city.deps)).texts).to.equal(0)
      const firm = (await ContactRequestModel.db.collection('enterprises').findOne({}))?.['name'] as string
      const list = await coordinator.get('/triage')
      expect(list.text).to.include('厂区路口的路灯不亮').and.include(confidentiality === 'anonymous' ? '匿名答卷' : '保密答卷').and.not.include(firm)
      expect(JSON.stringify(await TriageItemModel.find().lean())).not.to.include(firm)
      expect((await coordinator.get('/triage?tab=department')).text).to.include('行政审批局办事快')
    })
  }

  it('makes a text a case with its quote and no raiser, and both pages lead to each other', async () => {
    await closed(await answered('anonymous'))
    const item = await itemOf('q19')
    const form = await coordinator.get(`/triage/${item._id}`)
    expect(form.text).to.include('value="厂区路口的路灯不亮"').and.include('不要去猜')
    const filed = await submit(coordinator, `/triage/${item._id}`, `/triage/${item._id}/issue`, CASE)
    expect(filed.status).to.equal(303)
    const issue = await IssueModel.findOne().lean()
    expect(issue).to.deep.include({ source: 'questionnaire', state: 'submitted', secrecy: '内部', grade: '复杂' })
    expect(issue?.raiser).to.deep.include({ id: null, name: '一家企业（匿名答卷）', phone: '' })
    expect(issue?.quotes?.[0]).to.include({ text: '厂区路口的路灯不亮', from: '匿名答卷', entry: item._id })
    const shown = await coordinator.get(`/issues/${issue?.no}`)
    expect(shown.text).to.include('厂区路口的路灯不亮').and.include(`/triage/${item._id}`)
    expect((await coordinator.get(`/triage/${item._id}`)).text).to.include(`/issues/${issue?.no}`).and.not.include('/dismissal')
  })

  it('names the firm that asked to be rung, and moves its text into the case', async () => {
    await answered('confidential', true)
    const request = await ContactRequestModel.findOne().lean()
    const list = await coordinator.get('/triage?tab=contact')
    expect(list.text).to.include(request?.enterpriseName).and.include('厂区路口的路灯不亮')
    const at = `/triage/${request?._id}`
    expect((await submit(coordinator, at, `${at}/issue`, { ...CASE, secrecy: '公开' })).status).to.equal(303)
    const issue = await IssueModel.findOne().lean()
    expect(issue?.raiser).to.deep.include({ name: request?.enterpriseName, person: '贺临洲', phone: '13800005678' })
    expect(await ContactRequestModel.findOne().lean()).to.include({ text: '', state: 'filed', issueNo: issue?.no })
    expect((await AnswerModel.findOne().lean())?.values).not.to.have.property('q19')
  })

  it('brings a text under 请联系我 in once, as a request', async () => {
    await closed(await answered('confidential', true))
    expect(await TriageItemModel.countDocuments({ key: 'q19' })).to.equal(0)
    expect(await TriageItemModel.countDocuments({ key: 'q20' })).to.equal(1)
  })

  it('decides once although two people press at the same moment', async () => {
    await closed(await answered('anonymous'))
    const item = await itemOf('q19')
    const other = (await city.signInAs('statistics', { department: 'lxb' })).agent
    const [one, two, three] = await Promise.all([
      submit(coordinator, `/triage/${item._id}`, `/triage/${item._id}/issue`, CASE),
      submit(other, `/triage/${item._id}`, `/triage/${item._id}/issue`, CASE),
      submit(other, `/triage/${item._id}`, `/triage/${item._id}/dismissal`, { reason: '重复' }),
    ])
    expect([one, two, three].map((each) => each?.status).sort()).to.deep.equal([303, 409, 409])
    expect(await IssueModel.countDocuments()).to.be.at.most(1)
  })

  it('lets a text join an open case, and says when the case is over or does not exist', async () => {
    await closed(await answered('anonymous'))
    const [wish, blame] = [await itemOf('q19'), await itemOf('q20')]
    await submit(coordinator, `/triage/${wish._id}`, `/triage/${wish._id}/issue`, CASE)
    const issue = await IssueModel.findOne()
    const join = (issueNo: string) =>
      submit(coordinator, `/triage/${blame._id}`, `/triage/${blame._id}/merger`, { issueNo, quoteJoined: '行政审批局办事快' })
    const unknown = await join('SQ2026-999999')
    expect(unknown.status).to.equal(422)
    expect(unknown.text).to.include('没有 SQ2026-999999 这件诉求').and.include('value="SQ2026-999999"')
    expect((await join('abc')).text).to.include('编号应如 SQ2026-000123')
    expect((await join(issue?.no.toLowerCase() ?? '')).status).to.equal(303)
    const joined = await IssueModel.findOne().lean()
    expect(joined?.quotes).to.have.length(2)
    expect(joined?.history.at(-1)).to.include({ act: 'note', text: `并入一条匿名答卷（${blame.questionnaireNo}）` })
    expect(await TriageItemModel.findById(blame._id).lean()).to.include({ state: 'merged', issueNo: issue?.no })
  })

  it('keeps what was typed when something is missing, and a dismissal needs its reason', async () => {
    await closed(await answered('anonymous'))
    const item = await itemOf('q19')
    const refused = await submit(coordinator, `/triage/${item._id}`, `/triage/${item._id}/issue`, { ...CASE, category: '', title: '长'.repeat(31) })
    expect(refused.status).to.equal(422)
    expect(refused.text).to.include('请选择类别').and.include('最多 30 个字').and.include('晚上看不清')
    expect((await submit(coordinator, `/triage/${item._id}`, `/triage/${item._id}/dismissal`, { reason: ' ' })).status).to.equal(422)
    expect((await submit(coordinator, `/triage/${item._id}`, `/triage/${item._id}/dismissal`, { reason: '只是表扬' })).status).to.equal(303)
    expect((await coordinator.get('/triage?tab=wish&state=dismissed')).text).to.include('只是表扬')
  })

  it('opens from the page of an answer, and for no other role', async () => {
    const questionnaire = await answered('anonymous')
    await closed(questionnaire)
    const item = await itemOf('q19')
    const opened = await coordinator.get(`/questionnaires/${questionnaire.no}/answers/${item.answer}/issue`)
    expect(opened.headers['location']).to.match(/^\/triage\//)
    expect((await coordinator.get('/questionnaires/x/answers/nothing/issue')).status).to.equal(404)
    await answered('anonymous')
    const early = await AnswerModel.findOne({ filled: true, questionnaire: { $ne: questionnaire._id } }).lean()
    expect((await coordinator.get(`/questionnaires/x/answers/${early?._id}/issue`)).text).to.include('还没有收进来')
    const officer = (await city.signInAs('officer')).agent
    expect((await officer.get('/triage')).status).to.equal(403)
  })
})
