import { AuditBlockModel, AuditEntryModel, type AuditEntry } from '../../models/audit/index.ts'
import { dayOf, instantOf, addDays, parseDay } from '../../models/shared/calendarDay.ts'
import { ROLES, type Role } from '../../models/user/roles.ts'
import type { Deps } from '../deps.ts'
import { page } from '../http/page.ts'
import type { RouteTable } from '../http/routes.ts'
import { column, tableOf, textCell } from '../lib/cells.ts'
import { countText, dateTimeText } from '../lib/format.ts'
import { textOf } from '../lib/form.ts'
import { filterBar, filterSelect, pagerOf, type ListQuery } from '../lib/listAddress.ts'
import type { Fact } from '../lib/parts.ts'
import { adminList, heading } from './pages.ts'
import { actWords, NOUN_WORDS } from './rightWords.ts'

const PATH = '/admin/audit'
const PAGE_SIZE = 50
const COUNT_LIMIT = 1000
const DAYS = { '1': '今天', '7': '近 7 天', '30': '近 30 天' } as const

/** Who did what to which record. Personal values stand there masked; the trail itself is checked by check:invariants. */
export function auditPages({ get }: RouteTable, deps: Deps): void {
  get(PATH, { act: 'audit.read' }, async (req, res) => {
    const query = readQuery(req.query)
    const now = deps.clock.now()
    const today = dayOf(now)
    const number = Math.min(1000, Math.max(1, Number.parseInt(query['page'] ?? '1', 10) || 1))
    const filter = filterOf(query, today)
    const [rows, total, facts] = await Promise.all([
      AuditEntryModel.find(filter).sort({ at: -1, _id: -1 }).skip((number - 1) * PAGE_SIZE).limit(PAGE_SIZE).lean<AuditEntry[]>(),
      AuditEntryModel.countDocuments(filter, { limit: COUNT_LIMIT + 1 }), chainFacts(now),
    ])
    const counted = total > COUNT_LIMIT ? { atLeast: COUNT_LIMIT } : total
    const columns = [column('时间'), column('谁'), column('办什么'), column('记录'), column('变化', { wide: true }), column('结果'), column('块', { number: true, wide: true })]
    const cells = (entry: AuditEntry) => [
      textCell(dateTimeText(entry.at, today), { className: 'nowrap' }), textCell(entry.actorName || '未登录', { small: entry.actorRoles.map((role) => ROLES[role as Role]).join('、') || null }),
      textCell(actWords(entry.act)), textCell(entry.record.no || NOUN_WORDS[entry.record.type] || '—'),
      textCell([...Object.values(entry.changes), entry.reason ? `原因：${entry.reason}` : ''].filter(Boolean).join('；').slice(0, 200)),
      textCell(entry.result === 'done' ? '已办' : '被拒', { tone: entry.result === 'done' ? '' : 'over' }), textCell(entry.block === null ? '待封' : String(entry.block)),
    ]
    await page(req, res, 'admin/list', adminList({
      heading: heading('审计', '每一步谁办的、什么时候、变了什么；只能看，不能改'), facts,
      filter: filterBar({
        path: PATH, query, search: { placeholder: '姓名、编号' }, keep: [], exportable: false, countText: `${countText(Math.min(total, COUNT_LIMIT))}${total > COUNT_LIMIT ? '+' : ''} 条`,
        selects: [
          filterSelect('noun', '事项', Object.entries(NOUN_WORDS).map(([value, text]) => ({ value, text })), query),
          filterSelect('result', '结果', [{ value: 'done', text: '已办' }, { value: 'refused', text: '被拒' }], query),
          filterSelect('days', '时间', Object.entries(DAYS).map(([value, text]) => ({ value, text })), query),
        ],
      }),
      table: rows.length > 0 ? tableOf('审计记录', columns, rows.map(cells)) : null,
      pager: rows.length > 0 ? pagerOf(PATH, query, number, PAGE_SIZE, counted, '条') : null,
      empty: rows.length > 0 ? null : { what: '没有符合条件的记录。', next: '换个条件，或者清除筛选。', link: null },
    }), { title: '审计' })
  })
}

function readQuery(given: Readonly<Record<string, unknown>>): ListQuery {
  const of = (name: string) => textOf(given[name] as string | undefined).trim().slice(0, 60) || undefined
  return { q: of('q'), noun: of('noun'), result: of('result'), days: of('days'), page: of('page') }
}

function filterOf({ q, noun, result, days }: ListQuery, today: string): Record<string, unknown> {
  const since = days && days in DAYS ? parseDay(addDays(today, 1 - Number(days))) : null
  return {
    ...(since ? { at: { $gte: instantOf(since, '00:00') } } : {}),
    ...(noun && noun in NOUN_WORDS ? { act: { $regex: `^${noun}\\.` } } : {}),
    ...(result === 'done' || result === 'refused' ? { result } : {}),
    ...(q ? { $or: [{ actorName: q }, { 'record.no': q }, { 'record.id': q }] } : {}),
  }
}

/** Where the chain stands: its head, and how much still waits to be sealed, since when. */
async function chainFacts(now: Date): Promise<Fact[]> {
  const [head, waiting, oldest] = await Promise.all([
    AuditBlockModel.findOne({}, { hash: 1, sealedAt: 1 }).sort({ _id: -1 }).lean(),
    AuditEntryModel.countDocuments({ block: null }, { limit: 10_001 }), AuditEntryModel.findOne({ block: null }, { at: 1 }).sort({ _id: 1 }).lean(),
  ])
  const fact = (term: string, text: string, small: string | null = null): Fact => ({ term, text, href: null, small, action: null })
  const seconds = oldest ? Math.max(0, Math.round((now.getTime() - oldest.at.getTime()) / 1000)) : 0
  return [
    fact('链头', head ? `第 ${countText(head._id)} 块，${dateTimeText(head.sealedAt, dayOf(now))} 封` : '还没有封过', head ? head.hash : null),
    fact('待封', waiting === 0 ? '没有' : `${countText(waiting)} 条，最早的等了 ${countText(seconds)} 秒`),
  ]
}
