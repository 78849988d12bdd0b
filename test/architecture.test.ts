import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { expect } from 'chai'

/** The house rules that a machine can check. @source DESIGN.md §4, README "Layers" */

const ROOT = join(import.meta.dirname, '..')
const SHELVES = ['server', 'models', 'jobs'] as const

interface Module {
  path: string
  text: string
  imports: { path: string, typeOnly: boolean, own: boolean }[]
}

const modules = SHELVES.flatMap((shelf) => filesUnder(shelf, '.ts')).map(readModule)
const byPath = new Map(modules.map((each) => [each.path, each]))

/** A kind of file and what it must not import: patterns of own paths or package names. */
const LAYERS: readonly { what: string, files: RegExp, never: RegExp, except?: RegExp }[] = [
  { what: 'shared rules import nothing of ours but each other', files: /^models\/shared\//, never: /^(models\/(?!shared\/)|server\/|jobs\/|mongoose|mongodb|express)/ },
  { what: 'models know neither doors nor jobs', files: /^models\//, never: /^(server\/|jobs\/|express|passport)/, except: /^server\/database\/counters\.ts$/ },
  { what: 'helpers know no express and no feature', files: /^server\/lib\//, never: /^(express|passport|server\/(?!lib\/|database\/|deps\.ts|config\.ts|log\.ts|keys\.ts)|jobs\/)/ },
  { what: 'the web door is imported by no job', files: /^jobs\//, never: /^(express|server\/http\/|server\/[^/]+\/(routes|form)\.ts)/, except: /^server\/http\/(sessionStore|limits)\.ts$/ },
  { what: 'forms and views neither touch express nor run acts', files: /^server\/[^/]+\/(form|view)\.ts$/, never: /^(express|passport|server\/act\.ts|server\/[^/]+\/(routes|actions)\.ts)/ },
  { what: 'actions know no form, page or express', files: /^server\/[^/]+\/actions\.ts$/, never: /^(express|server\/http\/(?!errors\.ts|requestId\.ts)|server\/[^/]+\/(routes|view)\.ts)/ },
]

/** Besides config.ts: where programs start, and where the environment is handed on to a child process. */
const HANDS_IT_ON = /^server\/(config|index)\.ts$|^server\/operator\/|^server\/database\/mongod\/|^server\/lib\/(child|workbook\/readInChild)\.ts$/
const PURE = /^models\/[^/]+\/(?!index\.ts|queries\.ts|account\.ts|.*[qQ]ueries\.ts|verbs)/

describe('the house', () => {
  for (const { what, files, never, except } of LAYERS) {
    it(what, () => {
      const broken = modules.filter(({ path }) => files.test(path)).flatMap(({ path, imports }) =>
        imports.filter((each) => !each.typeOnly && never.test(each.path) && !except?.test(each.path)).map((each) => `${path} → ${each.path}`))
      expect(broken).to.deep.equal([])
    })
  }

  it('features do not reach into the routes of another', () => {
    const broken = modules.flatMap(({ path, imports }) => {
      const feature = /^server\/([^/]+)\//.exec(path)?.[1]
      return imports.filter(({ path: to }) => {
        const other = /^server\/([^/]+)\/routes\.ts$/.exec(to)?.[1]
        return other !== undefined && feature !== undefined && other !== feature && other !== 'http'
      }).map((each) => `${path} → ${each.path}`)
    })
    expect(broken.filter((line) => !line.startsWith('server/operator/'))).to.deep.equal([])
  })

  it('has no circular import, types included', () => {
    expect(cycles()).to.deep.equal([])
  })

  it('reads the environment in one place, and the clock only at its doors', () => {
    const environment = modules.filter(({ path, text }) => /process\.env\b/.test(text) && !HANDS_IT_ON.test(path))
    expect(environment.map(({ path }) => path)).to.deep.equal([])
    const clock = modules.filter(({ path, text }) => PURE.test(path) && !path.startsWith('models/shared/memo') && /\bDate\.now\(\)|new Date\(\)/.test(text))
    expect(clock.map(({ path }) => path)).to.deep.equal([])
  })

  it('loads every stored noun where programs start', () => {
    const all = readFileSync(join(ROOT, 'models/all.ts'), 'utf8')
    const nouns = readdirSync(join(ROOT, 'models')).filter((noun) => existsSync(join(ROOT, 'models', noun, 'index.ts')))
    expect(nouns.filter((noun) => /\bmodel\(/.test(readFileSync(join(ROOT, 'models', noun, 'index.ts'), 'utf8')) && !all.includes(`./${noun}/index.ts`))).to.deep.equal([])
  })

  it('has templates without raw output, inline code or unquoted attributes', () => {
    const broken = filesUnder('views', '.hbs').flatMap((path) => {
      const text = readFileSync(join(ROOT, path), 'utf8')
      return [/\{\{\{/, /<script(?![^>]*\bsrc=)/, /\sstyle=/, /\son[a-z]+=/, /=\{\{/, /javascript:/i].filter((pattern) => pattern.test(text)).map((pattern) => `${path}: ${String(pattern)}`)
    })
    expect(broken).to.deep.equal([])
  })

  it('has no name that says nothing', () => {
    const vague = modules.filter(({ path }) => /(^|\/)(utils?|helpers?|managers?|services?|common|misc)(\/|\.ts$)/i.test(path))
    expect(vague.map(({ path }) => path)).to.deep.equal([])
  })

  it('never changes state by an address that is only read', () => {
    const broken = modules.filter(({ path }) => /\/routes[^/]*\.ts$|Routes\.ts$/.test(path)).flatMap(({ path, text }) =>
      [...text.matchAll(/\n {2,}get\('[^']+',[\s\S]*?(?=\n {2,}(?:get|post)\('|\n {2,}return table)/g)].filter(([handler]) => /\bact\(deps/.test(handler ?? '')).map(([handler]) => `${path}: ${(handler ?? '').trim().slice(0, 60)}`))
    expect(broken).to.deep.equal([])
  })

  it('reports the longest files', () => {
    const longest = modules.map(({ path, text }) => ({ path, lines: text.split('\n').length })).sort((a, b) => b.lines - a.lines).slice(0, 5)
    console.log(longest.map(({ path, lines }) => `      ${lines} ${path}`).join('\n'))
    expect(longest[0]?.lines).to.be.greaterThan(0)
  })
})

function filesUnder(folder: string, ending: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith(ending)).map((name) => join(folder, name)).sort()
}

function readModule(path: string): Module {
  const text = readFileSync(join(ROOT, path), 'utf8')
  const lines = [...text.matchAll(/(?:^|\n)(?:import|export)\s+(type\s+)?(?:[^'"\n;]*?(?:\n[^'"]*?)?\sfrom\s+)?['"]([^'"]+)['"]/g)]
  const imports = lines.map(([, type, target = '']) => {
    const own = target.startsWith('.')
    return { path: own ? relative(ROOT, resolve(ROOT, dirname(path), target)) : target, typeOnly: type !== undefined, own }
  })
  return { path, text, imports }
}

/** Each circle once, as a path that ends where it began. */
function cycles(): string[] {
  const found = new Set<string>()
  const done = new Set<string>()
  const walk = (path: string, trail: string[]): void => {
    const at = trail.indexOf(path)
    if (at >= 0) return void found.add([...trail.slice(at), path].join(' → '))
    if (done.has(path)) return
    for (const next of byPath.get(path)?.imports ?? []) if (next.own && byPath.has(next.path)) walk(next.path, [...trail, path])
    done.add(path)
  }
  for (const { path } of modules) walk(path, [])
  return [...found]
}
