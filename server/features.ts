import type { Deps } from './deps.ts'
import type { RouteTable } from './http/routes.ts'
import { sessionRoutes } from './sessions/routes.ts'
import { userRoutes } from './users/routes.ts'

/** Every feature with its addresses, in the order of the tour. A new feature adds its line here. */
export const features = (deps: Deps): RouteTable[] => [
  sessionRoutes(deps),
  userRoutes(deps),
]
