import { expect } from 'chai'
import fc from 'fast-check'
import { importKind } from '../../models/import/kinds.ts'
import { findHeader } from '../../models/import/layout.ts'
import { mapHeaders, remap } from '../../models/import/mapping.ts'
import { readPhones } from '../../models/import/phones.ts'
import { asDay, readDate } from '../../models/import/days.ts'
import { readMoney, readTerms } from '../../models/import/numbers.ts'
import { readRows } from '../../models/import/readRows.ts'
import { readStatus } from '../../models/import/status.ts'
import { tidyFirmName, tidyPersonName, tidyText } from '../../models/import/tidyText.ts'
import type { Cell, Sheet } from '../../models/shared/sheet.ts'
import { readCsv } from '../../server/lib/workbook/readCsv.ts'
import { dayOfSerial, showsDay } from '../../server/lib/workbook/dateFormats.ts'
import { contextFor } from './rosters.ts'

const { columns } = importKind('enterprises')

function sheetOf(...lines: (Cell | null)[][]): Sheet {
  const rows = lines.map((line, index) => ({
    row: index + 1,
    cells: Object.fromEntries(line.flatMap((cell, at) => (cell === null ? [] : [[at + 1, cell]]))) as Record<number,
    Cell>,
  }))
  return { name: '名单', rows, merges: [] }
}

describe('the header of a roster', () => {
  it('is guessed, and said to be a guess, when it only contains a known word', () => {
    const [mapped] = mapHeaders([{ column: 9, header: '包联市领导' }], columns)
    expect(mapped).to.include({ field: 'linkedLeader', doubt: '新表头，按“联系市领导”的别名猜的，请核对' })
  })

  it('brings its unit along', () => {
    const [mapped] = mapHeaders([{ column: 11, header: '2025年营收（亿）' }], columns)
    expect(mapped).to.include({ field: 'revenue', factor: 10_000, doubt: '单位由亿换成万元，请核对' })
    expect(readMoney('4.82', mapped?.factor ?? 1)).to.equal(48_200)
  })

  it('gives a field to one column only, a sure one before a guess', () => {
    const mapped = mapHeaders([{ column: 1, header: '企业名称（曾用）情况' }, { column: 2, header: '企业名称' }], columns)
    expect(mapped.map((one) => one.field)).to.deep.equal([null, 'name'])
  })

  it('is found over two rows without any merge, as a csv keeps it', () => {
    const layout = findHeader(
      sheetOf(['企业名称', '统一社会信用代码', '联系人信息', null, '服务专员', null], [null, null, '姓名', '电话', '姓名', '电话']), columns,
    )
    expect(layout?.headerRows).to.deep.equal([1, 2])
    expect(layout?.columns.map((one) => one.field)).to.deep.equal(
      ['name', 'uscc', 'contactName', 'phones', 'stewardName', 'stewardPhone'],
    )
  })

  it('can be changed by hand, column by column', () => {
    const mapped = mapHeaders([{ column: 1, header: '企业名称' }, { column: 2, header: '其他' }], columns)
    const changed = remap(mapped, new Map([[1, ''], [2, 'remark'], [3, 'nothing']]), columns)
    expect(changed.map((one) => one.field)).to.deep.equal([null, 'remark'])
  })
})

describe('the rows under a header', () => {
  const header = ['序号', '企业名称', '统一社会信用代码', '所属区市']
  const read = (...lines: (Cell | null)[][]) => {
    const sheet = sheetOf(header, ...lines)
    const layout = findHeader(sheet, columns)
    if (!layout) throw new Error('no header')
    return [
      ...readRows(
        sheet,
        layout,
        importKind('enterprises'),
        contextFor({ format: 'xlsx', encoding: null, date1904: false, sheets: [sheet], hiddenSheets: [] }),
      ),
    ]
  }
  it('are no data where they repeat the header, count, explain or only carry a number', () => {
    const rows = read([1, '青岛某厂', '91370202MAYHW9LX7K', '市南'], header, [2], ['注：以上', null, '13800000000'], ['合计', 1])
    expect(rows.map((row) => row.row)).to.deep.equal([2])
  })
  it('say which district is meant twice in one cell', () => {
    const [row] = read([1, '青岛某厂', '91370202MAYHW9LX7K', '李沧区、市北区'])
    expect(row?.refusals.map((one) => one.text)).to.deep.equal(['一格里有两个区市：李沧区、市北区'])
  })
  it('say which letter of a code should be a digit, and which code would pass', () => {
    const [row] = read([1, '青岛某厂', '9137O202MA3T00017B', '市南区'])
    expect(row?.refusals.map((one) => [one.text, one.hint])).to.deep.equal(
      [['第 5 位是字母 O，应为数字 0', '改成 91370202MA3T00017B 可以通过校验']],
    )
  })
})

describe('tidying', () => {
  const cases: [string, unknown, unknown][] = [
    [
      'white space beside Chinese goes, elsewhere it is one space',
      tidyText(' 青岛 \u00a0某 厂\u200b  ABC  DE '),
      '青岛某厂ABC DE',
    ],
    ['parentheses in a firm’s name are full-width', tidyFirmName('浔槿屿水务(青岛)有限公司'), '浔槿屿水务（青岛）有限公司'],
    ['a title in parentheses is not part of a name', tidyPersonName('朱 佳松（女，回族）').name, '朱佳松'],
    ['two numbers on two lines', readPhones('13800000049\n13800005811').phones, ['13800000049', '13800005811']],
    ['one number in groups', readPhones('138 0000 0049').phones, ['13800000049']],
    ['a landline with its area code in parentheses', readPhones('（0532）8000 0028').phones, ['0532-80000028']],
    ['a number that lost digits is not completed', readPhones('1.38E+10').phones, []],
    ['there is no 30 February', readDate('2022年2月30日', false), null],
    ['a month is not a serial number', readDate('1975.03', false), { year: 1975, month: 3, day: null }],
    ['terms joined', readTerms('十六、十七届'), [16, 17]],
    ['a resignation as director is not one as deputy', readStatus('已辞去董事长职务，仍任代表'), {}],
    ['the day of a resignation', readStatus('2025年6月12日已辞去'), { status: 'resigned', endedOn: '2025-06-12' }],
    ['built-in Chinese format 57 shows a day', showsDay(57, undefined), true],
    ['a time of day is no day', showsDay(164, 'h:mm:ss'), false],
    ['a number with a literal is no day', showsDay(164, '0.00"d"'), false],
    ['the first day of 1900', dayOfSerial(1, false), '1900-01-01'],
    ['the first of March 1900', dayOfSerial(61, false), '1900-03-01'],
    ['a serial of the 1904 system', dayOfSerial(0, true), '1904-01-01'],
  ]
  for (const [when, got, expected] of cases) it(when, () => expect(got).to.deep.equal(expected))

  it('reads every civil day back from its serial number, in both systems', () => {
    fc.assert(fc.property(fc.integer({ min: 20_000, max: 60_000 }), fc.boolean(), (serial, date1904) => {
      const date = readDate(serial, date1904)
      expect(date && asDay(date)).to.equal(dayOfSerial(serial, date1904))
    }))
  })
  it('is done once: tidy text stays as it is', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (text) => {
      expect(tidyText(tidyText(text))).to.equal(tidyText(text))
    }))
  })
  it('reads any csv back as it was written', () => {
    const cell = fc.string({ unit: 'grapheme', maxLength: 8 }).filter(
      (text) => text.trim() !== '' && !text.includes('\0') && !text.startsWith('\ufeff'),
    )
    fc.assert(fc.property(fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 5 }), (table) => {
      const text = table.map((line) => line.map((one) => `"${one.replaceAll('"', '""')}"`).join(',')).join('\r\n')
      const sheet = readCsv(Buffer.from(`\ufeff${text}`)).sheets[0]
      expect(sheet?.rows.map((row) => Object.values(row.cells))).to.deep.equal(table)
    }))
  })
})
