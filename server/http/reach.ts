import type { Request } from 'express'
import { mayEver } from '../../models/user/permissions.ts'
import { isOpen, type Declared } from './routes.ts'
import { actorFrom } from './signedIn.ts'

/**
 * Whether the page at an address of ours is ever shown to this user, by the policy that its route declared; which records it
 * shows is decided there. An address that no route declared counts as open.
 */
export function mayOpen(req: Request, href: string): boolean {
  const path = href.replace(/[?#].*$/, '')
  const route = pagesOf(req.app.locals.declared).find(({ form }) => form.test(path))
  if (!route || isOpen(route.act)) return true
  const actor = actorFrom(req)
  return actor !== null && mayEver(actor, route.act)
}

/** What leads nowhere for this user stays as words. */
export const orWords = (req: Request, href: string | null): string | null => (href !== null && mayOpen(req, href) ? href : null)

interface Page { form: RegExp, act: Declared['act'] }
const known = new WeakMap<readonly Declared[], readonly Page[]>()

/** In the order in which the router asks them, so that `/issues/new` is found before `/issues/:no`. */
function pagesOf(declared: readonly Declared[]): readonly Page[] {
  const kept = known.get(declared) ?? declared.filter(({ method }) => method === 'GET').map(({ path, act }) => ({ form: formOf(path), act }))
  known.set(declared, kept)
  return kept
}

const formOf = (path: string) => new RegExp(`^${path.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/:\w+/g, '[^/]+')}$`)
