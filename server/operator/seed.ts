import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import mongoose from 'mongoose'
import { systemClock } from '../deps.ts'
import { command, withDatabase, WrongCall } from './command.ts'
import { isSamplePhase, SAMPLE_PHASES } from './seed/campaignDays.ts'
import { DEMO_PASSWORD, demoSignIns } from './seed/city.ts'
import { fillDatabase, isProfile, PROFILES } from './seed/profiles.ts'

/**
 * `npm run seed -- --profile demo|load|acceptance [--scale N] [--at ISO] [--phase NAME] [--json FILE]`: fills an empty
 * database with a sample city; `--phase` says where this year's campaign stands.
 * Prints the sign-ins; with `--json` also writes them, with links and ids, for programs.
 */
await command(async () => {
  const { values } = parseArgs({
    options: {
      profile: { type: 'string', default: 'demo' },
      scale: { type: 'string', default: '1' },
      at: { type: 'string' },
      phase: { type: 'string', default: 'voting' },
      json: { type: 'string' },
    },
  })
  const { profile, phase } = values
  if (!isProfile(profile)) throw new WrongCall(`--profile 应为 ${PROFILES.join('、')} 之一，现在是 ${profile}`)
  const scale = Number(values.scale)
  if (!(scale > 0 && scale <= 20)) throw new WrongCall(`--scale 应为大于 0、不超过 20 的数，现在是 ${values.scale}`)
  if (!isSamplePhase(phase)) throw new WrongCall(`--phase 应为 ${SAMPLE_PHASES.join('、')} 之一，现在是 ${phase}`)
  const at = values.at === undefined ? systemClock.now() : new Date(values.at)
  if (Number.isNaN(at.getTime()))
    throw new WrongCall(`--at 应为日期时间，如 2026-11-25T10:20+08:00，现在是 ${values.at ?? ''}`)
  await withDatabase(async (deps) => {
    const filled = await fillDatabase(deps, { profile, scale, at, phase })
    if (values.json !== undefined)
      writeFileSync(values.json, `${JSON.stringify(filled.handout, null, 2)}\n`, { mode: 0o600 })
    const signIns = (await demoSignIns(mongoose.connection)).map(
      ({ account, name, role, department }) => `  ${account.padEnd(14)}${name}  ${role}，${department}`,
    )
    process.stdout.write(`${[...filled.summary, `密码都是 ${DEMO_PASSWORD}`, ...signIns].join('\n')}\n`)
  })
})
