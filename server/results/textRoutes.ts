import type { Request, Response } from 'express'
import { tagsOf, textsOf } from '../../models/result/textQueries.ts'
import { readTags } from '../../models/textTag/tags.ts'
import type { Deps } from '../deps.ts'
import type { Body } from '../http/body.ts'
import { BadForm, Conflict } from '../http/errors.ts'
import { page, redirect } from '../http/page.ts'
import type { RouteTable } from '../http/routes.ts'
import { requireActor } from '../http/signedIn.ts'
import { textOf } from '../lib/form.ts'
import { listHref } from '../lib/listAddress.ts'
import type { Tabs } from '../lib/parts.ts'
import { questionsOfResult } from './answerColumns.ts'
import { questionnaireIn, questionnairePath, type Found } from './find.ts'
import type { QuestionnaireTab } from './tabs.ts'
import { saveTags } from './tagging.ts'
import { textKey } from './textKey.ts'
import { textsPage } from './textsView.ts'

const PATH = '/questionnaires/:id/results/texts'
const FIELD = 'tags-'

interface Around {
  tabsOf(req: Request, questionnaire: Found, tab: QuestionnaireTab): Tabs
  showPending(req: Request, res: Response, questionnaire: Found, tab: QuestionnaireTab): Promise<void>
}

/** Open texts beside each other, and what readers say they are about. */
export function textRoutes(deps: Deps, { get, post }: RouteTable, { tabsOf, showPending }: Around): void {
  get(PATH, { act: 'answer.list' }, async (req, res) => {
    const questionnaire = await questionnaireIn(req)
    if (questionnaire.results === null) return showPending(req, res, questionnaire, '/results/texts')
    await show(req, res, questionnaire, queryOf(req.query as Body), {}, {})
  })

  post(PATH, { act: 'answer.tag', fields: ['item', 'tag', 'page', `${FIELD}*`] }, async (req, res) => {
    const questionnaire = await questionnaireIn(req)
    const path = questionnairePath(questionnaire)
    if (questionnaire.results === null) throw new Conflict('问卷还没有截止，还不能读文字。', { text: '看问卷', href: path })
    const body = req.body as Body
    const query = queryOf(body)
    const typed = Object.fromEntries(Object.keys(body).filter((name) => name.startsWith(FIELD)).map((name) => [name, textOf(body[name])]))
    const read = Object.entries(typed).map(([name, text]) => ({ name, ...readTags(text) }))
    const errors = Object.fromEntries(read.flatMap((each) => (each.ok ? [] : [[each.name, each.error]])))
    if (Object.keys(errors).length > 0) return show(req, res, questionnaire, query, typed, errors)
    const known = await tagged(questionnaire, query['item'])
    const wanted = new Map(read.flatMap((each) => (each.ok ? [[each.name.slice(FIELD.length), each.tags]] : [])))
    if (known === null || [...wanted.keys()].some((key) => !known.has(key))) throw new BadForm('这一页的文字已经变了，请刷新后重新填写标签。')
    const saved = await saveTags(deps, requireActor(req), questionnaire, query['item'] ?? '', wanted, known)
    redirect(req, res, listHref(`${path}/results/texts`, {}, query), saved === 0 ? '标签没有改动。' : `已保存 ${saved} 条的标签。`)
  })

  async function show(
    req: Request, res: Response, questionnaire: Found, query: Record<string, string>, typed: Record<string, string>,
    errors: Record<string, string>,
  ): Promise<void> {
    const questions = questionsOfResult(questionnaire).filter(({ measure }) => measure === 'text')
    const item = questions.find(({ key }) => key === query['item']) ?? questions[0] ?? null
    const texts = item ? await tagged(questionnaire, item.key) : null
    const failed = Object.keys(errors).length > 0
    const model = textsPage({
      title: questionnaire.title, path: questionnairePath(questionnaire), tabs: tabsOf(req, questionnaire, '/results/texts'), questions, item,
      texts: [...(texts ?? new Map<string, Text>())].map(([key, { text, tags }]) => ({ name: `${FIELD}${key}`, text, tags })),
      query: { ...query, ...(item ? { item: item.key } : {}) }, page: Math.max(1, Math.trunc(Number(query['page'] ?? 1)) || 1), typed, errors,
      shuffled: questionnaire.confidentiality === 'anonymous',
    })
    await page(req, res, 'results/texts', model, {
      title: `${failed ? '错误：' : ''}${questionnaire.title} 开放题`, status: failed ? 422 : 200,
      breadcrumb: [
        { text: '问卷', href: '/questionnaires' }, { text: questionnaire.no, href: questionnairePath(questionnaire) },
        { text: '开放题', href: null },
      ],
    })
  }

  /** The texts under a question by their own names, in an order that no other list of answers has. */
  async function tagged(questionnaire: Found, item: string | undefined): Promise<Map<string, Text> | null> {
    if (!questionsOfResult(questionnaire).some(({ key, measure }) => key === item && measure === 'text')) return null
    const [texts, tags] = await Promise.all([textsOf(questionnaire._id, item ?? ''), tagsOf(questionnaire._id, item ?? '')])
    const byKey = new Map(tags.map(({ _id, tags: own }) => [_id, own]))
    const keyed = texts.map(({ answer, text }) => ({ key: textKey(deps, answer, item ?? ''), text }))
    return new Map(keyed.toSorted((a, b) => (a.key < b.key ? -1 : 1)).map(({ key, text }) => [key, { text, tags: byKey.get(key) ?? [] }]))
  }
}

interface Text { text: string, tags: readonly string[] }

const queryOf = (from: Body): Record<string, string> => Object.fromEntries(['item', 'tag', 'page'].flatMap((name) => {
  const value = textOf(from[name]).slice(0, 60)
  return value === '' ? [] : [[name, value]]
}))
