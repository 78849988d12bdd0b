import { expect } from 'chai'
import jsQR from 'jsqr'
import { PNG } from 'pngjs'
import { EnterpriseModel } from '../../models/enterprise/index.ts'
import { followStewards } from '../../server/invitations/stewards.ts'
import { InvitationModel, type Invitation } from '../../models/invitation/index.ts'
import type { Questionnaire } from '../../models/questionnaire/index.ts'
import { anApp, submit, type Agent, type TestApp } from '../support/app.ts'
import { aSmallCity } from '../support/factories.ts'
import { useDatabase } from '../support/db.ts'
import { aQuestionnaire } from '../answers/asked.ts'
import { aFirm } from '../visits/city.ts'

describe('handing an invitation on', function () {
  this.timeout(20_000)
  useDatabase({ emptied: 'each' })
  let city: TestApp
  let office: Agent
  let steward: Awaited<ReturnType<TestApp['signInAs']>>
  let questionnaire: Questionnaire
  let at: string
  beforeEach(async () => {
    city = anApp({ env: { PUBLIC_URL: 'https://zoufang.example' } })
    await aSmallCity()
    office = (await city.signInAs('coordinator', { department: 'lxb' })).agent
    steward = await city.signInAs('officer', { name: '闻书仪' })
    questionnaire = await aQuestionnaire()
    at = `/questionnaires/${questionnaire.no}`
  })

  async function invited(firms: number): Promise<Invitation[]> {
    for (let n = 0; n < firms; n++) await aFirm({ steward: { name: '闻书仪', user: steward.user._id } })
    await submit(office, `${at}/invitations/new`, `${at}/invitations`, {})
    return InvitationModel.find().sort({ sortKey: 1, _id: 1 }).lean<Invitation[]>()
  }
  const pageOf = ({ _id }: Invitation) => `${at}/invitations/${String(_id)}`
  const linksIn = (text: string) => [...text.matchAll(/https:\/\/zoufang\.example\/q\/[\w-]{43}/g)].map(([link]) => link)
  const stateOf = async ({ _id }: Invitation) => (await InvitationModel.findById(_id).orFail().lean()).state

  it('follows the firm to a new steward, unless it is answered', async () => {
    const [first, second] = (await invited(2)) as [Invitation, Invitation]
    const next = await city.signInAs('officer', { name: '江汐初' })
    await EnterpriseModel.updateMany({}, { steward: { name: '江汐初', user: next.user._id } })
    await InvitationModel.updateOne({ _id: second._id }, { state: 'answered' })
    expect(await followStewards(city.deps)).to.equal(1)
    expect(await followStewards(city.deps), 'nothing is left to follow').to.equal(0)
    expect((await next.agent.get('/invitations')).text).to.include(pageOf(first)).and.not.include(pageOf(second))
    await steward.agent.get(pageOf(first)).expect(404)
    await EnterpriseModel.updateMany({}, { steward: { name: '', user: null } })
    expect(await followStewards(city.deps)).to.equal(1)
    await next.agent.get(pageOf(first)).expect(404)
  })

  it('gives a steward the text, the link and a QR code that a phone reads as that link, and takes the tick', async () => {
    const [first] = (await invited(2)) as [Invitation]
    const home = await steward.agent.get('/')
    expect(home.text).to.include('待转发的问卷 2 户').and.to.include('href="/invitations"')
    const mine = await steward.agent.get('/invitations').expect(200)
    expect(mine.text).to.include('待发送<span class="">2').and.to.include(pageOf(first))
    const shown = await steward.agent.get(pageOf(first)).expect(200)
    const [link] = linksIn(shown.text)
    expect(shown.text).to.include(`邀请贵企业填写《${questionnaire.title}》`)
    const picture = await steward.agent.get(`${pageOf(first)}/qr.png`).buffer().expect(200)
    const { data, width, height } = PNG.sync.read(picture.body as Buffer)
    expect(jsQR.default(new Uint8ClampedArray(data), width, height)?.data).to.equal(link)
    const ticked = await submit(steward.agent, pageOf(first), `${pageOf(first)}/handing`, {})
    expect(ticked.status).to.equal(303)
    expect(await stateOf(first)).to.equal('sent')
    const after = await steward.agent.get('/invitations?tab=open')
    expect(after.text).to.include('待发送<span class="">1').and.to.include('未答<span class="">1').and.to.include('11月25日（周三）发出')
  })

  it('prints a letter for each firm, fifty in a part, each with its own code, and takes the tick for the part', async () => {
    const rows = await invited(52)
    const first = await office.get(`${at}/letters`).expect(200)
    const links = linksIn(first.text)
    expect(new Set(links).size).to.equal(50)
    expect(first.text).to.include('第 2 批<span class="">2')
    const codes = [...first.text.matchAll(/src="(data:image\/svg\+xml;base64,[^"]+)"/g)].map(([, source]) => source)
    expect(new Set(codes).size).to.equal(50)
    const second = await office.get(`${at}/letters?page=2`)
    expect(linksIn(second.text)).to.have.length(2)
    expect(linksIn(second.text).some((link) => links.includes(link))).to.equal(false)
    const [, printed = ''] = /name="invitations" value="([\w ]+)"/.exec(second.text) ?? []
    await submit(office, `${at}/letters?page=2`, `${at}/letters`, { invitations: printed })
    expect(await InvitationModel.countDocuments({ state: 'sent', channel: 'letter' })).to.equal(2)
    const only = await office.get(`${pageOf(rows[0] as Invitation)}/letter`).expect(200)
    expect(linksIn(only.text)).to.deep.equal([links[0]])
  })

  it('hands the list out as a file, by the filters of the page, under a number of the register', async () => {
    await invited(3)
    await InvitationModel.updateOne({}, { state: 'declined', problem: '已迁往外市' })
    const file = await office.get(`${at}/invitations.csv?tab=declined`).expect(200)
    expect(String(file.headers['content-disposition'])).to.include(encodeURIComponent('问卷邀请名单'))
    expect(file.text).to.include('不参加').and.to.include('已迁往外市').and.to.include('闻书仪')
    expect(file.text.trim().split('\n')).to.have.length(2)
    expect((await office.get('/exports')).text).to.include(`问卷：${questionnaire.no}；页签：不参加`)
    expect((await office.get(`${at}/invitations.xlsx`)).headers['content-type']).to.include('spreadsheetml')
  })
})
