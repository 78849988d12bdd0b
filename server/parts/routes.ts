import { page } from '../http/page.ts'
import { routeTable } from '../http/routes.ts'
import { partsPage } from './samples.ts'

/** The living style sheet. The app mounts it in development only. */
export const parts = routeTable()

parts.get('/admin/parts', { act: 'account.own' }, (req, res) => page(req, res, 'parts/index', partsPage(), { title: '部件' }))
