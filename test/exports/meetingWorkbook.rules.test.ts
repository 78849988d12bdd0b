import { expect } from 'chai'
import type { Column } from '../../server/lib/columns.ts'
import type { MeetingSheet } from '../../server/lib/meetingWorkbook.ts'
import { reopen, reopened, rowTexts, workbookBytes } from './reopened.ts'

interface Line { unit: string; phone: string; dueOn: string | null; carried: number; assigned: number; settled: number; state: 'over' | null; at: Date | null }

const line = (given: Partial<Line> = {}): Line =>
  ({ unit: '自然资源和规划局', phone: '053280003127', dueOn: '2026-11-25', carried: 3, assigned: 5, settled: 4, state: null, at: null, ...given })

const COLUMNS: Column<Line>[] = [
  { header: '单位', width: 20, type: 'text', value: ({ unit }) => unit, link: () => 'https://example.test/issues/1' },
  { header: '电话', width: 14, type: 'code', value: ({ phone }) => phone },
  { header: '办理时限', width: 12, type: 'day', value: ({ dueOn }) => dueOn, fill: ({ state }) => state, comment: ({ state }) => (state ? '原时限 11月20日' : null) },
  { header: '结转', group: '件数', width: 8, type: 'number', key: 'carried', total: 'sum', value: ({ carried }) => carried },
  { header: '交办', group: '件数', width: 8, type: 'number', key: 'assigned', total: 'sum', value: ({ assigned }) => assigned },
  { header: '办结', group: '件数', width: 8, type: 'number', key: 'settled', total: 'sum', value: ({ settled }) => settled },
  { header: '在办', width: 8, type: 'number', key: 'open', formula: '{carried}+{assigned}-{settled}', total: 'formula', value: (each) => each.carried + each.assigned - each.settled },
]

const sheet = (rows: Line[], more: Partial<MeetingSheet<Line>> = {}): MeetingSheet<Line> => ({
  name: '诉求台账', title: '联席会议办公室诉求台账', unit: '联席会议办公室', asOf: '截至 2026-11-25 10:20', measure: '件',
  columns: COLUMNS, rows, empty: '没有诉求', notes: ['在办含退办复核。'], ...more,
})

describe('a meeting workbook', () => {
  it('has title, unit and date, headers in two rows, then the rows with their numbers', async () => {
    const page = await reopened(sheet([line(), line({ unit: '水务局' })]))
    expect(page.getCell('A1').text).to.equal('联席会议办公室诉求台账')
    expect(page.getCell('A1').isMerged && page.getCell('H1').isMerged).to.equal(true)
    expect(page.getCell('A2').text).to.equal('填报单位：联席会议办公室')
    expect(page.getCell('E2').text).to.equal('截至 2026-11-25 10:20　单位：件')
    expect(rowTexts(page, 3)).to.deep.equal(['序号', '单位', '电话', '办理时限', '件数', '件数', '件数', '在办'])
    expect(rowTexts(page, 4).slice(4)).to.deep.equal(['结转', '交办', '办结', '在办'])
    expect(page.getCell('A3').master.address).to.equal(page.getCell('A4').master.address)
    expect(page.getCell('G3').master.address).to.equal('E3')
    expect([page.getCell('A5').value, page.getCell('A6').value]).to.deep.equal([1, 2])
    expect(page.getCell('A5').border.top?.style).to.equal('thin')
  })

  it('keeps codes and phones as text, days as UTC midnight, instants in the time of Shanghai', async () => {
    const columns: Column<Line>[] = [...COLUMNS, { header: '办结时间', width: 16, type: 'instant', value: ({ at }) => at }]
    const page = await reopened(sheet([line({ at: new Date('2026-11-24T16:05:30Z') })], { columns }))
    expect(page.getCell('C5').value).to.equal('053280003127')
    expect(page.getCell('C5').numFmt).to.equal('@')
    expect(page.getCell('D5').value).to.deep.equal(new Date('2026-11-25T00:00:00Z'))
    expect(page.getCell('I5').value).to.deep.equal(new Date('2026-11-25T00:05:00Z'))
  })

  it('computes rows, 合计 and check by formulas and stores what they come to', async () => {
    const page = await reopened(sheet([line(), line({ carried: 1, assigned: 2, settled: 0 })], {
      totals: line({ carried: 4, assigned: 7, settled: 4 }),
      check: { formula: 'IF({carried}+{assigned}-{settled}={open},"平衡","不平")', result: '平衡' },
    }))
    expect(page.getCell('H5').value).to.deep.equal({ formula: 'E5+F5-G5', result: 4 })
    expect(page.getCell('A7').text).to.equal('合计')
    expect(page.getCell('E7').value).to.deep.equal({ formula: 'SUM(E5:E6)', result: 4 })
    expect(page.getCell('H7').value).to.deep.equal({ formula: 'E7+F7-G7', result: 7 })
    expect(page.getCell('A8').value).to.deep.equal({ formula: 'IF(E7+F7-G7=H7,"平衡","不平")', result: '平衡' })
  })

  it('prints on A4 up to ten columns and on A3 above, one page wide, headers and page numbers on each', async () => {
    const narrow = await reopened(sheet([line()]))
    const wide = await reopened(sheet([line()], { columns: [...COLUMNS, ...COLUMNS.slice(0, 3)] }))
    expect(narrow.pageSetup).to.include({ paperSize: 9, orientation: 'landscape', fitToPage: true, fitToWidth: 1, fitToHeight: 0, printTitlesRow: '3:4' })
    expect(wide.pageSetup.paperSize).to.equal(8)
    expect(narrow.headerFooter.oddFooter).to.equal('&L导出编号 DC2026-000012&C第 &P 页 共 &N 页&R温书仪 2026-11-25 10:20')
    expect(narrow.views[0]).to.include({ state: 'frozen', xSplit: 2, ySplit: 4 })
  })

  it('ends with 口径, the legend of its colours, number, time and maker', async () => {
    const page = await reopened(sheet([line({ state: 'over' })]))
    const foot = [7, 8, 9].map((row) => page.getCell(row, 1).text)
    expect(foot[0]).to.equal('口径：在办含退办复核。')
    expect(foot[1]).to.contain('红底 超期')
    expect(foot[2]).to.equal('导出编号 DC2026-000012　生成时间 2026-11-25 10:20　生成人 温书仪')
    expect(page.getCell('D5').fill).to.deep.include({ fgColor: { argb: 'FFF8CBAD' } })
    expect(page.getCell('D5').note).to.equal('原时限 11月20日')
  })

  it('says that there is nothing where there are no rows', async () => {
    const page = await reopened(sheet([]))
    expect(page.getCell('A5').text).to.equal('没有诉求')
    expect(page.getCell('A6').text).to.contain('口径')
  })

  it('leaves text that looks like a formula as text', async () => {
    const page = await reopened(sheet(['=1+1', '＝HYPERLINK("x")', ' @cmd', '-2+3'].map((unit) => line({ unit })), { columns: COLUMNS.map(({ link: _, ...column }) => column) }))
    expect([5, 6, 7, 8].map((row) => page.getCell(row, 2).value)).to.deep.equal(['=1+1', '＝HYPERLINK("x")', ' @cmd', '-2+3'])
    expect(page.getCell('B5').numFmt).to.equal('@')
  })

  it('makes text of an object from elsewhere, so that no live formula comes out of it', async () => {
    const columns: Column<Line>[] = [{ header: '摘要', width: 20, type: 'text', value: () => ({ formula: '1+1' }) as unknown as string }]
    const page = await reopened(sheet([line()], { columns }))
    expect(page.getCell('B4').value).to.equal('[object Object]')
  })

  it('drops control characters, cuts at 32,767 signs and keeps a literal _x0041_', async () => {
    const columns = COLUMNS.map(({ link: _, ...column }) => column)
    const page = await reopened(sheet([line({ unit: 'a\u0000b\u0007\ud800' }), line({ unit: '长'.repeat(40_000) }), line({ unit: '_x0041_' })], { columns }))
    expect(page.getCell('B5').value).to.equal('ab')
    expect(page.getCell('B6').text).to.have.length(32_767).and.match(/长…$/)
    expect(page.getCell('B7').value).to.equal('_x0041_')
  })

  it('gives sheets names that are legal and differ', async () => {
    const book = await reopen(await workbookBytes(async (each) => {
      for (const name of ['诉求/意见[1]', '诉求 意见 1', 'History', '部'.repeat(40), '部'.repeat(40)]) await each.add(sheet([line()], { name }))
    }))
    const names = book.worksheets.map(({ name }) => name)
    expect(names).to.deep.equal(['诉求 意见 1', '诉求 意见 1 (2)', 'History表', '部'.repeat(31), '部'.repeat(27) + ' (2)'])
  })

  it('links a record to its page', async () => {
    const page = await reopened(sheet([line()]))
    expect(page.getCell('B5').value).to.deep.include({ hyperlink: 'https://example.test/issues/1' })
    expect(page.getCell('B5').text).to.equal('自然资源和规划局')
  })
})
