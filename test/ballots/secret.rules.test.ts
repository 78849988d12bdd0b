import { expect } from 'chai'
import fc from 'fast-check'
import { COMMENT_SIGNS, packBallot, paddedBytes, unpackBallot, type Ballot } from '../../models/ballot/content.ts'
import { makeKeyPair, privateKeyOf, publicHalf, secretOf } from '../../models/ballot/curve.ts'
import { campaignKey, holderKey, holds, makeCampaignKey, PAIRS } from '../../models/ballot/custody.ts'
import { passphraseComplaint, strengthOf } from '../../models/ballot/passphrase.ts'
import { openBallot, sealBallot, sealedBytes } from '../../models/ballot/sealing.ts'
import { countList, shuffled, tearApart, unsealingHash } from '../../models/ballot/unsealing.ts'
import { SCALES } from '../../models/scoringPlan/scales.ts'

const B4 = SCALES.B4
const HALL = { campaign: 2026, group: 2, venue: 'main', category: '专家·媒体' }
const oneOf = (departments: number): fc.Arbitrary<Ballot> => fc.array(
  fc.record({
    mark: fc.option(fc.integer({ min: 0, max: 4 })),
    comment: fc.string({ unit: 'binary', maxLength: COMMENT_SIGNS }),
  }),
  { minLength: departments, maxLength: departments },
)
const marksOf = (ballot: Ballot | null) => ballot?.map(({ mark }) => mark)

describe('a packed ballot', () => {
  it('has one length in a group, whatever is written on it', () => {
    fc.assert(fc.property(oneOf(10), (ballot) => packBallot(ballot).length === paddedBytes(10)))
    const full = Array.from({ length: 10 }, () => ({ mark: 4, comment: '😀'.repeat(COMMENT_SIGNS) }))
    expect(packBallot(full)).to.have.length(paddedBytes(10))
  })

  it('is read as it was written', () => {
    fc.assert(fc.property(oneOf(3), (ballot) => {
      expect(marksOf(unpackBallot(packBallot(ballot), 3, B4))).to.deep.equal(marksOf(ballot))
    }))
    const words = [{ mark: 0, comment: '“好”\n再快些 😀' }]
    expect(unpackBallot(packBallot(words), 1, B4)).to.deep.equal(words)
  })

  it('is none when it has another group’s length, other options, or was made by somebody else', () => {
    const packed = packBallot([{ mark: 4, comment: '' }])
    expect(unpackBallot(packed, 2, B4)).to.equal(null)
    expect(unpackBallot(packed, 1, SCALES.SD3)).to.equal(null)
    fc.assert(fc.property(fc.uint8Array({ minLength: paddedBytes(1), maxLength: paddedBytes(1) }), (bytes) =>
      unpackBallot(Buffer.from(bytes), 1, B4) === null))
  })
})

describe('a sealed ballot', () => {
  const key = makeKeyPair()
  const ballot: Ballot = [{ mark: 1, comment: '窗口可以再早些开' }, { mark: null, comment: '' }]

  it('opens with the campaign’s private key alone', () => {
    const sealed = sealBallot(key.publicKey, HALL, ballot)
    expect(openBallot(key.privateKey, HALL, sealed, 2, B4)).to.deep.equal(ballot)
    expect(openBallot(makeKeyPair().privateKey, HALL, sealed, 2, B4)).to.equal(null)
  })

  it('does not open in another venue, category, group or year, or when a single bit was changed', () => {
    const sealed = sealBallot(key.publicKey, HALL, ballot)
    for (const other of [{ venue: 'online' }, { category: '公众' }, { group: 1 }, { campaign: 2025 }]) {
      expect(openBallot(key.privateKey, { ...HALL, ...other }, sealed, 2, B4)).to.equal(null)
    }
    for (const at of [0, 31, 32, 44, 600, sealed.length - 1]) {
      const altered = Buffer.from(sealed)
      altered[at] = (altered[at] ?? 0) ^ 1
      expect(openBallot(key.privateKey, HALL, altered, 2, B4), `byte ${at}`).to.equal(null)
    }
  })

  it('has one length in a group, and two of the same choices are not alike', () => {
    const empty = sealBallot(key.publicKey, HALL, [{ mark: null, comment: '' }, { mark: null, comment: '' }])
    const full = sealBallot(key.publicKey, HALL, ballot.map(() => ({ mark: 4, comment: '意'.repeat(COMMENT_SIGNS) })))
    expect(new Set([empty.length, full.length])).to.deep.equal(new Set([sealedBytes(2)]))
    const again = sealBallot(key.publicKey, HALL, ballot)
    const first = sealBallot(key.publicKey, HALL, ballot)
    const same = first.filter((byte, at) => byte === again[at]).length
    expect(same).to.be.below(first.length / 64)
  })
})

describe('the key of a campaign', function () {
  this.timeout(20_000)
  const PHRASES = ['海上升明月 2026 天涯', '四个不相干的词：雨伞铁轨', 'correct horse battery staple']
  const salts = PHRASES.map((_, at) => Buffer.alloc(16, at))
  const keys = () => Promise.all(PHRASES.map((phrase, at) => holderKey(phrase, salts[at] ?? Buffer.alloc(16))))

  it('is opened by each pair of the three holders', async () => {
    const holders = await keys()
    const made = makeCampaignKey(2026, holders.map(publicHalf))
    for (const [a, b] of PAIRS) {
      const two = new Map([a, b].flatMap((place) => holders[place] ? [[place, holders[place]] as const] : []))
      const opened = campaignKey(2026, made.locks, two)
      expect(opened && publicHalf(opened).equals(made.publicKey), `${a} and ${b}`).to.equal(true)
    }
  })

  it('is not opened by one holder, by a wrong passphrase beside a right one, or in another year', async () => {
    const [first, second] = await keys()
    if (!first || !second) throw new Error('no keys')
    const made = makeCampaignKey(2026, (await keys()).map(publicHalf))
    const wrong = await holderKey('海上升明月 2026 天崖', salts[1] ?? Buffer.alloc(16))
    expect(campaignKey(2026, made.locks, new Map([[0, first]]))).to.equal(null)
    expect(campaignKey(2026, made.locks, new Map([[0, first], [1, wrong]]))).to.equal(null)
    expect(campaignKey(2026, made.locks, new Map([[0, second], [1, first]]))).to.equal(null)
    expect(campaignKey(2025, made.locks, new Map([[0, first], [1, second]]))).to.equal(null)
    expect(holds(wrong, publicHalf(second))).to.equal(false)
  })

  it('is never the same twice, and a holder’s key is made by passphrase and salt alone', async () => {
    const [first] = await keys()
    const again = await holderKey(PHRASES[0] ?? '', salts[0] ?? Buffer.alloc(16))
    const salted = await holderKey(PHRASES[0] ?? '', Buffer.alloc(16, 9))
    expect(first && holds(again, publicHalf(first))).to.equal(true)
    expect(first && holds(salted, publicHalf(first))).to.equal(false)
    const halves = (await keys()).map(publicHalf)
    expect(makeCampaignKey(2026, halves).publicKey.equals(makeCampaignKey(2026, halves).publicKey)).to.equal(false)
  })

  it('survives being written down and read', () => {
    const { privateKey, publicKey } = makeKeyPair()
    expect(publicHalf(privateKeyOf(secretOf(privateKey))).equals(publicKey)).to.equal(true)
  })
})

describe('a passphrase', () => {
  it('is told how strong it is', () => {
    expect(strengthOf('123456789012')).to.equal('weak')
    expect(strengthOf('aaaaaaaaaaaaaaaaaaaaaaaa')).to.equal('weak')
    expect(strengthOf('雨伞铁轨灯塔')).to.equal('fair')
    expect(strengthOf('correct horse battery')).to.equal('strong')
  })

  it('is refused with what is wrong and what to do', () => {
    expect(passphraseComplaint('', '')).to.equal('请填写口令')
    expect(passphraseComplaint('abcDEF1', 'abcDEF1')).to.include('现在是 7 个')
    expect(passphraseComplaint('111111111111', '111111111111')).to.include('口令太弱')
    expect(passphraseComplaint('雨伞铁轨灯塔', '雨伞铁轨灯台')).to.include('不一样')
    expect(passphraseComplaint('雨伞铁轨灯塔', '雨伞铁轨灯塔')).to.equal(null)
    expect(passphraseComplaint('字'.repeat(101), '')).to.include('最多')
  })
})

describe('ballots torn apart', () => {
  const DEPARTMENTS = ['gaj', 'zrzy']
  const backwards = () => 0

  it('lose neither mark nor comment, and keep no row together', () => {
    fc.assert(fc.property(fc.array(oneOf(2), { maxLength: 30 }), fc.infiniteStream(fc.nat()), (ballots, numbers) => {
      const chance = (below: number) => Number(numbers.next().value) % below
      const { lists, comments } = tearApart(HALL, DEPARTMENTS, ballots, chance)
      for (const [at, list] of lists.entries()) {
        const sorted = (marks: readonly (number | null)[]) => [...marks].map(String).sort()
        expect(sorted(list.marks)).to.deep.equal(sorted(ballots.map((ballot) => ballot[at]?.mark ?? null)))
      }
      expect(comments).to.have.length(ballots.flat().filter(({ comment }) => comment !== '').length)
    }))
  })

  it('stand in orders of their own', () => {
    const ballots = Array.from({ length: 20 }, (_, n): Ballot => [{ mark: n % 5, comment: '' }, { mark: n % 5, comment: '' }])
    let seed = 1
    const chance = (below: number) => (seed = (seed * 48271) % 2147483647) % below
    const [one, other] = tearApart(HALL, DEPARTMENTS, ballots, chance).lists
    expect(one?.marks).not.to.deep.equal(other?.marks)
    expect(one?.marks).not.to.deep.equal(ballots.map(([each]) => each?.mark))
  })

  it('name neither venue nor category beside a comment', () => {
    const { comments } = tearApart(HALL, DEPARTMENTS, [[{ mark: 0, comment: '快' }, { mark: null, comment: '' }]], backwards)
    expect(comments).to.deep.equal([{ group: 2, department: 'gaj', text: '快' }])
  })

  it('have a 校验码 that depends on the marks and not on their order', () => {
    const list = (marks: (number | null)[], department = 'gaj') => ({ ...HALL, department, marks })
    const hash = unsealingHash([list([0, 1, null]), list([4], 'zrzy')], 5)
    expect(unsealingHash([list([4], 'zrzy'), list([null, 0, 1])], 5)).to.equal(hash)
    expect(unsealingHash([list([0, 0, null]), list([4], 'zrzy')], 5)).not.to.equal(hash)
    expect(countList([0, 0, null, 3], 5)).to.deep.equal({ counts: [2, 0, 0, 1, 0], abstained: 1 })
  })

  it('are shuffled evenly', () => {
    const seen = new Map<string, number>()
    let seed = 7
    const chance = (below: number) => Math.floor(((seed = (seed * 48271) % 2147483647) / 2147483647) * below)
    for (let n = 0; n < 6000; n++) {
      const order = shuffled(['a', 'b', 'c'], chance).join('')
      seen.set(order, (seen.get(order) ?? 0) + 1)
    }
    expect([...seen.values()].every((times) => times > 850 && times < 1150)).to.equal(true)
  })
})
