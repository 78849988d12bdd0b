import { expect } from 'chai'
import { companySize } from '../../models/shared/companySize.ts'
import { examineCreditCode } from '../../models/shared/creditCode.ts'
import { DEPARTMENTS, DISTRICTS, GROUPS } from '../../server/operator/seed/departments.ts'
import { enterprises, FIRMS_PER_LEADER } from '../../server/operator/seed/enterprises.ts'
import { answerText, issueTexts, type Raiser } from '../../server/operator/seed/issueTexts.ts'
import { members } from '../../server/operator/seed/members.ts'
import { personNames } from '../../server/operator/seed/personNames.ts'
import { randomSource } from '../../server/operator/seed/random.ts'
import { SITUATIONS } from '../../server/operator/seed/situations/index.ts'

const firms = (seed = 'test') => {
  const random = randomSource(seed)
  return enterprises(random, 1000, personNames(random.fork('names')))
}
const CATEGORIES = ['政策兑现', '审批办事', '要素保障', '用地规划', '融资', '用工人才', '税费', '市场开拓', '拖欠账款',
  '执法监管', '诚信履约', '其他']
const RAISER: Raiser = { kind: 'enterprise', districtCode: '370212', park: null, staff: 200 }

describe('the situations that people of the sample city raise', () => {
  it('are at least 25 for each of the twelve categories', () => {
    for (const category of CATEGORIES) {
      expect(SITUATIONS.filter((situation) => situation.category === category).length, category).to.be.at.least(25)
    }
  })

  it('have titles of at most 30 characters that do not repeat', () => {
    expect(SITUATIONS.filter(({ title }) => [...title].length > 30).map(({ title }) => title)).to.deep.equal([])
    for (const field of ['title', 'text', 'plan'] as const) {
      const texts = SITUATIONS.map((situation) => situation[field])
      const twice = texts.filter((text, index) => texts.indexOf(text) !== index)
      expect(twice.length, `${field}: ${twice.join(' | ')}`).to.be.at.most(field === 'plan' ? 12 : 0)
    }
  })

  it('name only departments that exist', () => {
    const codes = new Set(DEPARTMENTS.map(({ code }) => code))
    expect(SITUATIONS.flatMap(({ leads }) => leads).filter((code) => !codes.has(code))).to.deep.equal([])
  })

  it('leave no slot unfilled and give texts that do not repeat', () => {
    const random = randomSource('texts')
    const texts = Array.from({ length: 9000 }, (_, n) => SITUATIONS[n % SITUATIONS.length])
      .map((situation) => situation === undefined ? '' : issueTexts(situation, RAISER, '2026-11-25', random).text)
    expect(texts.filter((text) => /[{}]|undefined/.test(text))).to.deep.equal([])
    expect(new Set(texts).size / texts.length).to.be.above(0.995)
  })

  it('have an answer in every class', () => {
    const random = randomSource('answers')
    for (const situation of SITUATIONS) {
      for (const resultClass of ['A', 'B', 'C', 'D'] as const) {
        const text = answerText(situation, resultClass, RAISER, '2026-11-25', random, '2027-01-15')
        expect(text).to.not.match(/[{}]|undefined|。。/)
      }
    }
  })
})

describe('the bodies of the sample city', () => {
  it('are 38 bureaus in four groups, ten districts and two offices', () => {
    const sizes = GROUPS.map((group) => DEPARTMENTS.filter((department) => department.group === group).length)
    expect(sizes).to.deep.equal([9, 10, 10, 9])
    expect(DEPARTMENTS.filter(({ kind }) => kind === 'district').length).to.equal(DISTRICTS.length)
    expect(DEPARTMENTS.filter(({ kind }) => kind === 'office').map(({ name }) => name))
      .to.deep.equal(['联席会议办公室', '督查室'])
    expect(new Set(DEPARTMENTS.map(({ code }) => code)).size).to.equal(DEPARTMENTS.length)
  })
})

describe('the firms of the sample city', () => {
  it('carry codes that pass both checks and do not repeat', () => {
    const codes = firms().map(({ creditCode }) => creditCode)
    const wrong = codes.map(examineCreditCode).filter(({ check, inner }) => check !== true || inner !== true)
    expect(wrong).to.deep.equal([])
    expect(new Set(codes).size).to.equal(1000)
  })

  it('have the size that their own figures give', () => {
    const wrong = firms().filter((firm) => companySize({
      industry: firm.industrySection + firm.industryCode, staff: firm.staff,
      revenue: String(firm.revenueWan), assets: String(firm.assetsWan),
    }).size !== firm.size)
    expect(wrong.map(({ name, size, industryName }) => [name, size, industryName])).to.deep.equal([])
  })

  it('have names of their own, lie in every district, and are 986 beside those archived', () => {
    const all = firms()
    expect(new Set(all.map(({ shortName }) => shortName)).size).to.equal(1000)
    expect(new Set(all.map(({ districtCode }) => districtCode)).size).to.equal(10)
    expect(all.filter(({ archived }) => !archived).length).to.equal(986)
    expect(FIRMS_PER_LEADER.reduce((sum, firmsOfOne) => sum + firmsOfOne, 0)).to.equal(986)
  })
})

describe('the same seed', () => {
  it('gives the same city, another seed another', () => {
    expect(firms('a')).to.deep.equal(firms('a'))
    expect(firms('a')).to.not.deep.equal(firms('b'))
  })

  it('gives deputies and members whose terms do not overlap', () => {
    const random = randomSource('members')
    for (const { terms } of members(random, 'npc', 500, personNames(random))) {
      terms.slice(1).forEach((term, index) => {
        expect((terms[index]?.to ?? '9999') < term.from).to.equal(true)
      })
    }
  })
})
