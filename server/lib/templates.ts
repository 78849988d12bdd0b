import { readFileSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import Handlebars from 'handlebars'
import type { Frame } from './frame.ts'
import type { Empty } from './parts.ts'
import { projectRoot } from './projectRoot.ts'

export type { Flash, Frame } from './frame.ts'

/**
 * Every page of the product: its template's name (path under `views/`, without `.hbs`) → its view model.
 * Each feature adds its own pages in its view.ts:
 *
 *     declare module '../lib/templates.ts' { interface Views { 'issues/show': IssuePage } }
 */
export interface Views {
  /** A page that has nothing to show but says why. */
  'partials/empty': Empty
}

/** `page`: staff, with navigation. `public`: citizens. `plain`: a ballot or questionnaire and nothing else. */
export type Layout = 'page' | 'public' | 'plain'

const VIEWS = join(projectRoot(import.meta.dirname), 'views')

// Few and pure. Anything that needs more than this belongs into the view model.
const HELPERS = {
  /** `{{#if (eq kind 'done')}}`: strict equality of two plain values. */
  eq: (left: unknown, right: unknown) => left === right,
}

const OPTIONS = {
  knownHelpers: Object.fromEntries(Object.keys(HELPERS).map(name => [name, true])),
  knownHelpersOnly: true,
  strict: true,
  preventIndent: true,
}

type Templates = Map<string, Handlebars.TemplateDelegate>

/**
 * Reads and checks all templates under a folder. A syntax error, a mistyped helper or a partial that does
 * not exist ends the start of the program instead of waiting for the first visitor.
 *
 * Partials in `partials/` are called by their bare name (`{{> statusTag}}`), all others by their path.
 *
 * @throws with the template's name in the message
 */
export function loadTemplates(folder: string): Templates {
  const sources = new Map(templateFiles(folder).map(name => [name, readFileSync(join(folder, `${name}.hbs`), 'utf8')]))
  const environment = Handlebars.create()
  environment.registerHelper(HELPERS)
  for (const [name, source] of sources) checkTemplate(name, source, sources, environment)
  const compiled: Templates = new Map()
  for (const [name, source] of sources) {
    const template = environment.compile(source, OPTIONS)
    compiled.set(name, template)
    environment.registerPartial(partialName(name), template)
  }
  return compiled
}

/**
 * One page as HTML: the named template inside a layout. Templates see the view model's own plain values,
 * and the frame as `@frame` (a form's token is `{{@frame.csrf}}`, at any depth).
 *
 * @throws when the model lacks a field that the template prints: both are ours, so that is a bug
 */
export function render<K extends keyof Views & string>(
  name: K, model: Views[K], frame: Frame, layout: Layout = 'page',
): string {
  return renderAny(name, model, frame, layout)
}

/** `render` without the tie between name and model, for the style sheet's samples and for tests of partials. */
export function renderAny(name: string, model: unknown, frame: Frame, layout: Layout): string {
  const data = { frame: withBackLink(frame) }
  const body = templateOf(name)(model, { data })
  return templateOf(`layouts/${layout}`)({ body: new Handlebars.SafeString(body) }, { data })
}

/** One template without a layout: a partial in a test, a mail's text, a fragment for an enhancement. */
export function renderPart(name: string, model: unknown, frame: Partial<Frame> = {}): string {
  return templateOf(name)(model, { data: { frame } })
}

/** Development only: from now on a saved template is seen at the next page, at the price of looking each time. */
export function reloadTemplatesWhenSaved(): void {
  reloading = true
}

let reloading = false
let loaded = loadTemplates(VIEWS)
let loadedAt = newestChange(VIEWS)

function templateOf(name: string): Handlebars.TemplateDelegate {
  if (reloading) reloadWhenChanged()
  const template = loaded.get(name)
  if (template === undefined) throw new Error(`There is no template views/${name}.hbs`)
  return template
}

function reloadWhenChanged(): void {
  const changedAt = newestChange(VIEWS)
  if (changedAt === loadedAt) return
  loaded = loadTemplates(VIEWS)
  loadedAt = changedAt
}

function newestChange(folder: string): number {
  return Math.max(0, ...templateFiles(folder).map(name => statSync(join(folder, `${name}.hbs`)).mtimeMs))
}

function templateFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(file => file.endsWith('.hbs'))
    .map(file => file.slice(0, -'.hbs'.length).replaceAll('\\', '/'))
    .sort()
}

function partialName(name: string): string {
  return name.startsWith('partials/') ? name.slice('partials/'.length) : name
}

function checkTemplate(
  name: string, source: string, all: ReadonlyMap<string, string>, environment: typeof Handlebars,
): void {
  const known = new Set([...all.keys()].map(partialName))
  try {
    const tree = Handlebars.parse(source)
    for (const partial of partialsCalled(tree)) {
      if (!known.has(partial)) throw new Error(`partial "${partial}" does not exist`)
    }
    environment.precompile(tree, OPTIONS)
  } catch (error) {
    throw new Error(`views/${name}.hbs: ${error instanceof Error ? error.message : String(error)}`, { cause: error })
  }
}

function partialsCalled(tree: hbs.AST.Program): string[] {
  const names: string[] = []
  const collect = (partial: hbs.AST.PartialStatement | hbs.AST.PartialBlockStatement) => {
    // A computed name, {{> (lookup . 'control')}}, has no `original` and is seen by the tests of the fields.
    if (partial.name.type === 'PathExpression') names.push((partial.name as hbs.AST.PathExpression).original)
  }
  const visitor = new Handlebars.Visitor()
  visitor.PartialStatement = collect
  visitor.PartialBlockStatement = collect
  visitor.accept(tree)
  return names
}

function withBackLink(frame: Frame): Frame & { back: { text: string, href: string } | null } {
  const above = frame.breadcrumb.findLast(crumb => crumb.href !== null)
  return { ...frame, back: above?.href ? { text: above.text, href: above.href } : null }
}
