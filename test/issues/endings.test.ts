import { randomUUID } from 'node:crypto'
import { expect } from 'chai'
import '../../models/all.ts'
import { CategoryModel } from '../../models/category/index.ts'
import { callBack } from '../../models/issue/callBacks.ts'
import { verify } from '../../models/issue/answering.ts'
import { IssueModel, type Issue } from '../../models/issue/index.ts'
import { OutboxModel } from '../../models/outbox/index.ts'
import type { Role } from '../../models/user/roles.ts'
import { anApp, tokenIn, type Agent, type TestApp } from '../support/app.ts'
import { useDatabase } from '../support/db.ts'
import { aDepartment, aSmallCity, aUser } from '../support/factories.ts'
import { anAssigned, answered, aRegistered, aSigned, PEOPLE, toCallBack, when } from './aCase.ts'

const hiddenIn = (html: string, name: string): string =>
  new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? ''
const plain = (html: string): string => html.replaceAll(/<[^>]+>/g, '')

const UNSATISFIED = { how: '电话', reached: true, solved: '未解决', satisfaction: '不满意', text: '' } as const

/** Done twice again and still 不满意: only the office can end it. */
function unsatisfiedForGood(): Issue {
  const issue = toCallBack(when('2026-11-04'), when('2026-11-02'))
  for (const [called, again] of [['2026-11-05', '2026-11-06'], ['2026-11-09', '2026-11-10']] as const) {
    callBack(issue, PEOPLE.coordinator, UNSATISFIED, when(called))
    answered(issue, when(again))
    verify(issue, PEOPLE.verifier, { upheld: true, reason: '' }, when(again))
  }
  callBack(issue, PEOPLE.coordinator, UNSATISFIED, when('2026-11-12'))
  return issue
}

function closed(): Issue {
  const issue = toCallBack(when('2026-11-04'), when('2026-11-02'))
  callBack(issue, PEOPLE.coordinator, { ...UNSATISFIED, solved: '已解决', satisfaction: '满意' }, when('2026-11-05'))
  return issue
}

/** An act that ends a case, sends it elsewhere or begins it again: who, on what, with what, and what becomes of it. */
interface Walk {
  slug: string
  by: { role: Role; department: string }
  /** may see the case, may not do this */
  notBy: { role: Role; department: string }
  before: () => Issue
  /** a case in which the act cannot be done */
  wrong: () => Issue
  fields: Record<string, string | string[]>
  /** what is left out or wrong, and the sentence that says so */
  bad: Record<string, string | string[]>
  says: string
  /** words that must stand on the form that comes back */
  keeps: string
  after: Partial<Issue>
  last: { act: string; text: string }
}

const OFFICE = { role: 'coordinator', department: 'office' } as const
const WALKS: readonly Walk[] = [
  {
    slug: 'assignment',
    by: OFFICE,
    notBy: { role: 'lead', department: 'planning' },
    before: () => aSigned(when('2026-11-19')),
    wrong: () => answered(aSigned(when('2026-11-19')), when('2026-11-20')),
    fields: { leadDepartment: 'water', coDepartments: [], verifyingDepartment: 'approval', reason: '按职责清单归水务' },
    bad: { leadDepartment: 'planning', coDepartments: 'planning', verifyingDepartment: 'approval', reason: '职责不清，重新交办' },
    says: '牵头',
    keeps: '职责不清，重新交办',
    after: { state: 'assigned', leadDepartment: 'water', signedAt: null },
    last: { act: 'assign', text: '按职责清单归水务' },
  },
  {
    slug: 'withdrawal',
    by: OFFICE,
    notBy: { role: 'lead', department: 'planning' },
    before: () => anAssigned(when('2026-11-24')),
    wrong: () => aSigned(when('2026-11-19')),
    fields: { reason: '企业贺临洲11月25日来电撤回' },
    bad: { reason: '撤'.repeat(501) },
    says: '最多 500 个字',
    keeps: '撤撤撤撤',
    after: { state: 'withdrawn', open: false },
    last: { act: 'withdraw', text: '企业贺临洲11月25日来电撤回' },
  },
  {
    slug: 'closure',
    by: OFFICE,
    notBy: { role: 'lead', department: 'planning' },
    before: unsatisfiedForGood,
    wrong: () => toCallBack(when('2026-11-04'), when('2026-11-02')),
    fields: { reason: '政策不允许，已当面解释' },
    bad: { reason: '责'.repeat(1001) },
    says: '最多 1000 个字',
    keeps: '责责责责',
    after: { state: 'closed', open: false },
    last: { act: 'close', text: '政策不允许，已当面解释' },
  },
  {
    slug: 'look-back',
    by: { role: 'supervisor', department: 'inspection' },
    notBy: OFFICE,
    before: closed,
    wrong: () => aSigned(when('2026-11-19')),
    fields: { reason: '现场仍有积水' },
    bad: { reason: '积'.repeat(1001) },
    says: '最多 1000 个字',
    keeps: '积积积积',
    after: { state: 'redo', open: true, reopened: true },
    last: { act: 'reopen', text: '现场仍有积水' },
  },
]

describe('the acts by which a case ends, moves to another department or begins again', function () {
  this.timeout(60_000)
  useDatabase({ emptied: 'each' })
  let city: TestApp
  beforeEach(async () => {
    city = anApp()
    await aSmallCity()
    for (const [index, code] of ['planning', 'housing', 'approval', 'water'].entries())
      await aDepartment({ _id: code, order: index + 1 })
    await aDepartment({ _id: 'office', kind: 'office', group: null })
    await aDepartment({ _id: 'inspection', kind: 'office', group: null })
    await CategoryModel.create({
      _id: 'land', name: '用地', order: 1, leadDepartment: 'planning', verifyingDepartment: 'approval', grade: '一般', synonyms: [],
    })
  })

  const signedIn = async ({ role, department }: Walk['by']): Promise<Agent> =>
    (await city.signInAs(role, { department, name: '沈砚秋' })).agent
  const stored = async (issue: Issue): Promise<string> => (await IssueModel.create(issue)).no
  const issueOf = async (no: string): Promise<Issue> => (await IssueModel.findOne({ no }).lean<Issue>()) as Issue

  async function send(agent: Agent, no: string, slug: string, fields: Walk['fields']) {
    const form = await agent.get(`/issues/${no}/${slug}`).expect(200)
    const hidden = { _csrf: tokenIn(form.text), once: hiddenIn(form.text, 'once'), version: hiddenIn(form.text, 'version') }
    return agent.post(`/issues/${no}/${slug}`).type('form').send({ ...hidden, ...fields })
  }

  for (const { slug, by, notBy, before, wrong, fields, bad, says, keeps, after, last } of WALKS) {
    describe(slug, () => {
      it('is offered on the page, done once, and stands in the history with its reason', async () => {
        const no = await stored(before())
        const agent = await signedIn(by)
        expect((await agent.get(`/issues/${no}`)).text).to.include(`/issues/${no}/${slug}`)
        const answer = await send(agent, no, slug, fields)
        expect(answer.status, plain(answer.text)).to.equal(303)
        const issue = await issueOf(no)
        expect(issue).to.deep.include(after)
        expect(issue.history.at(-1)).to.include({ act: last.act, byName: '沈砚秋' })
        expect(issue.history.at(-1)?.text).to.include(last.text)
        expect(plain((await agent.get(`/issues/${no}`)).text)).to.include(last.text)
      })

      it('is refused to others, who find no button for it', async () => {
        const no = await stored(before())
        const agent = await signedIn(notBy)
        const page = await agent.get(`/issues/${no}`).expect(200)
        expect(page.text).not.to.include(`/issues/${no}/${slug}`)
        await agent.get(`/issues/${no}/${slug}`).expect(403)
        const token = tokenIn((await agent.get(`/issues/${no}/note`)).text)
        await agent
          .post(`/issues/${no}/${slug}`)
          .type('form')
          .send({ _csrf: token, once: randomUUID(), ...fields })
          .expect(403)
      })

      it('is unknown to those who may not see the case', async () => {
        const no = await stored(before())
        const agent = await signedIn({ role: by.role === 'supervisor' ? 'officer' : 'lead', department: 'xzsp' })
        expect((await agent.get(`/issues/${no}/${slug}`)).status).to.be.oneOf([403, 404])
        await agent.get(`/issues/${no}`).expect(404)
      })

      it('is refused in a state that does not allow it, with the way back', async () => {
        const no = await stored(wrong())
        const agent = await signedIn(by)
        const answer = await agent.get(`/issues/${no}/${slug}`).expect(409)
        expect(answer.text).to.include(`href="/issues/${no}"`)
      })

      it('gives the form back with what was typed when something is wrong with it', async () => {
        const no = await stored(before())
        const agent = await signedIn(by)
        const answer = await send(agent, no, slug, bad)
        expect(answer.status).to.equal(422)
        expect(plain(answer.text)).to.include(says)
        expect(answer.text).to.include(keeps)
        expect(await issueOf(no)).to.deep.include({ state: before().state })
      })

      it('asks for a reason', async () => {
        const no = await stored(before())
        const answer = await send(await signedIn(by), no, slug, { ...fields, reason: '  ' })
        expect(answer.status).to.equal(422)
        expect(plain(answer.text)).to.include('请填写')
      })
    })
  }

  it('let the one who registered a case withdraw it, and no colleague', async () => {
    const user = await aUser({ department: 'planning', roles: ['officer'] })
    const no = await stored({ ...aRegistered(when('2026-11-24')), createdBy: user._id, proposedDepartment: 'planning' })
    const agent = await city.signIn(user.account)
    const answer = await send(agent, no, 'withdrawal', { reason: '提出人本人要求' })
    expect(answer.status).to.equal(303)
    expect((await issueOf(no)).state).to.equal('withdrawn')
  })

  it('tell the new lead department of a case that was sent to it', async () => {
    const people = await aUser({ department: 'water', roles: ['lead'] })
    const no = await stored(aSigned(when('2026-11-19')))
    await send(await signedIn(OFFICE), no, 'assignment', WALKS[0]?.fields ?? {})
    expect(await OutboxModel.countDocuments({ to: people._id, 'facts.no': no })).to.equal(1)
  })
})
