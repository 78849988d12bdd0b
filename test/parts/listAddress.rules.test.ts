import { expect } from 'chai'
import { fieldsOf, errorSummaryOf } from '../../server/lib/fields.ts'
import { fileHref, filterBar, filterSelect, listHref, pagerOf, sortColumn } from '../../server/lib/listAddress.ts'

describe('the address of a list', () => {
  it('keeps the filters, drops empty ones and returns to the first page', () => {
    expect(
      listHref('/issues', { state: 'handling', q: '', page: '3' }, { rung: 'L2' })
    ).to.equal('/issues?state=handling&rung=L2')
  })
  it('keeps filters when only the page changes', () => {
    expect(
      listHref('/issues', { state: 'handling', page: '3' }, { page: '4' })
    ).to.equal('/issues?state=handling&page=4')
  })
  it('escapes what people typed', () => {
    expect(listHref('/issues', { q: '用地 & 规划' })).to.equal('/issues?q=%E7%94%A8%E5%9C%B0+%26+%E8%A7%84%E5%88%92')
  })
  it(
    'is the same list as a file',
    () => expect(fileHref('/issues', { state: 'handling', page: '2' })).to.equal('/issues.xlsx?state=handling'),
  )
})

describe('a sortable head', () => {
  const head = (sort?: string) => sortColumn('办理时限', 'dueOn', '/issues', { sort }, 'dueOn').sort
  it('says that the list is sorted by it and turns round when pressed', () => {
    expect(head()).to.deep.equal({ direction: 'ascending', href: '/issues?sort=-dueOn' })
    expect(head('-dueOn')).to.deep.equal({ direction: 'descending', href: '/issues?sort=dueOn' })
  })
  it('says nothing when the list is sorted by another', () => expect(head('no')?.direction).to.equal(null))
})

describe('the filter bar', () => {
  const query = { state: 'handling', district: 'laoshan', sort: '-dueOn', q: '用地' }
  const bar = filterBar({
    path: '/issues', query, search: { placeholder: '摘要' }, countText: '20 件', keep: ['state', 'sort'],
    selects: [filterSelect('district', '区市', [{ value: 'laoshan', text: '崂山区' }], query)],
  })
  it('shows each filter in force as a chip that takes it away', () => {
    expect(bar.chips).to.deep.equal([
      { text: '区市：崂山区', removeHref: '/issues?state=handling&sort=-dueOn&q=%E7%94%A8%E5%9C%B0' },
      { text: '含“用地”', removeHref: '/issues?state=handling&district=laoshan&sort=-dueOn' },
    ])
  })
  it(
    'clears the filters and keeps tab and sorting',
    () => expect(bar.clearHref).to.equal('/issues?state=handling&sort=-dueOn'),
  )
})

describe('the pager', () => {
  it('says which rows are shown of how many', () => {
    expect(pagerOf('/issues', {}, 2, 50, 214).text).to.equal('第 51–100 件，共 214 件')
    expect(pagerOf('/issues', {}, 1, 50, { atLeast: 1000 }).text).to.equal('第 1–50 件，共 1,000+ 件')
    expect(pagerOf('/issues', {}, 1, 50, 0).text).to.equal('第 0–0 件，共 0 件')
  })
  it('shows first, last and neighbours, with gaps between', () => {
    const texts = (page: number, total: number) => pagerOf('/issues', {}, page, 50, total).pages.map(each => each.text)
    expect(texts(2, 214)).to.deep.equal(['1', '2', '3', '…', '5'])
    expect(texts(1, 50)).to.deep.equal([])
    expect(texts(5, 500)).to.deep.equal(['1', '…', '4', '5', '6', '…', '10'])
  })
})

describe('a field', () => {
  it('keeps what was sent and names its hint and error to screen readers', () => {
    const field = fieldsOf(
      { phone: '138' }, { phone: '手机号应为 11 位数字，现在是 3 位' },
    ).text('phone', '手机', { hint: '常用的', value: '139' })
    expect(field).to.include({ value: '138', describedBy: 'f-phone-hint f-phone-error', error: '手机号应为 11 位数字，现在是 3 位' })
  })
  it('starts a list of choices with an empty one until something is chosen', () => {
    const choices = [{ value: 'a', text: '甲' }]
    expect(fieldsOf().select('x', '选', choices).options.map(each => each.text)).to.deep.equal(['请选择', '甲'])
    expect(fieldsOf({ x: 'a' }).select('x', '选', choices).options.map(each => each.text)).to.deep.equal(['甲'])
  })
  it('is reached from the error summary', () => {
    expect(errorSummaryOf({ phone: '太短' })).to.deep.equal({
      title: '有 1 处要改', errors: [{ text: '太短', href: '#f-phone' }],
    })
    expect(errorSummaryOf({})).to.equal(null)
  })
})
