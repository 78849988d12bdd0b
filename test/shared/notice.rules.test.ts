import { expect } from 'chai'
import { noticeFaults, readNotice } from '../../models/holiday/notice.ts'
import { PUBLISHED_YEARS } from '../../models/holiday/publishedYears.ts'

const NOTICE_2026 = `经国务院批准，现将2026年元旦、春节等放假调休日期的具体安排通知如下。
一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。
节假日期间，各地区、各部门要妥善安排好值班和安全、保卫等工作。`

describe('a notice of days off', () => {
  it('is read as it is printed', () => {
    const published = PUBLISHED_YEARS.find(({ year }) => year === 2026)
    const { year, unread } = readNotice(NOTICE_2026, 2026)
    expect(unread).to.deep.equal([])
    expect(year.off).to.deep.equal(published?.off)
    expect(year.makeUp).to.deep.equal([...(published?.makeUp ?? [])].sort())
    expect(noticeFaults(year)).to.deep.equal([])
  })

  it('may name a single day, days of the December before, and months once', () => {
    const { year } = readNotice('一、元旦：2028年12月30日至2029年1月1日放假调休，共3天。2028年12月24日上班。\n二、端午节：6月16日放假，与周末连休。', 2029)
    expect(year.off.map(({ day }) => day)).to.deep.equal(['2028-12-30', '2028-12-31', '2029-01-01', '2029-06-16'])
    expect(year.makeUp).to.deep.equal(['2028-12-24'])
  })

  it('can be a small table', () => {
    const { year, unread } = readNotice('2027-01-01 至 2027-01-03 元旦\n2027-01-09 上班\n2027-05-01 劳动节\n\n', 2027)
    expect(year.off).to.deep.equal([{ day: '2027-01-01', name: '元旦' }, { day: '2027-01-02', name: '元旦' }, { day: '2027-01-03', name: '元旦' }, { day: '2027-05-01', name: '劳动节' }])
    expect(year.makeUp).to.deep.equal(['2027-01-09'])
    expect(unread).to.deep.equal([])
  })

  it('shows the lines that name days and were not understood', () => {
    expect(readNotice('春节 2月6日起放假七天', 2027).unread).to.deep.equal(['春节 2月6日起放假七天'])
    expect(readNotice('一、春节：2月30日至3月2日放假。', 2027).unread).to.have.length(1)
    expect(readNotice('2027-02-30 春节', 2027).unread).to.have.length(1)
  })

  it('is not taken while a fixed holiday is missing or a make-up day is a weekday', () => {
    const faults = noticeFaults({ year: 2027, off: [{ day: '2027-01-01', name: '元旦' }], makeUp: ['2027-01-04'] })
    expect(faults).to.deep.equal(['缺少 2027-05-01、2027-10-01，元旦、劳动节、国庆节一定放假', '2027-01-04 不是周六周日，不能是调休上班日'])
  })
})
