import { noticeText } from '../../models/notice/words.ts'
import { OutboxModel, type OutboxRow } from '../../models/outbox/index.ts'
import { dayOf } from '../../models/shared/calendarDay.ts'
import { UserModel } from '../../models/user/index.ts'
import { mayEver } from '../../models/user/permissions.ts'
import { act } from '../act.ts'
import type { Deps } from '../deps.ts'
import { page, redirect } from '../http/page.ts'
import type { RouteTable } from '../http/routes.ts'
import { requireActor } from '../http/signedIn.ts'
import { postButton } from '../lib/buttons.ts'
import { column, figureCell, tableOf, textCell } from '../lib/cells.ts'
import { countText, dateTimeText } from '../lib/format.ts'
import { filterBar, filterSelect } from '../lib/listAddress.ts'
import { textOf } from '../lib/form.ts'
import { adminList, heading } from './pages.ts'

const PATH = '/admin/outbox'
const CHANNEL_WORDS: Record<string, string> = { page: '页面', mail: '邮件', http: '短信或企业微信' }
const STATE_WORDS: Record<string, string> = { waiting: '等待', sent: '已发出', parked: '搁置', dropped: '送不到' }
const RECEIPT_WORDS = { delivered: '回执已送达', failed: '回执未送达' } as const
const SHOWN = 200

/** Notices that wait and those that were given up after many tries; the given-up ones can be sent again. */
export function outboxPages({ get, post }: RouteTable, deps: Deps): void {
  get(PATH, { act: 'outbox.read' }, async (req, res) => {
    const given = textOf(req.query['state'] as string | undefined)
    const state = given in STATE_WORDS ? given : ''
    const filter = state === '' ? { state: { $in: ['waiting', 'parked'] as OutboxRow['state'][] } } : { state: state as OutboxRow['state'] }
    const [rows, counted, parked] = await Promise.all([
      OutboxModel.find(filter).sort({ nextAt: state === 'sent' ? -1 : 1 }).limit(SHOWN).lean<OutboxRow[]>(),
      OutboxModel.countDocuments(filter, { limit: 10_001 }), OutboxModel.countDocuments({ state: 'parked' }, { limit: 10_001 }),
    ])
    const users = await UserModel.find({ _id: { $in: rows.map(({ to }) => to) } }, { name: 1 }).lean()
    const names = new Map(users.map(({ _id, name }) => [String(_id), name]))
    const today = dayOf(deps.clock.now())
    const columns = [column('通知'), column('发给'), column('途径'), column('状态'), column('次数', { number: true }), column('下次', { wide: true }), column('原因', { wide: true })]
    const cells = (row: OutboxRow) => [
      textCell(noticeText(row.template, row.facts)), textCell(row.outsider ? '系统外的联系人' : names.get(String(row.to)) ?? '已删除的用户'), textCell(CHANNEL_WORDS[row.channel] ?? ''),
      textCell([STATE_WORDS[row.state] ?? '', row.receipt ? RECEIPT_WORDS[row.receipt] : ''].filter(Boolean).join('，'), { tone: row.state === 'parked' ? 'over' : '' }), figureCell(String(row.tries)),
      textCell(row.state === 'waiting' ? dateTimeText(row.nextAt, today) : null), textCell(row.lastError),
    ]
    const mayResend = mayEver(requireActor(req), 'outbox.resend') && parked > 0
    await page(req, res, 'admin/list', adminList({
      heading: heading('发件箱', '等着发出和多次没有发成的通知', mayResend ? [postButton(`重发搁置的 ${countText(parked)} 条`, `${PATH}/resending`, {}, 'primary')] : []),
      alarm: parked > 0 ? `有 ${countText(parked)} 条多次没有发成，已搁置。请先查明原因再重发。` : null,
      filter: filterBar({
        path: PATH, query: { state }, search: null, keep: [], exportable: false, printable: false, countText: `${countText(counted)} 条`, countNote: counted > SHOWN ? `，下面是前 ${SHOWN} 条` : null,
        selects: [filterSelect('state', '状态', Object.entries(STATE_WORDS).map(([value, text]) => ({ value, text })), { state })],
      }),
      table: rows.length > 0 ? tableOf('发件箱', columns, rows.map(cells)) : null,
      empty: rows.length > 0 ? null : { what: state === '' ? '没有等着发的通知。' : '没有符合条件的通知。', next: '通知在办公时间发出，重大诉求的随时发出。', link: null },
    }), { title: '发件箱' })
  })

  post(`${PATH}/resending`, { act: 'outbox.resend', fields: [] }, async (req, res) => {
    const count = await act(deps, requireActor(req), 'outbox.resend', async (tx) => {
      const { modifiedCount } = await OutboxModel.updateMany({ state: 'parked' }, { $set: { state: 'waiting', tries: 0, nextAt: tx.now, lastError: '' } }, { session: tx.session })
      tx.audit({ record: { type: 'outbox', id: 'parked' }, changes: { count: String(modifiedCount) } })
      return modifiedCount
    })
    redirect(req, res, PATH, `已放回 ${countText(count)} 条，几秒内重发。`)
  })
}
