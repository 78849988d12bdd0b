import { parseArgs } from 'node:util'
import { createApp } from '../app.ts'
import { readConfig } from '../config.ts'
import { systemClock } from '../deps.ts'
import { readKeys } from '../keys.ts'
import { createLog } from '../log.ts'
import { command } from './command.ts'

/** Every route with method, path, policy and fields; a table, or JSON with `--json`. Needs no database. */
await command(async () => {
  const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } })
  const config = readConfig(process.env)
  const app = createApp({ config, clock: systemClock, log: createLog('silent'), keys: readKeys(config) })
  const routes = app.locals.declared.map(({ method, path, act, fields, upload }) => ({ method, path, policy: act, fields: fields ?? [], upload: upload ?? null }))
  if (values.json) process.stdout.write(`${JSON.stringify(routes, null, 2)}\n`)
  else for (const { method, path, policy, fields } of routes) process.stdout.write(`${method.padEnd(5)}${path.padEnd(50)}${policy.padEnd(26)}${fields.join(' ')}\n`)
  await Promise.resolve()
})
