import { expect } from 'chai'
import { readBallot, unmarked } from '../../models/ballot/reading.ts'
import { mayUnseal, standingAt, type StandingFacts } from '../../models/ballot/standing.ts'
import { SCALES } from '../../models/scoringPlan/scales.ts'

const GROUP = [{ code: 'gaj', name: '公安局' }, { code: 'zrzy', name: '自然资源和规划局' }, { code: 'sthj', name: '生态环境局' }]
const read = (marks: Record<string, string | string[]>, comments: Record<string, string> = {}) =>
  readBallot(GROUP, SCALES.B4, { marks, comments })

describe('reading a posted ballot', () => {
  it('takes one option for each department, by its place on the paper', () => {
    const { ballot, complaints } = read({ gaj: '0', zrzy: '4', sthj: '3' })
    expect(ballot.map(({ mark }) => mark)).to.deep.equal([0, 4, 3])
    expect(complaints).to.deep.equal({})
  })

  it('takes a department without a mark as 弃权', () => {
    const { ballot, complaints } = read({ zrzy: '1' })
    expect(complaints).to.deep.equal({})
    expect(unmarked(GROUP, ballot)).to.deep.equal(['gaj', 'sthj'])
  })

  it('refuses two options for one department, says so and keeps the others', () => {
    const { ballot, complaints } = read({ gaj: ['0', '3'], zrzy: '1' })
    expect(complaints).to.deep.equal({ gaj: '公安局选了 2 项，只能选一项，请重新选' })
    expect(ballot.map(({ mark }) => mark)).to.deep.equal([null, 1, null])
  })

  it('refuses the same option sent twice as well: no form of ours does that', () => {
    expect(read({ gaj: ['0', '0'] }).complaints).to.have.property('gaj')
  })

  it('refuses an option that is not on the paper', () => {
    for (const odd of ['5', '-1', '满意', '1.0', '00', ' 1']) expect(read({ gaj: odd }).complaints['gaj'], odd).to.include('不在票面上')
  })

  it('names departments of other groups', () => {
    expect(read({ gaj: '0', jyj: '0' }, { ylbz: '好' }).strangers).to.deep.equal(['jyj', 'ylbz'])
  })

  it('refuses a comment that is too long with its length, and keeps it', () => {
    const { ballot, complaints } = read({ gaj: '0' }, { gaj: '长'.repeat(201), zrzy: ' 快些\r\n好 ' })
    expect(complaints['gaj']).to.equal('给公安局的意见最多 200 个字，现在是 201 个字')
    expect(ballot.map(({ comment }) => comment.length)).to.deep.equal([201, 4, 0])
    expect(ballot[0]?.mark).to.equal(0)
  })
})

describe('where the holder of a ballot stands', () => {
  const at = (text: string) => new Date(`2026-11-${text}+08:00`)
  const window = { opensAt: at('25T09:00:00'), closesAt: at('27T17:30:00') }
  const READY: StandingFacts = { window, keyReady: true, voted: false, handed: 'token', linkOpen: true, read: true }
  const now = at('26T10:00:00')

  const cases: [string, Partial<StandingFacts>, Date, string][] = [
    ['may vote', {}, now, 'open'],
    ['may vote in the first moment', {}, window.opensAt, 'open'],
    ['not a moment before', {}, new Date(window.opensAt.getTime() - 1), 'notYet'],
    ['in the last moment', {}, new Date(window.closesAt.getTime() - 1), 'open'],
    ['not at the close', {}, window.closesAt, 'closed'],
    ['not while no window is set', { window: null }, now, 'notYet'],
    ['not without a key', { keyReady: false }, now, 'notYet'],
    ['is told of the close, not of the key, afterwards', { keyReady: false }, at('28T09:00:00'), 'closed'],
    ['not before the sign-in', { handed: null }, now, 'notHandedOut'],
    ['not on paper and on the phone', { handed: 'paper' }, now, 'paper'],
    ['not with a link that was ended', { linkOpen: false }, now, 'revoked'],
    ['after reading what is to be read', { read: false }, now, 'unread'],
    ['once', { voted: true }, now, 'voted'],
    ['and is told so after the close too', { voted: true }, at('28T09:00:00'), 'voted'],
  ]
  for (const [what, facts, when, standing] of cases) {
    it(what, () => expect(standingAt({ ...READY, ...facts }, when)).to.equal(standing))
  }

  it('and the box is opened a minute after the close at the earliest', () => {
    expect(mayUnseal(window, new Date(window.closesAt.getTime() + 59_999))).to.equal(false)
    expect(mayUnseal(window, new Date(window.closesAt.getTime() + 60_000))).to.equal(true)
    expect(mayUnseal(null, now)).to.equal(false)
  })
})
