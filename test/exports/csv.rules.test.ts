import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { expect } from 'chai'
import type { Column } from '../../server/lib/columns.ts'
import { BOM, csvCell, writeCsv } from '../../server/lib/csv.ts'

describe('a cell of a csv', () => {
  const dangerous = ['=1+1', '+86 138', '-2', '@x', '＝1', '＋1', '－1', '＠x', '  =1', '\t=1', '\tx', '\r=1', '\u3000＝1', '\u200b=1', '\u00a0@x']
  for (const value of dangerous) {
    it(`gets a quote mark before ${JSON.stringify(value)}`, () => {
      expect(csvCell(value).replace(/^"/, '')).to.match(/^'/)
    })
  }

  const harmless: [string | number | null, string][] = [
    ['水务局', '水务局'], ['a,b', '"a,b"'], ['说"好"', '"说""好"""'], ['两\r\n行', '"两\n行"'], [-3, '-3'], [null, ''], ['1=1', '1=1'],
  ]
  for (const [value, expected] of harmless) {
    it(`writes ${JSON.stringify(value)} as ${JSON.stringify(expected)}`, () => expect(csvCell(value)).to.equal(expected))
  }
})

describe('a list as csv', () => {
  it('starts with the mark for Excel and one line of headers, then a line a row', async () => {
    const columns: Column<number>[] = [
      { header: '单位', width: 9, type: 'text', value: (n) => `第${n}处` },
      { header: '满意率', group: '回访', width: 9, type: 'rate', value: (n) => n / 8 },
      { header: '时间', width: 9, type: 'instant', value: () => new Date('2026-11-24T16:05:00Z') },
    ]
    const target = new PassThrough()
    const [count, written] = await Promise.all([writeCsv(target, columns, [1, 2]), text(target)])
    expect(count).to.equal(2)
    expect(written).to.equal(`${written.startsWith(BOM) ? BOM : ''}序号,单位,回访 满意率,时间\r\n1,第1处,12.5%,2026-11-25 00:05\r\n2,第2处,25.0%,2026-11-25 00:05\r\n`)
  })
})
