import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect } from 'chai'
import type { Column } from '../../server/lib/columns.ts'
import { SUMMARY_COLUMNS } from '../../server/summaries/columns.ts'
import { workbookBytes } from './reopened.ts'

const run = promisify(execFile)

/** Points of A4 and A3 landscape. */
const A4 = '841 x 595'
const A3 = '1190 x 841'

const text = (header: string, width: number, value: string): Column<number> => ({ header, width, type: 'text', value: () => value })
const LEDGER: Column<number>[] = [
  text('诉求企业', 22, '浔禾纺织'), text('诉求摘要', 30, '二期厂房用地边界与不动产证不符，规划许可办不了'), text('最新进展', 34, '已与住建、审批会商，完成现场复测，等会议纪要。'),
  { header: '序', width: 8, type: 'number', total: 'sum', value: (n) => n },
]

async function pagesAsPdf(bytes: Buffer): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'print-'))
  try {
    await writeFile(join(folder, 'book.xlsx'), bytes)
    await run('soffice', [`-env:UserInstallation=file://${folder}/profile`, '--headless', '--convert-to', 'pdf', '--outdir', folder, join(folder, 'book.xlsx')], { timeout: 90_000 })
    const pdf = (await readFile(join(folder, 'book.pdf'))).toString('latin1')
    return [...pdf.matchAll(/\/Type\/Page\/[^>]*?\/MediaBox\[0 0 ([\d.]+) ([\d.]+)\]/g)].map(([, width, height]) => `${Math.trunc(Number(width))} x ${Math.trunc(Number(height))}`)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

describe('a workbook on paper', function () {
  this.timeout(120_000)
  before(async function () {
    // Seen as pending where LibreOffice is not installed: what a printer does cannot be judged without a program that prints.
    await run('soffice', ['--version'], { timeout: 30_000 }).catch(() => this.skip())
  })

  it('opens in LibreOffice, keeps to its paper, and is one page wide', async () => {
    const sheet = { title: '办理情况表', unit: '联席会议办公室', asOf: '截至 2026-11-25', measure: '件', empty: '没有', notes: ['按工作日计。'] }
    const bytes = await workbookBytes(async (book) => {
      await book.add({ ...sheet, name: '会议用表', columns: LEDGER, rows: Array.from({ length: 60 }, (_, n) => n) })
      await book.add({ ...sheet, name: '汇总', columns: SUMMARY_COLUMNS, rows: [] })
    })
    const pages = await pagesAsPdf(bytes)
    expect(pages.filter((page) => page === A4)).to.have.length.within(3, 5)
    expect(pages.filter((page) => page === A3)).to.have.length(1)
    expect(pages.filter((page) => page !== A4 && page !== A3)).to.deep.equal([])
  })
})
