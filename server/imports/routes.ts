import type { Request, Response } from 'express'
import { departmentsByCode } from '../../models/department/queries.ts'
import { districtNames } from '../../models/district/queries.ts'
import { ImportFileModel, type Import } from '../../models/import/index.ts'
import { importKind, type ImportKindName } from '../../models/import/kinds.ts'
import { importByNo, recentImports, rowsLeft, rowsOf, rowsWarned } from '../../models/import/queries.ts'
import { dayOf } from '../../models/shared/calendarDay.ts'
import type { Actor } from '../../models/user/actor.ts'
import { mayEver, type Act } from '../../models/user/permissions.ts'
import type { Deps } from '../deps.ts'
import { Conflict, Forbidden, NotFound } from '../http/errors.ts'
import { LIMITS } from '../http/limits.ts'
import { answerOnce } from '../http/once.ts'
import { page, redirect } from '../http/page.ts'
import { filesOf, routeTable, type RouteTable } from '../http/routes.ts'
import { requireActor } from '../http/signedIn.ts'
import { postButton } from '../lib/buttons.ts'
import { textOf, type Body } from '../lib/form.ts'
import { countText } from '../lib/format.ts'
import { markInChild } from '../lib/workbook/readInChild.ts'
import { chooseReading, confirmImport, overrideCode, takeIn, traceMarked, undoImport } from './actions.ts'
import { kindField, overrideFields, readingChoice } from './form.ts'
import { rowMarks } from './marks.ts'
import { PREVIEW_TABS, type PreviewTab } from './outcomes.ts'
import { firstTab, importPreview, type PreviewRows } from './preview.ts'
import { bytesOf } from './reading.ts'
import { closedBecause, STORED_KINDS, type StoredKind } from './rosters/index.ts'
import { importList, newImport, refusedPage, workingPage } from './view.ts'

const KIND_ACTS: Readonly<Record<StoredKind, Act>> = {
  enterprises: 'import.enterprises', npc: 'import.members', cppcc: 'import.members', representatives: 'import.representatives', opinions: 'import.opinions', users: 'import.people',
  posts: 'import.people',
}
const ROWS_SHOWN = 20
const WORKBOOK = { field: 'workbook', files: 1, bytes: LIMITS.workbookBytes }
const LIST = { text: '导入', href: '/imports' }

/** The import doctor: upload, preview, confirm, marked workbook, undo. @source DESIGN.md §3 flow 1, pages.md §4 */
export function importRoutes(deps: Deps): RouteTable {
  const table = routeTable()
  const { get, post } = table

  get('/imports', { act: 'import.read' }, async (req, res) => {
    const kinds = kindsOf(requireActor(req))
    return page(
      req, res, 'imports/index', importList(await recentImports(kinds), kinds, deps.clock.now()), { title: '导入' },
    )
  })

  get(
    '/imports/new',
    { act: 'import.read' },
    (req, res) => showNew(req, res, typeof req.query['kind'] === 'string' ? req.query['kind'] : ''),
  )

  post('/imports', { act: 'import.read', fields: ['kind'], upload: WORKBOOK }, async (req, res) => {
    const actor = requireActor(req)
    const form = kindField(req.body as Body)
    const [file] = filesOf(req)
    const errors = { ...(form.ok ? {} : form.errors), ...(file && file.size > 0 ? {} : { workbook: '请选择要导入的文件' }) }
    if (!form.ok || !file || file.size === 0) return showNew(req, res, textOf((req.body as Body)['kind']), errors)
    if (!mayEver(actor, KIND_ACTS[form.value.kind])) throw new Forbidden()
    const closed = await closedBecause(form.value.kind, dayOf(deps.clock.now()))
    if (closed !== null) return showNew(req, res, form.value.kind, { kind: closed })
    const upload = { bytes: file.buffer, fileName: shortName(file.originalname) }
    const to = await answerOnce(req, 'import', async (claim) =>
      `/imports/${await takeIn(deps, actor, form.value.kind, upload, (no, tx) => claim(`/imports/${no}`, tx.session))}`)
    redirect(req, res, to)
  })

  get('/imports/:no', { act: 'import.read' }, async (req, res) => {
    const batch = await findBatch(req)
    if (batch.state === 'reading' || batch.state === 'confirming' || batch.state === 'undoing') {
      res.setHeader('Refresh', '2')
      return page(
        req, res, 'imports/working', workingPage(batch, batch.state), { title: '导入', breadcrumb: crumbs(batch, null) },
      )
    }
    if (batch.state === 'refused') {
      return page(
        req, res, 'imports/refused', refusedPage(batch), { title: '文件没有读取', breadcrumb: crumbs(batch, '没有读取') },
      )
    }
    return showBatch(req, res, batch)
  })

  post('/imports/:no/mapping', { act: 'import.read', fields: ['sheet', 'headerRow', 'column-*'] }, async (req, res) => {
    const batch = await findBatch(req)
    const choice = readingChoice(req.body as Body, batch)
    if (!choice.ok) return showBatch(req, res, batch, choice.errors)
    await chooseReading(deps, requireActor(req), batch, choice.value)
    redirect(req, res, `/imports/${batch.no}`)
  })

  post('/imports/:no/overrides', { act: 'enterprise.overrideCode', fields: ['row', 'reason'] }, async (req, res) => {
    const batch = await findBatch(req)
    const form = overrideFields(req.body as Body)
    if (!form.ok) return showBatch(req, res, batch, form.errors)
    await overrideCode(deps, requireActor(req), batch, form.value.row, form.value.reason)
    redirect(req, res, `/imports/${batch.no}`, `第 ${form.value.row} 行照录，理由已记下。`)
  })

  post('/imports/:no/confirmation', { act: 'import.read', fields: [] }, async (req, res) => {
    const batch = await findBatch(req)
    const closed = await closedBecause(batch.kind, dayOf(deps.clock.now()))
    if (closed !== null) throw new Conflict(closed, { text: '回到这一批', href: `/imports/${batch.no}` })
    await confirmImport(deps, requireActor(req), batch)
    redirect(req, res, `/imports/${batch.no}`)
  })

  get('/imports/:no/undo', { act: 'import.read' }, async (req, res) => {
    const batch = await findBatch(req)
    if (batch.state !== 'done') throw new Conflict('只有导完的批次可以撤销。', { text: '回到这一批', href: `/imports/${batch.no}` })
    const { counter } = importKind(batch.kind)
    const { created, changed } = batch.applied
    const model = {
      title: '撤销这一批导入',
      paragraphs: [
        `新建的 ${countText(created)} ${counter}移除；已有走访或诉求的改为归档。变更的 ${countText(changed)} ${counter}恢复成导入前的内容。`,
        '导入以后有人改过的地方不动，撤销后列出来。',
      ],
      button: postButton('撤销这一批', `/imports/${batch.no}/undo`, {}, 'primary'),
      cancel: { text: '先不撤销', href: `/imports/${batch.no}` },
    }
    return page(req, res, 'imports/undo', model, { title: '撤销导入', breadcrumb: crumbs(batch, '撤销') })
  })

  post('/imports/:no/undo', { act: 'import.read', fields: [] }, async (req, res) => {
    const batch = await findBatch(req)
    const closed = await closedBecause(batch.kind, dayOf(deps.clock.now()))
    if (closed !== null) throw new Conflict(closed, { text: '回到这一批', href: `/imports/${batch.no}` })
    await undoImport(deps, requireActor(req), batch)
    redirect(req, res, `/imports/${batch.no}`)
  })

  get('/imports/:no/workbook', { act: 'import.read' }, async (req, res) => {
    const batch = await findBatch(req)
    if (batch.fileDeletedAt)
      throw new Conflict('文件已按期删除，不能再下载。', { text: '回到这一批', href: `/imports/${batch.no}` })
    const file = await ImportFileModel.findById(batch._id).lean<{ bytes: { buffer: Buffer } | Buffer } | null>()
    if (!file || batch.headerRows.length === 0) throw new NotFound()
    const order = { sheet: batch.sheet, headerRow: Math.max(...batch.headerRows), marks: await rowMarks(batch) }
    const marked = await markInChild({ bytes: bytesOf(file.bytes), fileName: batch.fileName }, order)
    await traceMarked(deps, requireActor(req), batch)
    res.attachment(`${batch.fileName.replace(/\.[^.]+$/, '')}（处理结果 ${batch.no}）.xlsx`)
    res.type('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet').send(marked)
  })

  return table

  function showNew(req: Request, res: Response, chosen: string, errors: Record<string, string> = {}): Promise<void> {
    const failed = Object.keys(errors).length > 0
    const title = failed ? '错误：上传名册' : '上传名册'
    return page(req, res, 'imports/new', newImport(kindsOf(requireActor(req)), chosen, errors), {
      title, status: failed ? 422 : 200, breadcrumb: [LIST, { text: '上传名册', href: null }],
    })
  }

  async function showBatch(
    req: Request, res: Response, batch: Import, errors: Record<string, string> = {},
  ): Promise<void> {
    const tab = PREVIEW_TABS.find((one) => one === req.query['tab']) ?? firstTab(batch)
    const names = { districts: await districtNames(), departments: await departmentsByCode() }
    const model = importPreview(batch, await rowsFor(batch, tab), names, deps.clock.now(), errors)
    const word = batch.state === 'preview' ? '预览' : batch.state === 'done' ? '已导入' : '已撤销'
    const failed = Object.keys(errors).length > 0
    return page(
      req,
      res,
      'imports/show',
      model,
      {
        title: `${failed ? '错误：' : ''}${model.title.clauses.join('')}`,
        status: failed ? 422 : 200,
        breadcrumb: crumbs(batch, word),
      },
    )
  }
}

const kindsOf = (actor: Actor): StoredKind[] => STORED_KINDS.filter((kind) => mayEver(actor, KIND_ACTS[kind]))

/** The batch, for those who may import its kind. @throws NotFound for everybody else */
async function findBatch(req: Request): Promise<Import> {
  const batch = await importByNo(String(req.params['no']))
  const allowed: readonly ImportKindName[] = kindsOf(requireActor(req))
  if (!batch || !allowed.includes(batch.kind)) throw new NotFound()
  return batch
}

async function rowsFor(batch: Import, tab: PreviewTab): Promise<PreviewRows> {
  if (tab === 'absent') return { tab, rows: [], alsoChanged: [] }
  if (tab === 'warned') return { tab, rows: await rowsWarned(batch._id, ROWS_SHOWN), alsoChanged: [] }
  if (tab === 'left') return { tab, rows: await rowsLeft(batch._id, ROWS_SHOWN), alsoChanged: [] }
  if (tab === 'duplicate') {
    const both = [
      ...(await rowsOf(batch._id, 'duplicate', ROWS_SHOWN)), ...(await rowsOf(batch._id, 'merged', ROWS_SHOWN)),
    ]
    return { tab, rows: both.sort((a, b) => a.row - b.row).slice(0, ROWS_SHOWN), alsoChanged: [] }
  }
  const [rows, alsoChanged] = await Promise.all(
    [rowsOf(batch._id, tab, ROWS_SHOWN), tab === 'refused' ? rowsOf(batch._id, 'changed', 6) : []],
  )
  return { tab, rows, alsoChanged }
}

function crumbs(batch: Import, last: string | null) {
  const of = { text: `${importKind(batch.kind).label}名册`, href: last === null ? null : `/imports/${batch.no}` }
  return [LIST, of, ...(last === null ? [] : [{ text: last, href: null }])]
}

/** The name without a path, without signs that no name has, at most 200. */
function shortName(name: string): string {
  const bare = (name.split(/[/\\]/).at(-1) ?? '').replace(/[\p{C}]/gu, '').trim()
  return [...(bare || '未命名')].slice(-200).join('')
}
