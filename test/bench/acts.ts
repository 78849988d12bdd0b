import { randomUUID } from 'node:crypto'
import { IssueModel } from '../../models/issue/index.ts'
import { forkServer, load, signIn, withLoadCity, type Measured } from './city.ts'

const PORT = 3992

/**
 * A note on a case, end to end: one transaction with its audit entry and the claim of its form. Each post is a form of its
 * own, as a person's would be. @source DESIGN.md §6
 */
export const acts = (scale: number): Promise<Measured[]> =>
  withLoadCity(scale, async ({ config }) => {
    const server = await forkServer(config, PORT)
    try {
      const { cookie, token } = await signIn(server.address, '联席会议办公室')
      const open = await IssueModel.find({ open: true }, { no: 1 }).limit(400).lean()
      const headers = { cookie, origin: server.address, 'content-type': 'application/x-www-form-urlencoded' }
      let next = 0
      const note = () => ({
        method: 'POST' as const, headers, path: `/issues/${open[next++ % open.length]?.no ?? ''}/note`,
        body: new URLSearchParams({ _csrf: token, once: randomUUID(), text: '已电话核对进度' }).toString(),
      })
      const requests = [{ setupRequest: (request: object) => ({ ...request, ...note() }) }]
      const four = await load(server.address, 4, { requests })
      const sixteen = await load(server.address, 16, { requests })
      const failed = four.failed + sixteen.failed
      return [{
        name: 'act', goal: 'p50 ≤ 15 ms at 4 writers, ≥ 300 acts/s at 16', met: four.p50 <= 15 && sixteen.rps >= 300 && failed === 0,
        figures: { p50At4: four.p50, p99At4: four.p99, actsAt16: sixteen.rps, p99At16: sixteen.p99, failed },
      }]
    } finally {
      await server.stop()
    }
  })
