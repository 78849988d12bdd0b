import type { Request, Response } from 'express'
import { districtNames, allDistricts } from '../../models/district/queries.ts'
import { responseOf } from '../../models/invitation/queries.ts'
import { attributesFor } from '../../models/questionnaire/attributes.ts'
import { QUESTIONNAIRE_STATES, type QuestionnaireState } from '../../models/questionnaire/index.ts'
import { mayReschedule } from '../../models/questionnaire/life.ts'
import { questionnaireRows, responsesTo } from '../../models/questionnaire/queries.ts'
import { dayOf } from '../../models/shared/calendarDay.ts'
import { act } from '../act.ts'
import type { Deps } from '../deps.ts'
import { answerOnce } from '../http/once.ts'
import { page, redirect } from '../http/page.ts'
import { routeTable, type RouteTable } from '../http/routes.ts'
import { requireActor } from '../http/signedIn.ts'
import { responseTables } from '../invitations/responseView.ts'
import { textOf } from '../lib/form.ts'
import { dateTimeText } from '../lib/format.ts'
import { questionnaireTabs } from '../results/tabs.ts'
import { beginQuestionnaire, change } from './actions.ts'
import { addBuildRoutes } from './buildRoutes.ts'
import { find, pathOf, QUESTIONNAIRES } from './find.ts'
import { addItemRoutes } from './itemRoutes.ts'
import { addLifeRoutes } from './lifeRoutes.ts'
import { listPage } from './listView.ts'
import { newFields, NEW_FIELDS, readNew } from './newForm.ts'
import { showForm, typedIn } from './pages.ts'
import { addPreviewRoutes } from './previewRoutes.ts'
import { readSettings, settingsFields, SETTINGS_FIELDS, type Settings } from './settingsForm.ts'
import { showPage } from './showView.ts'

/** How many earlier ones are offered to be copied. */
const COPIES = 6

/** Questionnaires: begun, built, looked at as their readers will, published, closed. @source pages.md §1; DESIGN.md §7 */
export function questionnaireRoutes(deps: Deps): RouteTable {
  const table = routeTable()
  const { get, post } = table
  const now = () => deps.clock.now()

  get('/questionnaires', { act: 'questionnaire.read' }, async (req, res) => {
    const state = stateIn(req.query['state'])
    const rows = await questionnaireRows(state)
    const responseTo = await responsesTo(rows.map(({ _id }) => _id))
    await page(req, res, 'questionnaires/index', listPage(requireActor(req), rows, responseTo, state, dayOf(now())), {
      title: '问卷',
    })
  })

  get('/questionnaires/new', { act: 'questionnaire.build' }, (req, res) => showNew(req, res, {}))

  post('/questionnaires', { act: 'questionnaire.build', fields: NEW_FIELDS }, async (req, res) => {
    const read = readNew(typedIn(req))
    if (!read.ok) return showNew(req, res, read.errors)
    const actor = requireActor(req)
    const to = await answerOnce(req, 'questionnaires', (claim) =>
      act(deps, actor, 'questionnaire.build', async (tx) => {
        const location = `${QUESTIONNAIRES}/${await beginQuestionnaire(tx, actor, read.value)}`
        await claim(location, tx.session)
        return location
      }))
    redirect(req, res, to, '问卷已建好。改好题目、定好时间，就可以发布。')
  })

  addBuildRoutes(table, deps)
  addItemRoutes(table, deps)
  addPreviewRoutes(table, deps)
  addLifeRoutes(table, deps)

  get('/questionnaires/:id', { act: 'questionnaire.read' }, async (req, res) => {
    const [actor, questionnaire] = [requireActor(req), await find(req)]
    const [responseTo, figures, districts] = await Promise.all([
      responsesTo([questionnaire._id]), responseOf(questionnaire._id), districtNames(),
    ])
    const model = showPage(questionnaire, {
      actor, now: now(), response: responseTo(questionnaire._id),
      responses: responseTables(figures, questionnaire, (code) => districts.get(code) ?? code),
      tabs: questionnaire.versions.length > 0 ? questionnaireTabs(actor, pathOf(questionnaire), '') : null,
    })
    await page(req, res, 'questionnaires/show', model, {
      title: `${questionnaire.no} ${questionnaire.title}`,
      breadcrumb: [{ text: '问卷', href: QUESTIONNAIRES }, { text: questionnaire.no, href: null }],
    })
  })

  get('/questionnaires/:id/settings', { act: 'questionnaire.build' }, (req, res) => showSettings(req, res, {}))

  post('/questionnaires/:id/settings', { act: 'questionnaire.build', fields: SETTINGS_FIELDS }, async (req, res) => {
    const questionnaire = await find(req)
    const read = readSettings(typedIn(req), questionnaire)
    if (!read.ok) return showSettings(req, res, read.errors)
    const districts = await allDistricts()
    const version = textOf(typedIn(req)['version'])
    await change(deps, requireActor(req), 'questionnaire.build', questionnaire, version, (stored, tx) => {
      const { attributes, ...settings } = read.value
      mayReschedule(stored, settings.closesAt, tx.now)
      const fixed = stored.versions.length > 0
      Object.assign(stored, settings, fixed ? {} : { attributes: attributesFor(attributes, districts) })
      return changesOf(settings, tx.now)
    })
    redirect(req, res, pathOf(questionnaire), '说明和时间已存。')
  })

  return table

  async function showNew(req: Request, res: Response, errors: Record<string, string>): Promise<void> {
    const earlier = (await questionnaireRows(null)).slice(0, COPIES)
    const year = Number(dayOf(now()).slice(0, 4))
    await showForm(req, res, {
      title: '新建问卷', action: QUESTIONNAIRES, button: '建问卷', back: { text: '先不建', href: QUESTIONNAIRES },
      fields: newFields(typedIn(req), errors, year, earlier),
    }, errors)
  }

  async function showSettings(req: Request, res: Response, errors: Record<string, string>): Promise<void> {
    const questionnaire = await find(req)
    const path = pathOf(questionnaire)
    await showForm(req, res, {
      title: '说明和时间', note: questionnaire.title, action: `${path}/settings`, button: '保存',
      back: { text: '不保存，回问卷', href: path }, fields: settingsFields(questionnaire, typedIn(req), errors),
      hidden: { version: textOf(typedIn(req)['version']) || String(questionnaire.__v) },
    }, errors, questionnaire)
  }
}

const stateIn = (raw: unknown): QuestionnaireState | null =>
  (Object.keys(QUESTIONNAIRE_STATES) as QuestionnaireState[]).find((state) => state === raw) ?? null

function changesOf({ title, opensAt, closesAt, confidentiality }: Omit<Settings, 'attributes'>, now: Date): Record<string, string> {
  const moment = (at: Date | null) => (at ? dateTimeText(at, dayOf(now)) : '没有')
  return { 题目: title, 保护: confidentiality, 开始: moment(opensAt), 截止: moment(closesAt) }
}
