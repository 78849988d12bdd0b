import { expect } from 'chai'
import { Types } from 'mongoose'
import { flowOf, stateCounts } from '../../models/opinion/counts.ts'
import { follow, giveAnswer, judge, mergeInto, newOpinion, publish, rate, setMark, split, type Opinion } from '../../models/opinion/index.ts'
import { isQueryCode, queryCode, shownCode } from '../../models/opinion/queryCode.ts'
import { alikeTo, groupsOf, likelyPairs } from '../../models/opinion/similarity.ts'
import { OPINION_STATE_NAMES } from '../../models/opinion/words.ts'

const NOW = new Date('2026-11-25T10:20:00+08:00')
const BY = { name: '沈砚秋' }
const one = (no: string, values: Partial<Opinion> = {}): Opinion => ({
  ...newOpinion({
    campaign: 2026, no, source: 'hall', session: '', sheetNo: '', author: { named: false, name: '', unit: '', phone: '', mayCall: false }, consentAt: null,
    department: null, category: null, title: '路灯不亮', text: '小区门口的路灯三个月不亮', proposal: '',
  }, NOW),
  _id: new Types.ObjectId(), ...values,
})

describe('the states of an opinion', () => {
  it('always add up from in to answered', () => {
    const counts = stateCounts(OPINION_STATE_NAMES.map((state, index) => ({ _id: state, n: index + 3 })))
    const flow = flowOf(counts)
    expect(flow.received).to.equal(flow.waiting + flow.merged + flow.invalid + flow.valid)
    expect(flow.valid).to.equal(flow.undispatched + flow.dispatched)
    expect(flow.dispatched).to.equal(flow.inHand + flow.answered)
    expect(flow.received).to.equal(Object.values(counts).reduce((sum, n) => sum + n, 0))
  })

  it('keep an original when it is merged, and give it back its state when it is split', () => {
    const [head, other] = [one('YJ2026-000001', { state: 'valid' }), one('YJ2026-000002', { state: 'valid' })]
    mergeInto(other, head, BY, NOW)
    expect(other).to.include({ state: 'merged', mergedInto: 'YJ2026-000001', text: '小区门口的路灯三个月不亮' })
    split(other, BY, NOW)
    expect(other).to.include({ state: 'valid', mergedInto: null, mergedFrom: null })
  })

  it('refuse merging into itself, into what is merged or invalid, and into another year', () => {
    const own = one('YJ2026-000001')
    expect(() => mergeInto(own, own, BY, NOW)).to.throw('不能合并到它自己')
    expect(() => mergeInto(own, one('YJ2026-000002', { state: 'merged' }), BY, NOW)).to.throw('已合并')
    expect(() => mergeInto(own, one('YJ2026-000002', { state: 'invalid' }), BY, NOW)).to.throw('无效')
    expect(() => mergeInto(own, one('YJ2025-000002', { campaign: 2025 }), BY, NOW)).to.throw('同一年')
    expect(() => split(own, BY, NOW)).to.throw('不能拆开')
  })

  it('let what hangs on a merged one follow it', () => {
    const hung = one('YJ2026-000003', { state: 'merged', mergedInto: 'YJ2026-000002', mergedFrom: 'received' })
    follow(hung, { no: 'YJ2026-000001' }, BY, NOW)
    expect(hung).to.include({ mergedInto: 'YJ2026-000001', mergedFrom: 'received' })
  })

  it('need a reason to be invalid, and are not put aside with others hanging on them', () => {
    expect(() => judge(one('YJ2026-000001'), { valid: false, reason: '', hasMerged: false }, BY, NOW)).to.throw('写明理由')
    expect(() => judge(one('YJ2026-000001'), { valid: false, reason: '其他', hasMerged: true }, BY, NOW)).to.throw('先拆开')
  })

  it('are published, honoured and rated only when they are valid or answered', () => {
    const waiting = one('YJ2026-000001')
    expect(() => publish(waiting, { text: '改写', answer: '' }, BY, NOW)).to.throw('不公开')
    expect(() => setMark(waiting, 'excellent', { onDay: '2026-11-25', note: '' }, BY, NOW)).to.throw('不是有效意见')
    expect(() => rate(waiting, { word: '满意', text: '' }, false, NOW)).to.throw('还没有答复')
    const dispatched = one('YJ2026-000001', { state: 'dispatched', rating: null })
    giveAnswer(dispatched, { text: '已修好', adoption: '采纳', department: 'zjj' }, BY, NOW)
    rate(dispatched, { word: '满意', text: '' }, true, NOW)
    giveAnswer(dispatched, { text: '又修了一次', adoption: '采纳', department: 'zjj' }, BY, NOW)
    expect(dispatched.rating).to.equal(null)
  })
})

describe('likely duplicates', () => {
  const texts = [
    { no: 'A', department: 'zjj', text: '香港东路小区门口的路灯三个月不亮，晚上老人出门不安全。' },
    { no: 'B', department: null, text: '建议修一下香港东路小区门口路灯，三个月不亮了，老人晚上出门不安全！' },
    { no: 'C', department: 'zjj', text: '公交站台没有座椅，等车的人只能站着。' },
    { no: 'D', department: 'sw', text: '香港东路小区门口的路灯三个月不亮，晚上老人出门不安全。' },
  ]

  it('are found by their words, whatever the punctuation, and never between two departments', () => {
    const pairs = likelyPairs(texts)
    expect(pairs.map(({ one: a, other: b }) => a + b).sort()).to.deep.equal(['AB', 'BD'])
    expect(groupsOf(pairs)).to.have.length(1)
    expect(alikeTo(texts[0]?.text ?? '', texts.slice(1)).map(({ no }) => no)).to.deep.equal(['D', 'B'])
  })

  it('are none among empty texts', () => {
    expect(likelyPairs([{ no: 'A', department: null, text: '！！' }, { no: 'B', department: null, text: '' }])).to.deep.equal([])
  })

  it('are looked for among thousands in little time', () => {
    const many = Array.from({ length: 4000 }, (_, i) => ({ no: String(i), department: null, text: `第${i * 7919}号楼的${i}单元电梯坏了${i % 13}天，请${i % 7}处修` }))
    const from = performance.now()
    likelyPairs(many)
    expect(performance.now() - from).to.be.lessThan(4000)
  })
})

describe('the query code', () => {
  const key = Buffer.alloc(32, 7)
  it('opens one opinion only, typed in any width and case', () => {
    const code = queryCode(key, 'a')
    expect(code).to.match(/^[2-9A-HJ-NP-Z]{10}$/)
    expect(isQueryCode(key, 'a', ` ${shownCode(code).toLowerCase()} `)).to.equal(true)
    expect(isQueryCode(key, 'b', code)).to.equal(false)
    expect(isQueryCode(key, 'a', '')).to.equal(false)
  })
})
