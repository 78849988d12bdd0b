import { expect } from 'chai'
import { Types } from 'mongoose'
import { entered, entryComplaints, type Entry } from '../../models/provincialResult/entry.ts'
import { readEntry } from '../../server/provincialResults/form.ts'
import { nodeOf, shownValue } from '../../server/provincialResults/beside.ts'

const TODAY = '2027-02-26'
const ENTRY: Entry = { source: '鲁考评办〔2027〕3 号', onDay: TODAY, phone: [60, 30, 10, 20], paper: [70, 25, 5, 0], aspects: [], reason: '' }
const FIRST = { ...entered(2026, ENTRY, null, { name: '杨星河' }, new Date('2027-02-26T10:00+08:00'), TODAY), _id: new Types.ObjectId() }

describe('省满意度 as a rule', () => {
  it('is 0.6 of the telephone and 0.4 of the paper survey, and one of them where the other is missing', () => {
    expect(shownValue(nodeOf(ENTRY).value)).to.equal('89.40')
    expect(shownValue(nodeOf({ ...ENTRY, paper: null }).value)).to.equal('88.00')
    expect(shownValue(nodeOf({ ...ENTRY, phone: null }).value)).to.equal('91.50')
  })

  it('is taken on the day of its paper, not a day before it', () => {
    expect(entryComplaints(ENTRY, null, TODAY)).to.deep.equal({})
    expect(entryComplaints(ENTRY, null, '2027-02-25')).to.have.property('onDay')
  })

  it('needs one of the two surveys, and answers in it', () => {
    expect(entryComplaints({ ...ENTRY, phone: null, paper: null }, null, TODAY)).to.have.property('phone-0')
    expect(entryComplaints({ ...ENTRY, aspects: [{ aspect: 'order', counts: [0, 0, 0, 0] }] }, null, TODAY)).to.have.property('order-0')
  })

  it('is corrected by a further entry with a reason', () => {
    expect(() => entered(2026, ENTRY, FIRST, { name: '杨星河' }, new Date(), TODAY)).to.throw('更正要写明原因')
    expect(entered(2026, { ...ENTRY, reason: '来文更正' }, FIRST, { name: '杨星河' }, new Date(), TODAY)).to.include({ n: 2, reason: '来文更正' })
  })

  it('reads a line as four numbers or as none', () => {
    const words = { source: '文', onDay: TODAY, 'phone-0': '6', 'phone-1': '3', 'phone-2': '', 'phone-3': '一' }
    const read = readEntry(words, null, TODAY)
    expect(read.ok).to.equal(false)
    if (!read.ok) expect(read.errors).to.have.all.keys('phone-2', 'phone-3')
    expect(readEntry({ ...words, 'phone-2': '１', 'phone-3': '0' }, null, TODAY)).to.deep.include({ ok: true })
  })
})
