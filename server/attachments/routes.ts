import { open } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import type { Deps } from '../deps.ts'
import { NotFound } from '../http/errors.ts'
import { routeTable, type RouteTable } from '../http/routes.ts'
import { requireActor } from '../http/signedIn.ts'
import { fileFor } from './access.ts'
import { contentDisposition } from './names.ts'
import { placeOf } from './store.ts'
import { isDrawn } from './view.ts'

/** Downloads. Files come in with the forms of their records; here they only go out. */
export function attachmentRoutes(deps: Deps): RouteTable {
  const table = routeTable()

  table.get('/attachments/:id', { act: 'attachment.read' }, async (req, res) => {
    const file = await fileFor(requireActor(req), String(req.params['id']))
    if (file === null) throw new NotFound()
    const stored = await open(placeOf(deps, file.path)).catch(() => null)
    if (stored === null) throw new NotFound()
    res.set({
      'Content-Type': file.mime,
      'Content-Length': String(file.bytes),
      'Content-Disposition': contentDisposition(file.name, isDrawn(file.mime) ? 'inline' : 'attachment'),
      'X-Content-Type-Options': 'nosniff',
      // Whatever a file holds, opened as a page it may do nothing.
      'Content-Security-Policy': "default-src 'none'; sandbox; frame-ancestors 'none'",
    })
    if (req.method === 'HEAD') return stored.close().then(() => void res.end())
    await pipeline(stored.createReadStream(), res).catch((error: unknown) => {
      if (!res.headersSent) throw error
    })
  })

  return table
}
