// npm test: types and lint, then every suite in a process of its own, then the browser flows where a Chromium is found.
// Ends with the line that counts, `N passed, N failed`.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const bin = (name) => join(root, 'node_modules', '.bin', name)
const CHROMIUM = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) => path && existsSync(path))

process.env.TZ ??= 'UTC'
const counts = { passed: 0, failed: 0, skipped: 0 }

await step('types', bin('tsc'), ['--noEmit'])
await step('lint', bin('eslint'), ['-c', '.config/eslint.config.js', '.'])
await suite('rules, models and pages', ["test/**/*.test.ts", '--ignore', 'test/e2e/**'], {})
if (CHROMIUM) await suite('browser flows', ['test/e2e/**/*.test.ts'], { CHROMIUM })
else {
  process.stdout.write('\nNo Chromium found: the browser flows are SKIPPED (set CHROMIUM to its path).\n')
  counts.skipped++
}
process.stdout.write(`\n${counts.passed} passed, ${counts.failed} failed${counts.skipped ? `, ${counts.skipped} skipped` : ''}\n`)
process.exit(counts.failed === 0 && counts.passed > 0 ? 0 : 1)

async function step(name, command, args) {
  process.stdout.write(`\n== ${name}\n`)
  const { code } = await run(command, args, {})
  if (code === 0) counts.passed++
  else counts.failed++
}

async function suite(name, args, env) {
  process.stdout.write(`\n== ${name}\n`)
  const { code, output } = await run(bin('mocha'), ['--exit', ...args], env)
  const count = (word) => Number(new RegExp(`^\\s*(\\d+) ${word}`, 'm').exec(output)?.[1] ?? 0)
  counts.passed += count('passing')
  counts.skipped += count('pending')
  counts.failed += Math.max(count('failing'), code === 0 ? 0 : 1)
}

function run(command, args, env) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'inherit'] })
    let output = ''
    child.stdout.on('data', (chunk) => {
      output += chunk
      process.stdout.write(chunk)
    })
    child.on('close', (code) => resolve({ code, output }))
  })
}
