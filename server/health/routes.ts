import mongoose from 'mongoose'
import { routeTable, type RouteTable } from '../http/routes.ts'

/** Probes: alive at all, and ready for people. Set to false while the process is stopping. */
export interface Readiness {
  accepting: boolean
}

export function healthRoutes(readiness: Readiness): RouteTable {
  const table = routeTable()
  table.get('/healthz', { act: 'public' }, (_req, res) => void res.type('text').send('ok'))
  table.get('/readyz', { act: 'public' }, async (_req, res) => {
    const ready = readiness.accepting && (await answersPing())
    res.status(ready ? 200 : 503).type('text').send(ready ? 'ready' : 'not ready')
  })
  return table
}

async function answersPing(): Promise<boolean> {
  try {
    await mongoose.connection.db?.admin().command({ ping: 1 }, { timeoutMS: 2000 })
    return mongoose.connection.readyState === mongoose.ConnectionStates.connected
  } catch {
    return false
  }
}
