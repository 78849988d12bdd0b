// npm test: types and lint, then all tests without a browser in two processes side by side, each with a database server of
// its own, then those that kill processes, then the browser flows where a Chromium is found. Ends with the line that counts, `N passed, N failed`.
import { spawn } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const bin = (name) => join(root, 'node_modules', '.bin', name)
const CHROMIUM = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) => path && existsSync(path))

/** What kills processes and measures how long things stand still runs by itself. */
const WANTS_QUIET = /killed|twoProcesses|hardening/

process.env.TZ ??= 'UTC'
const counts = { passed: 0, failed: 0, skipped: 0 }

await Promise.all([step('types', bin('tsc'), ['--noEmit']), step('lint', bin('eslint'), ['-c', '.config/eslint.config.js', '.'])])
const alone = testFiles().filter((name) => WANTS_QUIET.test(name))
const together = testFiles().filter((name) => !WANTS_QUIET.test(name))
await Promise.all(halves(together).map((files, half) => suite(`rules, models and pages, half ${half + 1} of 2`, files, {})))
await suite('processes killed and databases frozen', alone, {})
if (CHROMIUM) await suite('browser flows', ['test/e2e/**/*.test.ts'], { CHROMIUM })
else {
  process.stdout.write('\nNo Chromium found: the browser flows are SKIPPED (set CHROMIUM to its path).\n')
  counts.skipped++
}
process.stdout.write(`\n${counts.passed} passed, ${counts.failed} failed${counts.skipped ? `, ${counts.skipped} skipped` : ''}\n`)
process.exit(counts.failed === 0 && counts.passed > 0 ? 0 : 1)

async function step(name, command, args) {
  const { code, output } = await run(command, args, {})
  process.stdout.write(`\n== ${name}\n${output}`)
  if (code === 0) counts.passed++
  else counts.failed++
}

/** Shown when it is over, so that two suites do not mix their lines. */
async function suite(name, args, env) {
  const { code, output } = await run(bin('mocha'), ['--exit', ...args], env)
  process.stdout.write(`\n== ${name}\n${output}`)
  const count = (word) => Number(new RegExp(`^\\s*(\\d+) ${word}`, 'm').exec(output)?.[1] ?? 0)
  counts.passed += count('passing')
  counts.skipped += count('pending')
  counts.failed += Math.max(count('failing'), code === 0 ? 0 : 1)
}

function testFiles() {
  return readdirSync(join(root, 'test'), { recursive: true })
    .filter((name) => name.endsWith('.test.ts') && !name.startsWith('e2e'))
    .map((name) => join('test', name))
}

/** Two halves of about the same size. */
function halves(files) {
  const size = new Map(files.map((file) => [file, statSync(join(root, file)).size]))
  const heaviestFirst = [...files].sort((one, other) => size.get(other) - size.get(one))
  return [0, 1].map((half) => heaviestFirst.filter((_, index) => [0, 3].includes(index % 4) === (half === 0)).sort())
}

function run(command, args, env) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'inherit'] })
    let output = ''
    child.stdout.on('data', (chunk) => (output += chunk))
    child.on('close', (code) => resolve({ code, output }))
  })
}
