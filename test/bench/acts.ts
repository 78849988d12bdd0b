import { IssueModel } from '../../models/issue/index.ts'
import { load, withLoadCity, type Measured } from './city.ts'

/** A note on a case, end to end: one transaction with its audit entry. @source DESIGN.md §6 */
export const acts = (scale: number): Promise<Measured[]> =>
  withLoadCity(scale, async ({ server, signIn }) => {
    const { cookie, token } = await signIn('联席会议办公室')
    const open = await IssueModel.find({ open: true }, { no: 1 }).limit(400).lean()
    const headers = { cookie, origin: server.address, 'content-type': 'application/x-www-form-urlencoded' }
    const requests = open.map(({ no }) => ({ method: 'POST' as const, path: `/issues/${no}/note`, headers, body: new URLSearchParams({ _csrf: token, text: '已电话核对进度' }).toString() }))
    const four = await load(server.address, 4, { requests })
    const sixteen = await load(server.address, 16, { requests })
    return [{ name: 'act', goal: 'p50 ≤ 15 ms at 4 writers, ≥ 300 acts/s at 16', met: four.p50 <= 15 && sixteen.rps >= 300, figures: { p50At4: four.p50, p99At4: four.p99, actsAt16: sixteen.rps, p99At16: sixteen.p99, failed: four.failed + sixteen.failed } }]
  })
