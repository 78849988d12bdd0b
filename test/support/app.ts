import type { Express } from 'express'
import request from 'supertest'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createApp } from '../../server/app.ts'
import { readConfig } from '../../server/config.ts'
import type { Clock, Deps } from '../../server/deps.ts'
import { readKeys } from '../../server/keys.ts'
import { createLog } from '../../server/log.ts'
import { forgetAll } from '../../models/shared/memo.ts'
import type { Role } from '../../models/user/roles.ts'
import { aUser, PASSWORD } from './factories.ts'

/** A clock that stands still until it is told to move. */
export interface TestClock extends Clock {
  set(iso: string): void
  forward(ms: number): void
}

export function aClock(iso: string): TestClock {
  let at = new Date(iso).getTime()
  return { now: () => new Date(at), set: (next) => void (at = new Date(next).getTime()), forward: (ms) => void (at += ms) }
}

/** The moment of the mockups: Wednesday 25 November 2026, 10:20. */
export const NOW = '2026-11-25T10:20:00+08:00'

/** What acts need, without a web door. */
export function testDeps({ now = NOW, env = {} }: { now?: string, env?: Record<string, string> } = {}): Deps & { clock: TestClock } {
  const dataDir = mkdtempSync(join(tmpdir(), `zoufang-test-${process.pid}-app-`))
  const config = readConfig({ DATA_DIR: dataDir, SESSION_SECRET: 'a secret of the tests, long enough for them', JOBS: 'off', LOG_LEVEL: 'silent', ...env })
  return { config, clock: aClock(now), log: createLog(process.env['TEST_LOG'] ?? 'silent'), keys: readKeys(config) }
}

export type Agent = ReturnType<typeof request.agent>

export interface TestApp {
  app: Express
  deps: Deps & { clock: TestClock }
  /** an agent signed in through the real form as the user */
  signIn(account: string, password?: string): Promise<Agent>
  /** makes a user with these roles and signs in */
  signInAs(role: Role | Role[], more?: Parameters<typeof aUser>[0]): Promise<{ agent: Agent, user: Awaited<ReturnType<typeof aUser>> }>
}

/** The real application over the test's database, with a clock of its own. */
export function anApp(options: { now?: string, env?: Record<string, string> } = {}): TestApp {
  forgetAll()
  const deps = testDeps(options)
  const app = createApp(deps)
  const signIn = async (account: string, password = PASSWORD) => {
    const agent = request.agent(app)
    const form = await agent.get('/sign-in')
    await agent.post('/sign-in').type('form').send({ _csrf: tokenIn(form.text), account, password }).expect(303)
    return agent
  }
  return {
    app,
    deps,
    signIn,
    signInAs: async (role, more = {}) => {
      const user = await aUser({ ...more, roles: [role].flat() })
      return { agent: await signIn(user.account), user }
    },
  }
}

/** The form token on a page. */
export function tokenIn(html: string): string {
  const found = /name="_csrf" value="([^"]+)"/.exec(html)
  if (!found?.[1]) throw new Error('The page has no form token')
  return found[1]
}

/** Posts a form as a person would: opens the page that holds it, takes its token, sends. */
export async function submit(agent: Agent, from: string, to: string, fields: Record<string, string | string[]>) {
  const pageWithForm = await agent.get(from)
  return agent.post(to).type('form').send({ _csrf: tokenIn(pageWithForm.text), ...fields })
}
