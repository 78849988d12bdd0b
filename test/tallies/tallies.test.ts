import { expect } from 'chai'
import { BoxModel } from '../../models/box/index.ts'
import { RollModel } from '../../models/roll/index.ts'
import { BallotCommentModel, DifferenceModel, PaperSheetModel } from '../../models/tally/index.ts'
import { groupsWithDifference, reconciliationOf, tallyOf } from '../../models/tally/queries.ts'
import { aCampaign, aKey, all, GROUP, PHRASES, voters, vote, YEAR } from '../ballots/voters.ts'
import { anApp, submit, type Agent, type TestApp } from '../support/app.ts'
import { useDatabase } from '../support/db.ts'
import { aSmallCity } from '../support/factories.ts'

const PATH = `/campaigns/${YEAR}/tallies`
const UNSEAL = `/campaigns/${YEAR}/ballots/unsealing`
const SHEET = `${PATH}/paper/sheet?place=main&group=2&category=${encodeURIComponent('专家·媒体')}`

/** A paper sheet of ten valid ballots as its form is filled in. */
const filled = (more: Record<string, string> = {}): Record<string, string> => ({
  'place': 'main', 'group': '2', 'category': '专家·媒体',
  't-issued': '12', 't-returned': '11', 't-valid': '10', 't-invalid': '1', 't-notReturned': '1', 't-reissued': '0',
  ...Object.fromEntries(GROUP.flatMap(([code]) =>
    ['4', '3', '1', '1', '1', '0', '0'].map((count, at) => [`d-${code}-${at}`, count]))),
  ...more,
})

describe('计票', function () {
  this.timeout(60_000)
  useDatabase({ emptied: 'each' })
  let city: TestApp
  let office: Agent
  beforeEach(async () => {
    city = anApp()
    await aSmallCity()
    await aCampaign()
    await aKey()
    office = (await city.signInAs('evaluation', { department: 'lxb' })).agent
  })
  const close = async () => {
    city.deps.clock.set('2026-11-27T17:31:00+08:00')
    office = (await city.signInAs('evaluation', { department: 'lxb' })).agent
  }
  const unseal = () => submit(office, UNSEAL, UNSEAL, {
    'holder-1': '0', 'passphrase-1': PHRASES[0], 'holder-2': '1', 'passphrase-2': PHRASES[1],
  })
  const enter = (agent: Agent, more: Record<string, string> = {}) => submit(agent, SHEET, `${PATH}/paper/sheet`, filled(more))

  it('shows nothing before the unsealing, on the page or as a file', async () => {
    expect((await office.get(PATH)).text).to.include('还没有启封')
    expect((await office.get(`${PATH}.xlsx`)).status).to.equal(409)
    expect((await office.get(`${PATH}/reconciliation`)).text).to.include('投票还没有截止')
  })

  it('shows a sheet for each venue and category with figures, marks, score and a proof', async () => {
    for (const voter of await voters(6)) await vote(city, voter, { ...all(0), 'm-gaj': '1' })
    await close()
    await unseal()
    const page = await office.get(PATH)
    expect(page.text).to.include('主会场　专家·媒体').and.include('80.00').and.include('100.00').and.include('校验码一致')
    const printed = await office.get(`${PATH}?print=1`)
    expect(printed.text).to.include('总监票人')
    const file = await office.get(`${PATH}.xlsx`).buffer(true)
    expect(file.status).to.be.oneOf([200, 303])
  })

  it('hides a sheet of fewer than five valid ballots', async () => {
    for (const voter of await voters(4)) await vote(city, voter, all(0))
    await close()
    await unseal()
    const page = await office.get(PATH)
    expect(page.text).to.include('有效票不足 5 张').and.not.include('100.00')
  })

  it('takes paper only when two different people have entered the same', async () => {
    await voters(12, { handed: 'paper' })
    const { agent: second } = await city.signInAs('evaluation', { department: 'lxb' })
    expect((await enter(office)).status).to.equal(303)
    expect((await enter(office)).status).to.equal(303)
    expect(await PaperSheetModel.countDocuments({ agreedAt: { $ne: null } })).to.equal(0)
    const differing = await enter(second, { 'd-gaj-0': '3', 'd-gaj-1': '4' })
    expect(differing.headers['location']).to.include('paper/sheet')
    const mismatch = await second.get(SHEET)
    expect(mismatch.text).to.include('两人录的不一样的地方').and.include('满意')
    await enter(second)
    expect(await PaperSheetModel.countDocuments({ agreedAt: { $ne: null } })).to.equal(1)
    const third = await enter((await city.signInAs('evaluation', { department: 'lxb' })).agent)
    expect(third.status).to.equal(409)
    expect(await tallyOf(YEAR)).to.deep.equal([])
    await close()
    await unseal()
    expect((await tallyOf(YEAR)).map(({ source, department, marks }) => [source, department, marks['满意']])).to.deep.equal(
      GROUP.map(([code]) => ['paper', code, 4]),
    )
    expect(await reconciliationOf(YEAR)).to.have.length(1)
    expect((await reconciliationOf(YEAR))[0]).to.deep.include({ issued: 12, returned: 11, valid: 10, invalid: 1, notReturned: 1, gaps: [] })
  })

  it('does not show the first person’s figures to the second before both are there', async () => {
    await voters(12, { handed: 'paper' })
    await enter(office, { 't-issued': '4711' })
    const { agent: second } = await city.signInAs('evaluation', { department: 'lxb' })
    expect((await second.get(SHEET)).text).not.to.include('4711')
  })

  it('refuses a sheet whose department does not come to the valid ballots, with the sum and all figures kept', async () => {
    await voters(12, { handed: 'paper' })
    const refused = await enter(office, { 'd-gaj-0': '5', 'd-zrzy-6': 'x' })
    expect(refused.status).to.equal(422)
    expect(refused.text).to.include('应为整数')
    const sums = await enter(office, { 'd-gaj-0': '5' })
    expect(sums.status).to.equal(422)
    expect(sums.text).to.include('公安局各栏合计 11，应等于有效票 10').and.include('value="5"')
    expect(await PaperSheetModel.countDocuments()).to.equal(0)
  })

  it('has every difference explained and signed; a new size asks again', async () => {
    const [, , ...paper] = await voters(14, { handed: 'paper' })
    expect(paper).to.have.length(12)
    const { agent: second } = await city.signInAs('evaluation', { department: 'lxb' })
    for (const agent of [office, second]) await enter(agent)
    await close()
    expect(await groupsWithDifference(YEAR)).to.deep.equal(new Set([2]))
    const page = await office.get(`${PATH}/reconciliation`)
    expect(page.text).to.include('主会场　专家·媒体：名册发出的纸票与会场登记的发出数相差 2 张')
    const gap = /name="gap" value="([^"]+)"/.exec(page.text)?.[1]?.replaceAll('&quot;', '"') ?? ''
    const sign = (reason: string, number = '2') =>
      submit(office, `${PATH}/reconciliation`, `${PATH}/reconciliation`, { gap, number, reason })
    expect((await sign('')).status).to.equal(422)
    expect((await sign('两张空白票没有登记', '3')).status).to.equal(409)
    expect((await sign('两张空白票没有登记')).status).to.equal(303)
    expect((await office.get(`${PATH}/reconciliation`)).text).to.include('两张空白票没有登记（测试')
    expect(await DifferenceModel.countDocuments()).to.equal(1)
    await RollModel.updateOne({ handed: 'paper' }, { $set: { handed: null } })
    expect((await office.get(`${PATH}/reconciliation`)).text).to.include('相差 1 张').and.include('签字说明')
  })

  it('notices a ballot in the box that nobody on the roll has cast', async () => {
    for (const voter of await voters(2)) await vote(city, voter, all(0))
    await BoxModel.updateOne({ filled: false }, { $set: { filled: true } })
    await close()
    expect((await office.get(`${PATH}/reconciliation`)).text).to.include('名册已投票人数与票箱里的票数相差 -1 张')
  })

  it('prints the ballot for paper without name or number', async () => {
    const page = await office.get(`${PATH}/paper/ballot?group=2&print=1`).expect(200)
    expect(page.text).to.include('测评票').and.include('选两项及以上的该部门作废').and.include('不了解')
  })
})

describe('comments from the box', function () {
  this.timeout(30_000)
  useDatabase({ emptied: 'each' })
  let city: TestApp
  const LIST = `/campaigns/${YEAR}/ballots/comments`
  const ids = ['a', 'b', 'c'].map((letter) => letter.repeat(20))
  beforeEach(async () => {
    city = anApp()
    await aSmallCity()
    await aCampaign()
    await BallotCommentModel.insertMany(ids.map((_id, at) => ({
      _id, campaign: YEAR, group: 2, department: at === 2 ? 'gaj' : 'zrzy', text: `意见${at}`,
    })))
  })

  it('reach a department after somebody has read them, and no other department', async () => {
    const { agent: office } = await city.signInAs('evaluation', { department: 'lxb' })
    const { agent: lead } = await city.signInAs('lead', { department: 'zrzy' })
    expect((await lead.get(LIST)).text).not.to.include('意见0')
    await submit(office, LIST, LIST, { comment: [ids[0] ?? '', ids[2] ?? ''], decision: 'released', reason: '', state: 'waiting', department: '' })
    const page = await lead.get(LIST)
    expect(page.text).to.include('意见0').and.not.include('意见1').and.not.include('意见2')
    expect((await lead.post(LIST).type('form').send({})).status).to.equal(403)
  })

  it('are withheld with a reason only, and a released one is not taken back', async () => {
    const { agent: office } = await city.signInAs('evaluation', { department: 'lxb' })
    const decide = (decision: string, reason: string) => submit(office, LIST, LIST, { comment: ids[0] ?? '', decision, reason, state: 'waiting', department: '' })
    expect((await decide('withheld', '')).status).to.equal(422)
    await decide('released', '')
    await decide('withheld', '写了自己的姓名')
    expect(await BallotCommentModel.findById(ids[0]).lean()).to.include({ state: 'released' })
  })
})
