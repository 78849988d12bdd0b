import { parseArgs } from 'node:util'
import mongoose from 'mongoose'
import { UserModel } from '../../models/user/index.ts'
import { readConfig } from '../config.ts'
import { startServer } from '../index.ts'
import { command, withDatabase, WrongCall } from './command.ts'
import { stopOnSignal } from './stopOnSignal.ts'
import { isSamplePhase, SAMPLE_PHASES } from './seed/campaignDays.ts'
import { seedCity, DEMO_PASSWORD, demoSignIns } from './seed/city.ts'

/**
 * The main job on a fresh machine: an embedded database, a sample city around now, then the server. A database that holds
 * a city already is opened as it is.
 */
await command(async () => {
  const { values } = parseArgs({ options: { at: { type: 'string' }, phase: { type: 'string', default: 'voting' } } })
  const { phase } = values
  if (!isSamplePhase(phase)) throw new WrongCall(`--phase 应为 ${SAMPLE_PHASES.join('、')} 之一，现在是 ${phase}`)
  const config = readConfig({ LOG_LEVEL: 'warn', ...process.env })
  await withDatabase(async (deps) => {
    if ((await UserModel.estimatedDocumentCount()) > 0) return
    process.stdout.write('正在建示范城市……\n')
    await seedCity(deps, { profile: 'demo', phase, at: values.at ? new Date(values.at) : new Date(), say: (line) => process.stdout.write(`${line}\n`) })
  }, config)
  const server = await startServer(config)
  const signIns = await demoSignIns(mongoose.connection)
  process.stdout.write(`\n示范城市已就绪：${server.address}\n密码都是 ${DEMO_PASSWORD}\n\n`)
  for (const { account, name, role, department } of signIns) process.stdout.write(`  ${account.padEnd(14)}${name}  ${role}，${department}\n`)
  process.stdout.write('\n按 Ctrl+C 停止。数据在 data/ 目录，删掉它就从头来过。\n')
  stopOnSignal(server)
})
