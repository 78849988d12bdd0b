import { expect } from 'chai'
import fc from 'fast-check'
import {
  checkCreditCode, creditCodeComplaint, examineCreditCode, tidyCreditCode,
} from '../../models/shared/creditCode.ts'
import { vectors } from './vectors.ts'

describe('a credit code', () => {
  for (const { name, kind, given, expect: wanted } of vectors('creditCode').cases) {
    it(name, () => {
      if (kind === 'normalise') return expect(tidyCreditCode(String(given['typed']))).to.equal(wanted['code'])
      expect(examineCreditCode(String(given['code']))).to.deep.include(wanted)
    })
  }
  it('is tidied before it is judged', () => {
    const found = checkCreditCode(' 9137 0202 ma3t 0001７Ｂ\u3000')
    expect(found).to.deep.include({ tidied: '91370202MA3T00017B', format: true, check: true, inner: true, region: '370202' })
    expect(creditCodeComplaint(found)).to.equal(null)
  })
  for (const [typed, words, blocking] of [
    ['', '请填写', true], ['91370202MA3T00017', '现在是 17 位', true],
    ['9137O202MA3T00017B', '第 5 位是“O”', true],
    ['91370A02MA3T00017B', '第 3 至 8 位', true], ['91370202MA3T00018B', '最后一位应为“E”', false],
    ['91370202MA3T00018E', '主体标识码', false],
  ] as const) {
    it(`${typed || 'left empty'} is answered with “${words}”${blocking ? '' : ', which may be overridden'}`, () => {
      const complaint = creditCodeComplaint(checkCreditCode(typed))
      expect(complaint?.text).to.contain(words)
      expect(complaint?.blocking).to.equal(blocking)
    })
  }
  it('does not survive one changed sign unnoticed', () => {
    const signs = [...'0123456789ABCDEFGHJKLMNPQRTUWXY']
    fc.assert(fc.property(fc.integer({ min: 8, max: 16 }), fc.constantFrom(...signs), (at, sign) => {
      const code = '91370202MA3T00017B'
      fc.pre(code.charAt(at) !== sign)
      expect(examineCreditCode(code.slice(0, at) + sign + code.slice(at + 1)).check).to.equal(false)
    }))
  })
})
