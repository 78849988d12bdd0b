import type { RootHookObject } from 'mocha'
import { stopTestServer } from './server.ts'

/** Nothing is started here: pure rule tests never see a database. What a test started ends with the run. */
export const mochaHooks: RootHookObject = {
  async afterAll() {
    await stopTestServer()
  },
}
