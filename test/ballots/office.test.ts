import { expect } from 'chai'
import { BallotKeyModel } from '../../models/ballot/index.ts'
import { DrawModel } from '../../models/draw/index.ts'
import { BoxModel } from '../../models/box/index.ts'
import { ballotChecks } from '../../models/invariants/ballots.ts'
import { loadedCalendar } from '../../models/holiday/queries.ts'
import { LinkModel } from '../../models/link/index.ts'
import { CampaignModel } from '../../models/campaign/index.ts'
import { RepresentativeModel } from '../../models/representative/index.ts'
import { RollModel } from '../../models/roll/index.ts'
import { writeSetting } from '../../models/setting/index.ts'
import { BallotCommentModel, MarkListModel, TallyModel } from '../../models/tally/index.ts'
import { reconciliationOf, tallyOf } from '../../models/tally/queries.ts'
import { anApp, submit, type Agent, type TestApp } from '../support/app.ts'
import { useDatabase } from '../support/db.ts'
import { aSmallCity } from '../support/factories.ts'
import { aCampaign, aKey, all, phoneOf, PHRASES, voters, vote, YEAR } from './voters.ts'

const HOME = `/campaigns/${YEAR}/ballots`
const SINCE = new Date('2026-11-20T09:00:00+08:00')

/** So many drawn representatives of one category at a venue. */
async function drawn(many: number, venue: string, planCategory: string, group = 2): Promise<void> {
  const before = await RepresentativeModel.countDocuments()
  await RepresentativeModel.insertMany(Array.from({ length: many }, (_, at) => {
    const code = `R${String(before + at + 1).padStart(4, '0')}`
    return {
      campaign: YEAR, code, name: `代表${code}`, sortKey: code, phone: `1380000${code.slice(1)}`, category: '专家', origin: 'recommended',
      state: 'drawn', group, venue, planCategory, reportsReadAt: SINCE, createdAt: SINCE,
    }
  }))
}

describe('preparing the vote', function () {
  this.timeout(60_000)
  useDatabase({ emptied: 'each' })
  let city: TestApp
  let office: Agent
  beforeEach(async () => {
    city = anApp({ now: '2026-11-24T10:00:00+08:00' })
    await aSmallCity()
    await aCampaign()
    // a sample city: holders need no second factor
    await writeSetting('sampleCity', { profile: 'demo' }, SINCE)
    office = (await city.signInAs('evaluation', { department: 'lxb' })).agent
  })

  it('says what two lost passphrases mean before anything is set', async () => {
    const page = await office.get(HOME).expect(200)
    expect(page.text).to.include('全部选票永远打不开').and.include('指定三位保管人')
  })

  it('lets three different people each set a passphrase of their own; the third makes the key', async () => {
    const holders = []
    for (const role of ['evaluation', 'discipline', 'statistics'] as const) holders.push(await city.signInAs(role, { department: 'lxb' }))
    const [one, two, three] = holders.map(({ user }) => String(user._id))
    const twice = await submit(office, `${HOME}/holders`, `${HOME}/holders`, { 'holder-1': one ?? '', 'holder-2': one ?? '', 'holder-3': three ?? '' })
    expect(twice.status).to.equal(422)
    expect(twice.text).to.include('三位应是不同的人')
    const named = await submit(office, `${HOME}/holders`, `${HOME}/holders`, { 'holder-1': one ?? '', 'holder-2': two ?? '', 'holder-3': three ?? '' })
    expect(named.status).to.equal(303)
    expect((await CampaignModel.findOne({ year: YEAR }).lean())?.holders.map(({ user }) => String(user))).to.deep.equal([one, two, three])
    for (const [at, { agent }] of holders.entries()) {
      const phrase = PHRASES[at] ?? ''
      const path = `${HOME}/passphrase`
      const weak = await submit(agent, path, path, { passphrase: '123456789012', repeated: '123456789012', understood: 'on' })
      expect(weak.status).to.equal(422)
      expect(weak.text).to.include('太弱').and.not.include('123456789012')
      const unticked = await submit(agent, path, path, { passphrase: phrase, repeated: phrase })
      expect(unticked.text).to.include('两人忘记口令意味着什么')
      expect((await submit(agent, path, path, { passphrase: phrase, repeated: phrase, understood: 'on' })).status).to.equal(303)
    }
    const key = await BallotKeyModel.findById(YEAR).lean()
    expect(key?.locks).to.have.length(3)
    expect(key?.publicKey).to.match(/^[\w+/]{43}=$/)
    expect(JSON.stringify(key)).not.to.include('海上')
    expect((await office.get(`${HOME}/passphrase`)).status).to.equal(403)
  })

  it('asks holders for a second factor outside a sample city', async () => {
    await writeSetting('sampleCity', null, SINCE)
    const ids = []
    for (const role of ['evaluation', 'discipline', 'statistics'] as const) ids.push(String((await city.signInAs(role)).user._id))
    await submit(office, `${HOME}/holders`, `${HOME}/holders`, { 'holder-1': ids[0] ?? '', 'holder-2': ids[1] ?? '', 'holder-3': ids[2] ?? '' })
    const { agent } = await city.signInAs('evaluation', { totpRequired: true })
    expect((await agent.get(HOME)).headers['location']).to.match(/^\/two-factor/)
  })

  it('makes roll and box from the drawn once, and follows a replacement', async () => {
    await drawn(12, 'main', '专家·媒体')
    await drawn(11, 'b212', '社区居民')
    const made = await submit(office, HOME, `${HOME}/roll`, {})
    expect(made.status).to.equal(303)
    expect(await RollModel.countDocuments()).to.equal(23)
    expect(await RollModel.distinct('venue')).to.have.members(['主会场', '分会场'])
    expect(await BoxModel.countDocuments({ filled: false })).to.be.at.least(23)
    const before = await BoxModel.countDocuments()
    await submit(office, HOME, `${HOME}/roll`, {})
    expect([await RollModel.countDocuments(), await BoxModel.countDocuments()]).to.deep.equal([23, before])
    await RepresentativeModel.updateOne({ code: 'R0001' }, { $set: { state: 'replaced' } })
    await drawn(1, 'main', '专家·媒体')
    await submit(office, HOME, `${HOME}/roll`, {})
    expect(await RollModel.distinct('code')).to.include('R0024').and.not.include('R0001')
  })

  it('changes with a dropout: the letter in hand dies, the next in order gets one; a vote cast stands', async () => {
    const NAME = '主会场/专家·媒体'
    await drawn(12, 'main', '专家·媒体')
    await RepresentativeModel.updateMany({}, { stratum: NAME })
    await RepresentativeModel.updateMany({ code: { $in: ['R0011', 'R0012'] } }, {
      $set: { state: 'candidate', group: null, venue: null, planCategory: null, stratum: null, vetting: { state: 'passed' } },
    })
    const order = Array.from({ length: 12 }, (_, at) => `R${String(at + 1).padStart(4, '0')}`)
    await DrawModel.collection.insertOne({
      year: YEAR, attempt: 1, state: 'drawn', pool: order, poolHash: 'h', commitment: 'c', secret: 's', frozenAt: SINCE, replacements: [], __v: 0,
      results: [{ round: 2, name: NAME, order, quota: 10, missing: 0 }],
    } as never)
    const leave = async (code: string) => {
      const one = await RepresentativeModel.findOne({ code }).lean()
      const at = `/campaigns/${YEAR}/representatives/${String(one?._id)}`
      return submit(office, at, `${at}/replacement`, { leavingReason: '本人生病' })
    }
    await submit(office, HOME, `${HOME}/roll`, {})
    const letters = await submit(office, `${HOME}/letters`, `${HOME}/letters`, { place: 'main' })
    const [token] = [...letters.text.matchAll(/\/b\/([\w-]{43})/g)].map(([, each]) => each)
    const line = (code: string) => RollModel.findOne({ code }).lean()
    await submit(office, `${HOME}/handing?place=main`, `${HOME}/handing`, { entry: String((await line('R0001'))?._id), medium: 'token', place: 'main', group: '' })

    expect((await leave('R0001')).status).to.equal(303)
    expect(await line('R0001')).to.include({ handed: 'token', leftOn: '2026-11-24' })
    expect(await line('R0011')).to.include({ handed: null, group: 2, place: 'main' })
    expect((await office.get(`/b/${token ?? ''}`).redirects(1)).text).to.include('这张选票已经作废')
    const handing = await office.get(`${HOME}/handing?place=main`)
    expect(handing.text).to.include('已退出，这张作废').and.include('R0011')
    const printed = await submit(office, `${HOME}/letters`, `${HOME}/letters`, { place: 'main' })
    expect([...printed.text.matchAll(/\/b\/[\w-]{43}/g)]).to.have.length(1)

    expect((await leave('R0002')).status).to.equal(303)
    expect(await line('R0002'), 'not handed out: off the roll').to.equal(null)
    await RollModel.updateOne({ code: 'R0003' }, { handed: 'token', votedOn: '2026-11-24' })
    const late = await leave('R0003')
    expect(late.status).to.equal(409)
    expect(late.text).to.include('R0003 已经投票')
    expect(await RepresentativeModel.findOne({ code: 'R0003' }).lean()).to.include({ state: 'drawn' })
    expect(await RollModel.countDocuments({ leftOn: null })).to.equal(10)

    await RollModel.updateOne({ code: 'R0004' }, { handed: 'paper' })
    expect((await leave('R0004')).text).to.include('R0004 领了纸质选票，可能已经投进票箱')

    // 发出 two letters: one came back, the other is void with who left
    const [row] = await reconciliationOf(YEAR)
    expect(row).to.include({ issued: 2, returned: 1, notReturned: 0, reissued: 1 })
    await aKey()
    const frame = { now: SINCE, calendar: await loadedCalendar(), auditKey: Buffer.alloc(32) }
    const complaints = async () => (await Promise.all(ballotChecks.map(({ find }) => find(frame)))).flat().map(({ text }) => text)
    await RollModel.updateOne({ code: 'R0003' }, { handed: null, votedOn: null })
    expect(await complaints()).to.deep.equal([])
    await LinkModel.updateMany({ purpose: 'ballot' }, { revokedAt: null })
    expect((await complaints()).join()).to.include('手里的选票信还能用')
  })

  it('refuses a stratum of fewer than ten, and says which', async () => {
    await drawn(9, 'main', '专家·媒体')
    const refused = await submit(office, HOME, `${HOME}/roll`, {})
    expect(refused.status).to.equal(409)
    expect(refused.text).to.include('第 2 组主会场的“专家·媒体”只有 9 人')
  })

  it('prints each letter once; printing anew kills the letters before', async () => {
    await drawn(10, 'main', '专家·媒体')
    await submit(office, HOME, `${HOME}/roll`, {})
    const print = (more = {}) => submit(office, `${HOME}/letters`, `${HOME}/letters`, { place: 'main', ...more })
    const addresses = (html: string) => [...html.matchAll(/\/b\/([\w-]{43})/g)].map(([, token]) => token)
    const first = await print()
    expect(first.status).to.equal(200)
    expect(addresses(first.text)).to.have.length(10)
    expect(first.text).to.include('data:image/svg+xml')
    const second = await print()
    expect(second.status).to.equal(303)
    const third = await print({ again: 'yes' })
    expect(addresses(third.text)).to.have.length(10).and.not.include.members(addresses(first.text))
    const old = await office.get(`/b/${addresses(first.text)[0]}`)
    expect(old.status).to.equal(409)
  })

  it('hands out at the sign-in by ticks, letter or paper, and replaces a lost letter', async () => {
    await drawn(10, 'main', '专家·媒体')
    await submit(office, HOME, `${HOME}/roll`, {})
    const [one, two] = await RollModel.find().sort({ code: 1 }).lean()
    const hand = (entry: string, medium: string) =>
      submit(office, `${HOME}/handing?place=main`, `${HOME}/handing`, { entry, medium, place: 'main', group: '' })
    expect((await hand(String(one?._id), 'token')).text).to.include('还没有打印')
    await submit(office, `${HOME}/letters`, `${HOME}/letters`, { place: 'main' })
    expect((await hand(String(one?._id), 'token')).status).to.equal(303)
    expect((await hand(String(two?._id), 'paper')).status).to.equal(303)
    expect(await RollModel.find({ handed: { $ne: null } }).sort({ code: 1 }).distinct('handed')).to.have.members(['token', 'paper'])
    const path = `${HOME}/roll/${String(one?._id)}/reissue`
    const letter = await submit(office, path, path, {})
    expect(letter.text).to.match(/\/b\/[\w-]{43}/)
    expect(await RollModel.findById(one?._id).lean()).to.include({ reissues: 1 })
    const paper = `${HOME}/roll/${String(two?._id)}/reissue`
    expect((await submit(office, `${HOME}/letters`, paper, {})).text).to.include('不能换发')
  })

  it('lets a district’s officer hand out at the own district’s venue alone', async () => {
    await drawn(10, 'main', '专家·媒体')
    await submit(office, HOME, `${HOME}/roll`, {})
    const { agent } = await city.signInAs('districtOfficer', { department: 'zrzy' })
    expect((await agent.get(`${HOME}/handing?place=main`)).status).to.equal(404)
    expect((await agent.get(`${HOME}/letters`)).status).to.equal(403)
  })
})

describe('启封计票', function () {
  this.timeout(60_000)
  useDatabase({ emptied: 'each' })
  let city: TestApp
  let office: Agent
  const PATH = `${HOME}/unsealing`
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
  const claim = (one: number, phrase: string, other: number, another: string) =>
    ({ 'holder-1': String(one), 'passphrase-1': phrase, 'holder-2': String(other), 'passphrase-2': another })

  it('is not offered before the close, and shows no result', async () => {
    const [voter] = await voters(1)
    const plain = async (path: string) => (await office.get(path)).text.replace(/value="[^"]*"/g, '')
    const before = [await plain(HOME), await plain(`${HOME}/handing?place=main`)]
    await vote(city, voter ?? never(), all(0))
    expect((await office.get(PATH)).status).to.equal(409)
    expect(await tallyOf(YEAR)).to.deep.equal([])
    // no figure on the office's pages moves with a single ballot
    expect([await plain(HOME), await plain(`${HOME}/handing?place=main`)]).to.deep.equal(before)
  })

  it('refuses a wrong passphrase by name and changes nothing', async () => {
    await vote(city, (await voters(1))[0] ?? never(), all(0))
    await close()
    const before = JSON.stringify([await BallotKeyModel.find().lean(), await BoxModel.find().sort({ _id: 1 }).lean()])
    const refused = await submit(office, PATH, PATH, claim(0, PHRASES[0], 2, 'wrong horse battery staple'))
    expect(refused.status).to.equal(422)
    expect(refused.text).to.include('裴清野的口令不对').and.include('什么都没有变')
    expect(refused.text).not.to.include('wrong horse').and.not.include(PHRASES[0])
    const same = await submit(office, PATH, PATH, claim(0, PHRASES[0], 0, PHRASES[0]))
    expect(same.text).to.include('要两位不同的保管人')
    expect(JSON.stringify([await BallotKeyModel.find().lean(), await BoxModel.find().sort({ _id: 1 }).lean()])).to.equal(before)
    expect(await TallyModel.countDocuments()).to.equal(0)
  })

  it('by two of three gives each mark and comment back once, and destroys ciphertexts and key', async () => {
    const people = await voters(12)
    for (const [at, voter] of people.entries()) {
      await vote(city, voter, { 'm-gaj': String(at % 5), 'm-zrzy': '0', ...(at < 3 ? { 'c-zrzy': `意见${at}` } : {}) })
    }
    await close()
    const done = await submit(office, PATH, PATH, claim(2, PHRASES[2], 1, PHRASES[1]))
    expect(done.status).to.equal(303)
    const rows = await tallyOf(YEAR)
    const of = (department: string) => rows.find((row) => row.department === department)
    expect(of('gaj')?.marks).to.deep.equal({ 满意: 3, 比较满意: 3, 基本满意: 2, 不满意: 2, 不了解: 2 })
    expect(of('zrzy')).to.deep.include({ abstained: 0, void: 0, source: 'online' })
    expect(of('zrzy')?.marks['满意']).to.equal(12)
    expect(of('sthj')).to.include({ abstained: 12 })
    expect((await BallotCommentModel.distinct('text')).sort()).to.deep.equal(['意见0', '意见1', '意见2'])
    expect(await BoxModel.countDocuments({ filled: true, sealed: null })).to.equal(12)
    expect(await BoxModel.countDocuments({ sealed: { $ne: null } })).to.equal(0)
    const key = await BallotKeyModel.findById(YEAR).lean()
    expect(key?.locks).to.deep.equal([])
    expect(key?.unsealed).to.include({ ballots: 12, invalid: 0, comments: 3 })
    expect(key?.unsealed?.hash).to.match(/^[0-9a-f]{64}$/)
    expect((await office.get(PATH)).status).to.equal(409)
    expect(await MarkListModel.countDocuments()).to.equal(3)
  })

  it('counts a ballot that was altered as 无效 and all others', async () => {
    const [first, second] = await voters(2)
    await vote(city, first ?? never(), all(0))
    const place = await BoxModel.findOne({ filled: true })
    place?.sealed?.writeUInt8(place.sealed.readUInt8(400) ^ 1, 400)
    place?.markModified('sealed')
    await place?.save()
    await vote(city, second ?? never(), all(1))
    await close()
    await submit(office, PATH, PATH, claim(0, PHRASES[0], 1, PHRASES[1]))
    expect((await BallotKeyModel.findById(YEAR).lean())?.unsealed).to.include({ ballots: 1, invalid: 1 })
  })

  it('keeps who had voted and who had not, and takes no ballot afterwards', async () => {
    const [first, second] = await voters(2)
    await vote(city, first ?? never(), all(0))
    const late = await phoneOf(city, second?.path ?? '')
    await close()
    await submit(office, PATH, PATH, claim(0, PHRASES[0], 1, PHRASES[1]))
    expect((await late.send('ballot', { ...all(0), told: '' })).status).to.equal(409)
    expect((await late.agent.get(late.base)).text).to.include('投票已截止')
    expect([await RollModel.countDocuments({ votedOn: { $ne: null } }), await BoxModel.countDocuments({ filled: true })]).to.deep.equal([1, 1])
  })
})

function never(): never {
  throw new Error('nobody')
}
