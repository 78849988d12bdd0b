import { expect } from 'chai'
import fc from 'fast-check'
import { companySize, type CompanyFigures } from '../../models/shared/companySize.ts'
import { industryFromText } from '../../models/shared/industries.ts'
import { vectors } from './vectors.ts'

describe('the size of a firm', () => {
  for (const { name, given, expect: wanted } of vectors('companySize').cases) {
    it(name, () => {
      expect(companySize(given as unknown as CompanyFigures)).to.deep.equal(wanted)
    })
  }
  it('never falls when the firm grows', () => {
    const order = ['微型', '小型', '中型', '大型']
    const industry = fc.constantFrom('A01', 'C39', 'E47', 'F51', 'F52', 'G592', 'H61', 'I64', 'I65', 'K7010', 'K702', 'L72')
    const figure = fc.integer({ min: 0, max: 300_000 })
    fc.assert(fc.property(industry, figure, figure, figure, fc.nat(50_000), (code, staff, revenue, assets, more) => {
      const of = (extra: number) => companySize({
        industry: code, staff: staff + extra, revenue: String(revenue + extra), assets: String(assets + extra),
      }).size ?? ''
      expect(order.indexOf(of(more))).to.be.at.least(order.indexOf(of(0)))
    }))
  })
})

describe('an industry in the words of a roster', () => {
  for (const [text, section] of [
    ['制造业', 'C'], ['制造', 'C'], ['C39', 'C'], ['c', 'C'], ['批发和零售业', 'F'], ['批发零售业', 'F'], ['信息传输、软件和信息技术服务业', 'I'],
    ['物流', 'G'], ['Ｃ 制造业', 'C'], ['养鸽', undefined], ['', undefined],
  ] as const) {
    it(`${text || 'nothing'} is ${section ?? 'not guessed'}`, () => {
      expect(industryFromText(text)?.section).to.equal(section)
    })
  }
})
