import type { Request, Response } from 'express'
import { addSection, move, remove, saveSection } from '../../models/questionnaire/building.ts'
import { problemsOf } from '../../models/questionnaire/check.ts'
import type { Section } from '../../models/questionnaire/items.ts'
import type { Deps } from '../deps.ts'
import { page, redirect } from '../http/page.ts'
import type { RouteTable } from '../http/routes.ts'
import { requireActor } from '../http/signedIn.ts'
import { textOf } from '../lib/form.ts'
import { build } from './actions.ts'
import { find, itemIn, pathOf, questionsPath, sectionIn, type Building } from './find.ts'
import { NEW_SECTION, readSection, sectionFields, SECTION_FIELDS } from './itemForm.ts'
import { crumbsOf, showConfirm, showForm, typedIn } from './pages.ts'
import { questionsPage } from './questionsView.ts'

const AT = '/questionnaires/:id'
const BUILD = { act: 'questionnaire.build' } as const

/** Building, by plain forms: the parts of a questionnaire, their order, and what is taken out again. */
export function addBuildRoutes({ get, post }: RouteTable, deps: Deps): void {
  get(`${AT}/questions`, BUILD, async (req, res) => {
    const questionnaire = await find(req)
    const problems = problemsOf(questionnaire, deps.clock.now()).filter(({ place }) => place !== 'settings')
    await page(req, res, 'questionnaires/questions', questionsPage(questionnaire, problems), {
      title: `改题目：${questionnaire.title}`, breadcrumb: crumbsOf(questionnaire, '改题目'),
    })
  })

  get(`${AT}/sections/new`, BUILD, async (req, res) => showSection(req, res, await find(req), null))

  post(`${AT}/sections`, { ...BUILD, fields: SECTION_FIELDS }, async (req, res) => {
    const questionnaire = await find(req)
    const read = readSection(typedIn(req))
    if (!read.ok) return showSection(req, res, questionnaire, null, read.errors)
    const { title } = read.value
    await alter(req, questionnaire, `加“${title}”`, (sections, used) => addSection(sections, read.value, used))
    redirect(req, res, questionsPath(questionnaire), `已加“${title}”，可以往里加题了。`)
  })

  get(`${AT}/sections/:key`, BUILD, async (req, res) => showSection(req, res, await find(req), String(req.params['key'])))

  post(`${AT}/sections/:key`, { ...BUILD, fields: SECTION_FIELDS }, async (req, res) => {
    const questionnaire = await find(req)
    const { key } = sectionIn(questionnaire, req.params['key'])
    const read = readSection(typedIn(req))
    if (!read.ok) return showSection(req, res, questionnaire, key, read.errors)
    await alter(req, questionnaire, `改“${read.value.title}”`, (sections) => saveSection(sections, key, read.value))
    redirect(req, res, `${questionsPath(questionnaire)}#${key}`, '这一部分已存。')
  })

  post(`${AT}/order`, { ...BUILD, fields: ['key', 'go'] }, async (req, res) => {
    const questionnaire = await find(req)
    const { key, go } = typedIn(req)
    const moved = textOf(key)
    await alter(req, questionnaire, '调整顺序', (sections) => move(sections, moved, textOf(go) === 'up' ? -1 : 1))
    redirect(req, res, `${questionsPath(questionnaire)}#${encodeURIComponent(moved)}`)
  })

  get(`${AT}/removal`, BUILD, async (req, res) => {
    const questionnaire = await find(req)
    const key = String(req.query['key'])
    const section = questionnaire.draft.find((each) => each.key === key)
    await showConfirm(req, res, questionnaire, {
      title: section ? '删除这一部分' : '删除这一题', button: '删除', fields: { key }, to: `${pathOf(questionnaire)}/removal`,
      back: { text: '不删，回题目', href: questionsPath(questionnaire) },
      paragraphs: [section ? lostWith(section) : lostWithItem(questionnaire, key)],
    })
  })

  post(`${AT}/removal`, { ...BUILD, fields: ['key', 'version'] }, async (req, res) => {
    const questionnaire = await find(req)
    const key = textOf(typedIn(req)['key'])
    await alter(req, questionnaire, `删除 ${key.slice(0, 10)}`, (sections) => remove(sections, key))
    redirect(req, res, questionsPath(questionnaire), '已删除。')
  })

  /** Alters the draft, unless somebody else did since the form was drawn. */
  const alter = (req: Request, questionnaire: Building, what: string, change: Parameters<typeof build>[5]) =>
    build(deps, requireActor(req), questionnaire, textOf(typedIn(req)['version']), what, change)
}

const lostWith = ({ title, items }: Section) => `“${title}”连同里面的 ${items.length} 题一起删除。`

function lostWithItem(questionnaire: Building, key: string): string {
  const { number, text } = itemIn(questionnaire, key)
  return `第 ${number} 题“${text || '逐项评价'}”会删除，后面的题号随着改。`
}

function showSection(
  req: Request, res: Response, questionnaire: Building, key: string | null, errors: Record<string, string> = {},
): Promise<void> {
  const words = key === null ? NEW_SECTION : sectionIn(questionnaire, key)
  return showForm(req, res, {
    title: key === null ? '加一个部分' : `改“${words.title}”`, note: questionnaire.title, button: '保存',
    back: { text: '不保存，回题目', href: questionsPath(questionnaire) },
    action: `${pathOf(questionnaire)}/sections${key === null ? '' : `/${key}`}`,
    fields: sectionFields(words, typedIn(req), errors),
    hidden: { version: textOf(typedIn(req)['version']) || String(questionnaire.__v) },
  }, errors, questionnaire)
}
