import { expect } from 'chai'
import type { Types } from 'mongoose'
import { anApp, submit, tokenIn, type Agent, type TestApp } from '../support/app.ts'
import { useDatabase } from '../support/db.ts'
import { aSmallCity } from '../support/factories.ts'
import { IssueModel } from '../../models/issue/index.ts'
import '../../models/all.ts'

/** The version and the key that a form on the page carries. */
const hiddenIn = (html: string, name: string): string =>
  new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? ''

/** Opens the page of an act, sends its form with the version it was made from. */
async function doAct(agent: Agent, no: string, slug: string, fields: Record<string, string | string[]>) {
  const form = await agent.get(`/issues/${no}/${slug}`)
  expect(
    form.status,
    `${slug}: ${/<h1>(.*?)<\/h1>/.exec(form.text)?.[1] ?? ''} ${/<p>(.*?)<\/p>/.exec(form.text)?.[1] ?? ''}`,
  ).to.equal(200)
  return agent
    .post(`/issues/${no}/${slug}`)
    .type('form')
    .send({
      _csrf: tokenIn(form.text),
      once: hiddenIn(form.text, 'once'),
      version: hiddenIn(form.text, 'version'),
      ...fields,
    })
}

async function answerWithFile(agent: Agent, no: string, fields: Record<string, string>) {
  const form = await agent.get(`/issues/${no}/answer`).expect(200)
  const post = agent
    .post(`/issues/${no}/answer`)
    .field('_csrf', tokenIn(form.text))
    .field('once', hiddenIn(form.text, 'once'))
    .field('version', hiddenIn(form.text, 'version'))
  for (const [name, value] of Object.entries(fields)) void post.field(name, value)
  return post.attach('files', Buffer.from('%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n'), '复测成果.pdf')
}

const NEW_CASE = {
  title: '厂房用地边界与不动产证不符',
  text: '红线图东边界多出 1.6 米。',
  raiserKind: 'enterprise',
  raiserName: '澄屿精密机械',
  person: '贺临洲',
  personTitle: '总经理',
  phone: '13800005678',
  source: 'hotline',
  category: 'ydgh',
  grade: '一般',
  district: '370212',
  proposedDepartment: 'zrzy',
  secrecy: '公开',
}
const ASSIGNMENT = {
  leadDepartment: 'zrzy',
  coDepartments: 'zjj',
  verifyingDepartment: 'xzsp',
  category: 'ydgh',
  grade: '一般',
  closeWorkingDays: '',
  note: '请尽快',
}

describe('the pages of a case', () => {
  useDatabase({ emptied: 'each' })
  let city: TestApp
  let office: Agent, officer: Agent, lead: Agent, verifier: Agent, stranger: Agent
  let officerId: Types.ObjectId

  beforeEach(async () => {
    await aSmallCity()
    city = anApp()
    office = (await city.signInAs('coordinator', { department: 'lxb', name: '沈砚秋' })).agent
    const handling = await city.signInAs('officer', { department: 'zrzy', name: '秦若川' })
    officer = handling.agent
    officerId = handling.user._id
    lead = (await city.signInAs('lead', { department: 'zrzy', name: '温书仪', isHead: true })).agent
    verifier = (await city.signInAs('officer', { department: 'xzsp', name: '颜雪樵' })).agent
    stranger = (await city.signInAs('officer', { department: 'sw' , name: '外人' })).agent
  })

  const filed = async (fields = {}) => {
    const answer = await submit(office, '/issues/new', '/issues', {
      ...NEW_CASE,
      ...fields,
      once: hiddenIn((await office.get('/issues/new')).text, 'once'),
    })
    expect(answer.status, answer.text.slice(0, 2000)).to.equal(303)
    return String(answer.headers['location']).split('/').at(-1) ?? ''
  }
  const assigned = async () => {
    const no = await filed()
    expect((await doAct(office, no, 'acceptance', ASSIGNMENT)).status).to.equal(303)
    return no
  }
  const signed = async () => {
    const no = await assigned()
    expect((await doAct(officer, no, 'signature', {})).status).to.equal(303)
    return no
  }
  const stateOf = async (no: string) => (await IssueModel.findOne({ no }).lean())?.state

  it('leads a case from its registration to its striking off', async () => {
    const no = await signed()
    expect((await doAct(lead, no, 'handler', { handler: String(officerId) })).status).to.equal(303)
    expect(
      (await doAct(officer, no, 'contact', { how: '电话', atDay: '2026-11-25', text: '贺临洲接听' })).status,
    ).to.equal(303)
    expect((await doAct(officer, no, 'plan', { text: '先统一边界，再受理规划许可' })).status).to.equal(303)
    expect((await doAct(officer, no, 'progress', { onDay: '2026-11-25', text: '与登记中心约定复测' })).status).to.equal(
      303,
    )
    const drafted = await answerWithFile(officer, no, {
      class: 'A',
      text: '边界已统一',
      toldHow: '电话',
      toldOn: '2026-11-25',
    })
    expect(drafted.status, drafted.text).to.equal(303)
    expect((await lead.get(`/issues/${no}`)).text).to.contain('待本部门审签').and.to.contain('复测成果.pdf')
    expect((await doAct(lead, no, 'release', { decision: 'release' })).status).to.equal(303)
    expect((await doAct(verifier, no, 'verification', { verdict: 'upheld', reason: '' })).status).to.equal(303)
    expect(
      (await doAct(office, no, 'call-back', { reached: 'yes', how: '电话', solved: '已解决', satisfaction: '满意' }))
        .status,
    ).to.equal(303)
    expect(await stateOf(no)).to.equal('closed')
    const shown = await office.get(`/issues/${no}`)
    expect(shown.text).to.contain('已销号').and.to.contain('按时')
    expect((await office.get(`/issues/${no}/clock`)).text).to.contain('第 15 个工作日')
  })

  it('shows a new case with its number to the office, and to nobody outside', async () => {
    const no = await filed()
    expect(no).to.equal('SQ2026-000001')
    expect((await office.get(`/issues/${no}`)).text).to.contain('待受理').and.to.contain('明天 17:30 前受理')
    expect((await stranger.get(`/issues/${no}`)).status).to.equal(404)
    expect((await officer.get('/issues')).status).to.equal(200)
  })

  it('keeps what was typed when a new case is not complete', async () => {
    const answer = await submit(office, '/issues/new', '/issues', { ...NEW_CASE, title: '', phone: '1380000567' })
    expect(answer.status).to.equal(422)
    expect(answer.text).to.contain('请填写诉求摘要').and.to.contain('手机号应为 11 位数字，现在是 10 位').and.to.contain('红线图东边界多出')
  })

  it('offers each person only what would be accepted', async () => {
    const no = await assigned()
    const buttons = (html: string) =>
      [...html.matchAll(/class="button button-\w+"[^>]*>([^<]+)</g)].map((match) => match[1])
    expect(buttons((await officer.get(`/issues/${no}`)).text)).to.include.members(['签收', '退办'])
    expect(buttons((await verifier.get(`/issues/${no}`)).text)).to.deep.equal(['加备注'])
    expect(buttons((await office.get(`/issues/${no}`)).text)).to.include.members(['改派']).and.not.include('签收')
  })

  it('refuses an act that is not the department’s, and one that comes too late, with who did what', async () => {
    const no = await assigned()
    const form = await officer.get(`/issues/${no}/refusal`).expect(200)
    expect((await verifier.get(`/issues/${no}/signature`)).status).to.equal(403)
    expect((await doAct(lead, no, 'signature', {})).status).to.equal(303)
    const late = await officer
      .post(`/issues/${no}/refusal`)
      .type('form')
      .send({
        _csrf: tokenIn(form.text),
        once: hiddenIn(form.text, 'once'),
        version: hiddenIn(form.text, 'version'),
        reason: '不属本单位',
        proposedDepartment: 'zjj',
      })
    expect(late.status).to.equal(409)
    expect(late.text).to.contain('自然资源和规划局温书仪已在').and.to.contain('签收').and.to.contain(`/issues/${no}`)
  })

  it('gives an outdated form back with its text', async () => {
    const no = await signed()
    const form = await officer.get(`/issues/${no}/plan`).expect(200)
    await doAct(officer, no, 'contact', { how: '电话', atDay: '2026-11-25', text: '已联系' })
    const answer = await officer
      .post(`/issues/${no}/plan`)
      .type('form')
      .send({
        _csrf: tokenIn(form.text),
        once: hiddenIn(form.text, 'once'),
        version: hiddenIn(form.text, 'version'),
        text: '先核实再办',
      })
    expect(answer.status).to.equal(409)
    expect(answer.text).to.contain('先核实再办').and.to.contain('首次联系了')
  })

  it('acts once, however often the button is pressed', async () => {
    const no = await signed()
    const form = await officer.get(`/issues/${no}/progress`).expect(200)
    const fields = {
      _csrf: tokenIn(form.text),
      once: hiddenIn(form.text, 'once'),
      onDay: '2026-11-25',
      text: '到现场复测',
    }
    const answers = await Promise.all(
      [1, 2, 3].map(() => officer.post(`/issues/${no}/progress`).type('form').send(fields)),
    )
    expect(answers.map(({ status }) => status)).to.deep.equal([303, 303, 303])
    expect((await IssueModel.findOne({ no }).lean())?.progress.length).to.equal(1)
  })

  it('says at the field what a rule refuses', async () => {
    const no = await signed()
    const answer = await answerWithFile(officer, no, {
      class: 'B',
      text: '正在办',
      promiseText: '发证',
      promiseOn: '2026-11-29',
      toldHow: '电话',
    })
    expect(answer.status).to.equal(422)
    expect(answer.text).to.contain('承诺时间要落在工作日').and.to.contain('复测成果.pdf').and.to.contain('href="#f-promiseOn"')
    const without = await doAct(officer, no, 'answer', { class: 'A', text: '已办', toldHow: '电话' })
    expect(without.status).to.equal(422)
    expect(without.text).to.contain('请附至少一份佐证材料')
  })

  it('rules on a refusal and on a request for time', async () => {
    const no = await assigned()
    expect((await doAct(officer, no, 'refusal', { reason: '依据三定方案', proposedDepartment: 'zjj' })).status).to.equal(303)
    const form = await office.get(`/issues/${no}/arbitration`)
    expect(form.text).to.contain('依据三定方案').and.to.contain('建议改由住房城乡建设局办')
    expect((await doAct(office, no, 'arbitration', { ruling: 'upheld', note: '按职责清单' })).status).to.equal(303)
    expect(await stateOf(no)).to.equal('handling')
    expect((await doAct(lead, no, 'extension', { days: '7', reason: '等复测' })).status).to.equal(303)
    const ruling = await office.get(`/issues/${no}/extension`)
    expect(ruling.text).to.contain('申请延期 7 个工作日').and.to.contain('等复测')
    expect((await doAct(office, no, 'extension', { decision: 'granted', days: '4', note: '' })).status).to.equal(303)
    expect((await IssueModel.findOne({ no }).lean())?.dueVersions.map(({ workingDays }) => workingDays)).to.deep.equal([
      15, 19,
    ])
  })

  it('works through a queue from one case to the next', async () => {
    const [first, second] = [await filed(), await filed({ title: '第二件事情也要受理' })]
    const start = await office.get('/issues/next?queue=submitted')
    expect(start.headers['location']).to.equal(`/issues/${first}?queue=submitted`)
    const done = await doAct(office, first, 'acceptance', { ...ASSIGNMENT, queue: 'submitted' })
    const next = await office.get(String(done.headers['location']))
    expect(next.headers['location']).to.equal(`/issues/${second}?queue=submitted`)
    await doAct(office, second, 'rejection', { reason: '不属本级', queue: 'submitted' })
    expect((await office.get('/issues/next?queue=submitted')).headers['location']).to.equal('/issues?tab=submitted')
  })

  it('lists what a department leads, with tabs that count and filters that can be taken away', async () => {
    const no = await assigned()
    const own = await officer.get('/issues')
    expect(own.text).to.contain('自然资源和规划局的诉求').and.to.contain(no).and.to.contain('前签收')
    expect((await verifier.get('/issues')).text).to.contain('没有在办的诉求')
    expect((await verifier.get('/issues?part=verifying')).text).to.contain(no)
    const filtered = await officer.get('/issues?kind=enterprise&q=边界')
    expect(filtered.text).to.contain('去掉 提出人：企业').and.to.contain(no)
    expect((await officer.get('/issues?q=没有这样的')).text).to.contain('没有符合这些条件的诉求')
    expect((await office.get('/issues')).text).to.contain('待受理')
  })

  it('shows a whole number only for a reason, which is kept', async () => {
    const no = await signed()
    expect((await officer.get(`/issues/${no}`)).text).to.contain('138****5678').and.not.contain('13800005678')
    const refused = await submit(officer, `/issues/${no}/phone`, `/issues/${no}/phone`, { reason: '' })
    expect(refused.status).to.equal(422)
    const shown = await submit(officer, `/issues/${no}/phone`, `/issues/${no}/phone`, { reason: '约复测' })
    expect(shown.text).to.contain('13800005678')
    expect((await verifier.get(`/issues/${no}/phone`)).status).to.equal(403)
  })

  it('refuses fields that no form of ours has', async () => {
    const no = await assigned()
    const answer = await doAct(officer, no, 'signature', { state: 'closed' })
    expect(answer.status).to.equal(422)
    expect(await stateOf(no)).to.equal('assigned')
  })
})
