import { expect } from 'chai'
import fc from 'fast-check'
import {
  add, compare, displayText, divide, exactText, fraction, multiply, parseRational, subtract, sum,
} from '../../models/shared/rational.ts'
import { vectors } from './vectors.ts'

const aFraction = fc.tuple(fc.integer(), fc.integer({ min: 1 })).map(([num, den]) => fraction(num, den))

describe('an exact number', () => {
  for (const { name, given, expect: wanted } of vectors('scoring').cases.filter(({ kind }) => kind === 'display')) {
    it(name, () => {
      expect(displayText(parseRational(String(given['exact'])), Number(given['digits']))).to.equal(wanted['display'])
    })
  }
  it('is in lowest terms whatever it was made from', () => {
    expect(exactText(fraction(-6, -4))).to.equal('3/2')
    expect(exactText(parseRational('-0.50'))).to.equal('-1/2')
    expect(exactText(parseRational('39999.99'))).to.equal('3999999/100')
  })
  for (const text of ['', '1/0', '1.5/2', 'NaN', '1e3', ' 1', '１']) {
    it(`is not read from ${JSON.stringify(text)}`, () => {
      expect(() => parseRational(text)).to.throw(RangeError)
    })
  }
  it('adds up to the same in any order', () => {
    fc.assert(fc.property(fc.array(aFraction, { maxLength: 8 }), (values) => {
      expect(exactText(sum(values))).to.equal(exactText(sum(values.toReversed())))
    }))
  })
  it('comes back after adding and taking away, multiplying and dividing', () => {
    fc.assert(fc.property(aFraction, aFraction, (a, b) => {
      expect(subtract(add(a, b), b)).to.deep.equal(a)
      fc.pre(b.num !== 0n)
      expect(divide(multiply(a, b), b)).to.deep.equal(a)
    }))
  })
  it('is never shown further from itself than half a step, and order survives showing', () => {
    fc.assert(fc.property(aFraction, aFraction, (a, b) => {
      const shown = parseRational(displayText(a))
      const off = subtract(shown, a)
      expect(compare(multiply(off, off), fraction(1, 40_000))).to.be.at.most(0)
      if (compare(a, b) <= 0) expect(compare(shown, parseRational(displayText(b)))).to.be.at.most(0)
    }))
  })
  it('has a text that reads back', () => {
    fc.assert(fc.property(aFraction, (a) => {
      expect(parseRational(exactText(a))).to.deep.equal(a)
    }))
  })
})
