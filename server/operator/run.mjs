// The door of all operator commands: builds what is missing or old, then runs server/operator/<command>.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
const [command, ...rest] = process.argv.slice(2)
process.env.TZ = 'Asia/Shanghai'
process.chdir(root)

const sources = ['server', 'models', 'jobs', 'test/bench'].map((folder) => join(root, folder)).filter(existsSync)
const stamp = join(root, 'dist', '.tsbuildinfo')
if (!existsSync(stamp) || newest(sources) > statSync(stamp).mtimeMs) build()

process.setSourceMapsEnabled(true)
process.argv.splice(1, process.argv.length - 1, join(root, 'dist', 'server', 'operator', `${command}.js`), ...rest)
await import(pathToFileURL(process.argv[1]).href)

function newest(folders) {
  const files = folders.flatMap((folder) => readdirSync(folder, { recursive: true }).filter((name) => name.endsWith('.ts')).map((name) => join(folder, name)))
  return Math.max(...files.map((file) => statSync(file).mtimeMs))
}

function build() {
  const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc')
  if (!existsSync(compiler)) return
  const result = spawnSync(process.execPath, [compiler, '-p', join(root, '.config', 'tsconfig.build.json')], { stdio: ['ignore', 'inherit', 'inherit'] })
  if (result.status !== 0) process.exit(result.status ?? 1)
}
