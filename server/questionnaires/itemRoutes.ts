import type { Request, Response } from 'express'
import { addItem, saveItem, wordsOf, type ItemWords } from '../../models/questionnaire/building.ts'
import { ITEM_KINDS } from '../../models/questionnaire/items.ts'
import { RuleBroken } from '../../models/shared/errors.ts'
import type { Deps } from '../deps.ts'
import { NotFound } from '../http/errors.ts'
import { redirect } from '../http/page.ts'
import type { RouteTable } from '../http/routes.ts'
import { requireActor } from '../http/signedIn.ts'
import { textOf } from '../lib/form.ts'
import { build } from './actions.ts'
import { find, itemIn, pathOf, questionsPath, sectionIn, type Building } from './find.ts'
import { blankItem, itemFields, ITEM_FIELDS, kindOf, readItem } from './itemForm.ts'
import { showForm, typedIn } from './pages.ts'

const AT = '/questionnaires/:id/items'
const BUILD = { act: 'questionnaire.build' } as const

/** Where an item's form belongs: its key, or the part that a new one joins. */
type Place = { key: string } | { section: string }

/** One question: added, and changed. Its kind is chosen before its form is drawn and stays. */
export function addItemRoutes({ get, post }: RouteTable, deps: Deps): void {
  get(`${AT}/new`, BUILD, async (req, res) => {
    const kind = kindOf(req.query['kind'])
    if (kind === null) throw new NotFound()
    const questionnaire = await find(req)
    const { key: section } = sectionIn(questionnaire, req.query['section'])
    await showItem(req, res, questionnaire, { section }, blankItem(kind))
  })

  post(AT, { ...BUILD, fields: ITEM_FIELDS }, async (req, res) => {
    const questionnaire = await find(req)
    const kind = kindOf(typedIn(req)['kind'])
    if (kind === null) throw new RuleBroken('questionnaire.kind', '请回到题目列表，选一种题再写。')
    const { key: section } = sectionIn(questionnaire, typedIn(req)['section'])
    const read = readItem(typedIn(req), kind)
    if (!read.ok) return showItem(req, res, questionnaire, { section }, blankItem(kind), read.errors)
    await build(deps, requireActor(req), questionnaire, versionIn(req), `加题“${read.value.text || '逐项评价'}”`,
      (sections, used) => addItem(sections, section, read.value, used))
    redirect(req, res, `${questionsPath(questionnaire)}#${section}`, '题已加上。')
  })

  get(`${AT}/:key`, BUILD, async (req, res) => {
    const questionnaire = await find(req)
    const item = itemIn(questionnaire, req.params['key'])
    await showItem(req, res, questionnaire, { key: item.key }, wordsOf(item))
  })

  post(`${AT}/:key`, { ...BUILD, fields: ITEM_FIELDS }, async (req, res) => {
    const questionnaire = await find(req)
    const item = itemIn(questionnaire, req.params['key'])
    const read = readItem(typedIn(req), item.kind)
    if (!read.ok) return showItem(req, res, questionnaire, { key: item.key }, wordsOf(item), read.errors)
    await build(deps, requireActor(req), questionnaire, versionIn(req), `改第 ${item.number} 题`,
      (sections) => saveItem(sections, item.key, read.value))
    redirect(req, res, `${questionsPath(questionnaire)}#${item.key}`, '这一题已存。')
  })
}

const versionIn = (req: Request): string => textOf(typedIn(req)['version'])

function showItem(
  req: Request, res: Response, questionnaire: Building, place: Place, words: ItemWords, errors: Record<string, string> = {},
): Promise<void> {
  const isNew = 'section' in place
  return showForm(req, res, {
    title: `${isNew ? '加' : '改'}一道${ITEM_KINDS[words.kind]}题`, note: questionnaire.title, button: '保存这一题',
    back: { text: '不保存，回题目', href: questionsPath(questionnaire) },
    action: `${pathOf(questionnaire)}/items${isNew ? '' : `/${place.key}`}`,
    fields: itemFields(words, typedIn(req), errors),
    hidden: {
      version: versionIn(req) || String(questionnaire.__v), ...(isNew ? { section: place.section, kind: words.kind } : {}),
    },
  }, errors, questionnaire)
}
