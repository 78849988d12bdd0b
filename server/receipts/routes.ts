import { RECEIPTS } from '../../models/outbox/index.ts'
import type { Deps } from '../deps.ts'
import { NotFound } from '../http/errors.ts'
import { routeTable, type RouteTable } from '../http/routes.ts'
import { choice, readForm, type Body } from '../lib/form.ts'
import { isProof, takeReceipt, type Taken } from '../outbox/receipts.ts'

/** What the gateway is answered; only `early` asks it to come again. */
const ANSWERS: Readonly<Record<Exclude<Taken, 'unknown'>, number>> = { taken: 204, known: 204, early: 409 }

/** 回执: the gateway that carries messages out says which of them arrived. @source DESIGN.md §7 Notices */
export function receiptRoutes(deps: Deps): RouteTable {
  const table = routeTable()
  table.post('/receipts/:row/:proof', { act: 'machine', fields: ['state'] }, async (req, res) => {
    const row = String(req.params['row'])
    if (!isProof(deps, row, String(req.params['proof']))) throw new NotFound()
    const read = readForm((req.body ?? {}) as Body, { state: choice('state', RECEIPTS) })
    if (!read.ok) return void res.status(422).json(read.errors)
    const taken = await takeReceipt(deps, row, read.value.state)
    if (taken === 'unknown') throw new NotFound()
    res.status(ANSWERS[taken]).end()
  })
  return table
}
