import { expect } from 'chai'
import { COMBINATIONS } from '../../server/ladder/combined.ts'
import { papersOn } from '../../server/ladder/rehearsedPapers.ts'

const [circular, talk] = COMBINATIONS
if (!circular || !talk) throw new Error('The combinations are gone')
const red = (issuedOn: string, department = 'zrzy') => ({ department, issuedOn, issueNo: issuedOn, from: issuedOn })
const TODAY = '2026-11-25'
const numbers = (made: { issueNo: string | null }[][]) => made.map((parts) => parts.map(({ issueNo }) => issueNo))

describe('papers made from several cards, rehearsed', () => {
  it('are made on the day of the third red card and on no other', () => {
    const cards = [red('2026-11-20'), red('2026-11-24'), red('2026-11-27')]
    expect(papersOn(cards, circular, TODAY, '2026-11-26')).to.deep.equal([])
    expect(numbers(papersOn(cards, circular, TODAY, '2026-11-27'))).to.deep.equal([['2026-11-20', '2026-11-24', '2026-11-27']])
    expect(papersOn(cards, circular, TODAY, '2026-11-30')).to.deep.equal([])
  })

  it('take no card of another department, of another month, or older than the sweep reads', () => {
    expect(papersOn([red('2026-11-20'), red('2026-11-24'), red('2026-11-25', 'zjj')], circular, TODAY, TODAY)).to.deep.equal([])
    expect(papersOn([red('2026-10-10'), red('2026-11-24'), red('2026-11-25')], circular, TODAY, TODAY)).to.deep.equal([])
    const old = [red('2026-09-24'), red('2026-09-25'), red('2026-09-25')]
    expect(papersOn(old, circular, TODAY, TODAY)).to.deep.equal([])
  })

  it('follow from two orders, the day after the later limit', () => {
    const order = (until: string, from: string) => ({ department: 'zrzy', issuedOn: until, issueNo: until, from })
    const orders = [order('2026-11-23', '2026-11-24'), order('2026-11-26', '2026-11-27')]
    expect(papersOn(orders, talk, TODAY, '2026-11-26')).to.deep.equal([])
    expect(numbers(papersOn(orders, talk, TODAY, '2026-11-27'))).to.deep.equal([['2026-11-23', '2026-11-26']])
  })
})
