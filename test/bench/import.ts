import { monitorEventLoopDelay } from 'node:perf_hooks'
import { PassThrough } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import ExcelJS from 'exceljs'
import { Types } from 'mongoose'
import { DistrictModel } from '../../models/district/index.ts'
import { ImportModel, type Import } from '../../models/import/index.ts'
import { UserModel } from '../../models/user/index.ts'
import { actorOf } from '../../models/user/actor.ts'
import { nameKeys } from '../../models/shared/names.ts'
import { confirmImport, takeIn, undoImport } from '../../server/imports/actions.ts'
import { importsSettled } from '../../server/imports/background.ts'
import { withDatabase } from '../../server/operator/command.ts'
import { syntheticCreditCode } from '../../server/operator/seed/creditCodes.ts'
import { DISTRICTS } from '../../server/operator/seed/departments.ts'

const ROWS = 5_000

export interface ImportFigures {
  rows: number
  preview: Step
  confirm: Step
  again: Step
  undo: Step
}

/** Seconds of a step and how long the event loop of the app was held meanwhile, in ms. */
interface Step {
  seconds: number
  lagP99: number
  lagMax: number
}

/**
 * Imports a workbook of 5,000 firms into an empty database, once more, and takes it back.
 * @source DESIGN.md §6: ≤ 15 s preview, ≤ 15 s confirm, event loop lag p99 ≤ 50 ms
 */
export function run(): Promise<ImportFigures> {
  return withDatabase(async (deps) => {
    const actor = actorOf(await coordinator())
    await Promise.all(DISTRICTS.map(({ code, name }, order) =>
      DistrictModel.updateOne({ _id: code }, { $set: { name, kind: '行政区', order } }, { upsert: true })))
    const bytes = await roster(ROWS)
    const read = () => takeIn(deps, actor, 'enterprises', { bytes, fileName: 'bench.xlsx' }, () => Promise.resolve())
    const [preview, no] = await measured(read)
    const [confirm] = await measured(async () => confirmImport(deps, actor, await batchOf(no)))
    const [again] = await measured(read)
    const [undo] = await measured(async () => undoImport(deps, actor, await batchOf(no)))
    return { rows: ROWS, preview, confirm, again, undo }
  })
}

async function measured<T>(begin: () => Promise<T>): Promise<[Step, T]> {
  const lag = monitorEventLoopDelay({ resolution: 5 })
  lag.enable()
  const began = performance.now()
  const result = await begin()
  await importsSettled()
  lag.disable()
  const ms = (nanoseconds: number) => Math.round(nanoseconds / 1e5) / 10
  return [
    { seconds: Math.round(performance.now() - began) / 1000, lagP99: ms(lag.percentile(99)), lagMax: ms(lag.max) },
    result,
  ]
}

async function batchOf(no: string): Promise<Import> {
  const batch = await ImportModel.findOne({ no }).lean<Import | null>()
  if (!batch) throw new Error(`no batch ${no}`)
  return batch
}

async function coordinator() {
  const [user] = await UserModel.create([{
    _id: new Types.ObjectId(), account: `bench${Date.now()}`, name: '测试员', ...nameKeys('测试员', 'person'),
    department: 'lxb', roles: ['coordinator'],
    passwordHash: 'none', createdAt: new Date(),
  }])
  if (!user) throw new Error('no user')
  return user
}

/** A ledger with the twenty columns that offices use. */
function roster(count: number): Promise<Buffer> {
  const stream = new PassThrough()
  const bytes = buffer(stream)
  const writer = new ExcelJS.stream.xlsx.WorkbookWriter({ stream })
  const sheet = writer.addWorksheet('重点企业台账')
  sheet.addRow(['重点企业走访联系台账']).commit()
  sheet.addRow(['序号', '企业名称', '统一社会信用代码', '所属区市', '详细地址', '行业门类', '企业规模', '从业人员（人）', '营业收入（万元）', '资产总额（万元）',
    '法定代表人', '联系人', '职务', '联系电话', '电子邮箱', '成立日期', '联系市领导', '服务专员', '专员所在单位', '备注']).commit()
  for (let row = 0; row < count; row += 1) {
    const district = DISTRICTS[row % DISTRICTS.length]
    if (!district) continue
    sheet.addRow([
      row + 1, `青岛第${row + 1}精密机械有限公司`, syntheticCreditCode(
        district.code, row,
      ), district.name, `${district.name}长江路${row + 1}号`, '制造业', '中型',
      100 + (row % 900), 3000 + row, 5000 + row, '史凤强', '贺临洲', '总经理', `138${String(
        row % 10_000,
      ).padStart(8, '0')}`, `office${row}@example.com`,
      new Date(Date.UTC(1995 + (row % 25), row % 12, 1 + (row % 28))), '容知远', '夏立然', '市财政局', '',
    ]).commit()
  }
  return writer.commit().then(() => bytes)
}
