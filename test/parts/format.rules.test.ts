import { expect } from 'chai'
import {
  clausesOf, countText, dateTimeText, dayText, fileSize, maskName, maskPhone, ratioText, rateText, restText, restTone,
  timeText,
} from '../../server/lib/format.ts'

const TODAY = '2026-11-25'

describe('a day in words', () => {
  const cases = [
    ['2026-11-25', '11月25日（周三）'], ['2026-01-01', '1月1日（周四）'], ['2026-10-10', '10月10日（周六）'],
    ['2027-01-05', '2027年1月5日（周二）'], ['2025-12-31', '2025年12月31日（周三）'],
  ] as const
  for (const [day, words] of cases) it(`${day} is ${words}`, () => expect(dayText(day, TODAY)).to.equal(words))

  it('shows moments in the time of the city whatever the zone of the machine', () => {
    expect(dateTimeText(new Date('2026-11-24T16:40:00Z'), TODAY)).to.equal('11月25日 00:40')
    expect(timeText(new Date('2026-11-25T09:30:00Z'))).to.equal('17:30')
  })
})

describe('the rest until a due moment', () => {
  const cases = [
    [{ workingDays: 3 }, '还剩 3 个工作日', 'calm'], [{ workingDays: 1 }, '还剩 1 个工作日', 'near'],
    [{ workingDays: 0 }, '今天 17:30 到期', 'near'], [{ workingDays: 0, passed: true }, '今天 17:30 已到期', 'over'],
    [{ workingDays: 0, time: '15:20' }, '今天 15:20 到期', 'near'], [{ workingDays: -2 }, '已超期 2 个工作日', 'over'],
    [{ workingDays: 1200 }, '还剩 1,200 个工作日', 'calm'],
  ] as const
  for (const [rest, words, tone] of cases) {
    it(`${JSON.stringify(rest)} is ${words}`, () => {
      expect(restText(rest)).to.equal(words)
      expect(restTone(rest)).to.equal(tone)
    })
  }
})

describe('figures', () => {
  it('have thousands apart', () => expect(countText(1012)).to.equal('1,012'))
  it('show a rate with both its numbers', () => expect(rateText(66, 73)).to.equal('90.4%（66 / 73）'))
  it('show no rate where there is nothing to divide by', () => expect(rateText(0, 0)).to.equal('—（0 / 0）'))
  it('show both numbers alone', () => expect(ratioText(2297, 2399)).to.equal('2,297 / 2,399'))
})

describe('personal words', () => {
  const phones = [
    ['13812345678', '138****5678'], ['138 1234 5678', '138****5678'], ['0532-80003127', '0532-****3127'],
    ['12345', '*****'], ['', ''],
  ] as const
  for (const [phone, masked] of phones) it(
    `mask the number ${phone} as ${masked}`, () => expect(maskPhone(phone)).to.equal(masked),
  )

  const names = [['邱平', '邱*'], ['程思远', '程*远'], ['欧阳晓云', '欧**云'], ['李', '李'], ['', '']] as const
  for (const [name, masked] of names) it(
    `mask the name ${name} as ${masked}`, () => expect(maskName(name)).to.equal(masked),
  )
})

describe('the size of a file', () => {
  const sizes = [
    [312, '312 B'], [880_640, '860 KB'], [2_202_010, '2.1 MB'], [1_023_999, '1000 KB'], [1_048_576, '1.0 MB'],
  ] as const
  for (const [bytes, words] of sizes) it(`${bytes} is ${words}`, () => expect(fileSize(bytes)).to.equal(words))
})

describe('a title', () => {
  it('is cut after its punctuation only', () => {
    expect(clausesOf('二期厂房用地边界与不动产证不符，规划许可办不了')).to.deep.equal(['二期厂房用地边界与不动产证不符，', '规划许可办不了'])
    expect(clausesOf('走访任务')).to.deep.equal(['走访任务'])
    expect(clausesOf('')).to.deep.equal([])
  })
})
