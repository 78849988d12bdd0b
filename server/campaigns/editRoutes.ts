import type { Request, Response } from 'express'
import { allCampaigns, type StoredCampaign } from '../../models/campaign/queries.ts'
import { allDepartments, departmentsByCode } from '../../models/department/queries.ts'
import { allDistricts } from '../../models/district/queries.ts'
import { allPlans } from '../../models/scoringPlan/queries.ts'
import { setDays, VENUE_KIND_WORDS } from '../../models/campaign/index.ts'
import { dayOf, yearOf } from '../../models/shared/calendarDay.ts'
import type { Deps } from '../deps.ts'
import { answerWithFile } from '../exports/sending.ts'
import type { Body } from '../http/body.ts'
import { Conflict, NotFound } from '../http/errors.ts'
import { page, redirect, wantsPrint } from '../http/page.ts'
import type { RouteTable } from '../http/routes.ts'
import { requireActor } from '../http/signedIn.ts'
import { postButton } from '../lib/buttons.ts'
import { choice, readForm, textOf, type FormResult } from '../lib/form.ts'
import type { ConfirmPage, PageTitle } from '../lib/parts.ts'
import { changeCampaign, compositionOf, createYear, missingForStart, mustBePlanning, saveComposition, start } from './actions.ts'
import { CONDITION_CHECKS } from './conditions.ts'
import { campaignIn } from './find.ts'
import {
  changesVenues, COMPOSITION_FIELDS, DAY_FIELDS, GROUP_FIELDS, MEMBER_FIELDS, readComposition, readDays, readGroups, readMaterial, readMembers, readVenueList,
  readVenues, VENUE_FIELDS,
} from './form.ts'
import { compositionForm, daysForm, groupsForm, materialForm, membersForm, venuesForm, type CampaignFormPage } from './formView.ts'
import { groupsPage, planPage, venuesPage } from './partsView.ts'
import { SETUP_STEPS, type SetupStep } from './setup.ts'
import { campaignCrumbs, campaignPath } from './tabs.ts'

declare module '../lib/templates.ts' {
  interface Views {
    'campaigns/confirm': { confirm: ConfirmPage, missing: string[] }
    'campaigns/material': { title: PageTitle, paragraphs: string[], link: string }
  }
}

type Errors = Record<string, string>
const EDIT = { act: 'campaign.edit' } as const

/** Setting a year up and keeping it: days, groups, venues, plan, start, conditions, material. */
export function editRoutes(deps: Deps, { get, post }: RouteTable): void {
  const now = () => deps.clock.now()
  /** This year and the next one. */
  const yearsToSetUp = () => [0, 1].map((ahead) => yearOf(dayOf(now())) + ahead)

  get('/campaigns/new', EDIT, async (req, res) => {
    const taken = (await allCampaigns()).map((campaign) => campaign.year)
    const year = yearsToSetUp().find((each) => !taken.includes(each))
    if (year === undefined) throw new Conflict('今年和明年的活动都已经有了，再下一年的到时候再建。', { text: '看各年的活动', href: '/campaigns' })
    await page(req, res, 'campaigns/confirm', { missing: [], confirm: newYearPage(year) }, { title: '新建一年', breadcrumb: [{ text: '三民活动', href: '/campaigns' }, { text: '新建一年', href: null }] })
  })

  post('/campaigns', { ...EDIT, fields: ['year'] }, async (req, res) => {
    const read = readForm(req.body as Body, { year: choice('年度', yearsToSetUp().map(String)) })
    if (!read.ok) throw new NotFound()
    await createYear(deps, requireActor(req), Number(read.value.year))
    redirect(req, res, campaignPath(Number(read.value.year)), '已新建。请按下面的步骤逐项看过：沿用了什么都写着。')
  })

  get('/campaigns/:year/groups', { act: 'campaign.read' }, async (req, res) => showPart(req, res, '分组', groupsPage(await aroundOf(req))))
  get('/campaigns/:year/venues', { act: 'campaign.read' }, async (req, res) => showPart(req, res, '会场', venuesPage(await aroundOf(req))))
  get('/campaigns/:year/plan', { act: 'scoringPlan.read' }, async (req, res) => {
    const around = await aroundOf(req)
    const plans = await plansOf(around.campaign)
    await showPart(req, res, '方案', planPage(plans, plans[0] ? compositionOf(plans[0]) : [], around))
  })

  get('/campaigns/:year/plan.xlsx', { act: 'scoringPlan.read' }, async (req, res) => {
    const { year } = await campaignIn(req)
    await answerWithFile(deps, req, res, { kind: 'composition', format: 'xlsx', query: { year: String(year) }, filterText: `${year}年`, personal: false, reason: '' })
  })

  get('/campaigns/:year/dates', EDIT, async (req, res) => showForm(req, res, daysForm(await campaignIn(req), {}, {})))
  post('/campaigns/:year/dates', { ...EDIT, fields: DAY_FIELDS }, async (req, res) => {
    const campaign = await campaignIn(req)
    await saved(req, res, campaign, readDays(req.body as Body, campaign.phases), '日期', '', (values, errors) => daysForm(campaign, values, errors), (document, { phases, window }) =>
      setDays(document, phases, window, now()))
  })

  get('/campaigns/:year/groups/edit', EDIT, async (req, res) => showForm(req, res, groupsForm(await campaignIn(req), await bureaus(), {}, {})))
  post('/campaigns/:year/groups', { ...EDIT, fields: GROUP_FIELDS }, async (req, res) => {
    const [campaign, departments] = [await campaignIn(req), await bureaus()]
    const read = readGroups(req.body as Body, campaign.groups, departments.map(({ value }) => value))
    await saved(req, res, campaign, read, '分组', 'groups', (values, errors) => groupsForm(campaign, departments, values, errors), (document, groups) => {
      mustBePlanning(document, '分组')
      const stays = (no: number) => groups.some((group) => group.no === no)
      document.set({ groups, sessions: document.sessions.filter(({ group }) => stays(group)) })
    })
  })

  get('/campaigns/:year/members/edit', EDIT, async (req, res) => showForm(req, res, membersForm(await campaignIn(req), await bodies(), {}, {})))
  post('/campaigns/:year/members', { ...EDIT, fields: MEMBER_FIELDS }, async (req, res) => {
    const [campaign, departments] = [await campaignIn(req), await bodies()]
    const read = readMembers(req.body as Body, departments.map(({ value }) => value), campaign.members)
    await saved(req, res, campaign, read, '联席会议', 'groups', (values, errors) => membersForm(campaign, departments, values, errors), (document, members) =>
      void document.set({ members }))
  })

  get('/campaigns/:year/venues/edit', EDIT, async (req, res) => showForm(req, res, venuesForm(await campaignIn(req), await districtChoices(), {}, {})))
  post('/campaigns/:year/venues', { ...EDIT, fields: VENUE_FIELDS }, async (req, res) => {
    const [campaign, districts] = [await campaignIn(req), await districtChoices()]
    const body = req.body as Body
    const list = readVenueList(body, campaign.venues, districts)
    const placed = readVenues(body, campaign)
    const read: typeof placed = !placed.ok ? placed : !list.ok ? list
      : { ok: true, value: { ...placed.value, venues: list.value.map((venue) => placed.value.venues.find(({ code }) => code === venue.code) ?? venue) } }
    await saved(req, res, campaign, read, '会场和场次', 'venues', (values, errors) => venuesForm(campaign, districts, values, errors), (document, value) => {
      if (changesVenues(body)) mustBePlanning(document, '会场')
      document.set(value)
    })
  })

  get('/campaigns/:year/plan/edit', EDIT, async (req, res) => {
    const { campaign, lines } = await draftOf(req)
    await showForm(req, res, compositionForm(campaign, lines, {}, {}))
  })
  post('/campaigns/:year/plan', { ...EDIT, fields: COMPOSITION_FIELDS }, async (req, res) => {
    const { campaign, lines } = await draftOf(req)
    const read = readComposition(req.body as Body, lines, ({ venue }) => campaign.venues.filter(({ kind }) => VENUE_KIND_WORDS[kind] === venue).map(({ code }) => code))
    if (!read.ok) return showForm(req, res, compositionForm(campaign, lines, read.values, read.errors), true)
    await saveComposition(deps, requireActor(req), campaign.year, read.value)
    redirect(req, res, campaignPath(campaign.year, 'plan'), '构成表已保存。')
  })

  get('/campaigns/:year/start', EDIT, async (req, res) => {
    const campaign = await campaignIn(req)
    const [plan = null] = await plansOf(campaign)
    const confirm: ConfirmPage = {
      title: `启动${campaign.title}`,
      paragraphs: [
        '启动时冻结计分方案和构成表，记下校验码。以后要改，只能新建一版并写明原因，每个得分都写着用的是哪一版。', '启动以后分组和会场不再改。票箱密钥的三位持有人里，丢了一位的口令仍能开票；丢了两位，选票就永远打不开。',
      ],
      button: postButton('启动', `${campaignPath(campaign.year)}/start`, {}, 'primary'), cancel: { text: '先不启动', href: campaignPath(campaign.year, 'plan') },
    }
    await page(req, res, 'campaigns/confirm', { confirm, missing: missingForStart(campaign, plan) }, { title: '启动活动', breadcrumb: campaignCrumbs(campaign.year, 'plan', '启动') })
  })
  post('/campaigns/:year/start', { ...EDIT, fields: [] }, async (req, res) => {
    const { year } = await campaignIn(req)
    const hash = await start(deps, requireActor(req), year)
    redirect(req, res, campaignPath(year), `已启动，计分方案校验码 ${hash}。`)
  })

  post('/campaigns/:year/conditions', { ...EDIT, fields: ['key'] }, async (req, res) => {
    const { year } = await campaignIn(req)
    const key = textOf((req.body as Body)['key'])
    const actor = requireActor(req)
    await changeCampaign(deps, actor, { year, version: null, what: `结束条件 ${key.slice(0, 40)}` }, (campaign, tx) => {
      const exit = campaign.phases.flatMap((phase) => phase.exit).find((each) => each.key === key)
      if (exit === undefined || key in CONDITION_CHECKS) throw new NotFound()
      Object.assign(exit, exit.metAt === null ? { metAt: tx.now, metByName: actor.name } : { metAt: null, metByName: '' })
      campaign.markModified('phases')
    })
    redirect(req, res, campaignPath(year), '已记下。')
  })

  post('/campaigns/:year/setup', { ...EDIT, fields: ['step'] }, async (req, res) => {
    const { year } = await campaignIn(req)
    const actor = requireActor(req)
    const step = textOf((req.body as Body)['step'])
    if (!(step in SETUP_STEPS)) throw new NotFound()
    await changeCampaign(deps, actor, { year, version: null, what: `看过：${SETUP_STEPS[step as SetupStep]}` }, (campaign, tx) => {
      const rest = campaign.setup.checked.filter((each) => each.step !== step)
      campaign.set('setup.checked', [...rest, { step, at: tx.now, byName: actor.name }])
    })
    redirect(req, res, campaignPath(year), `${SETUP_STEPS[step as SetupStep]}已看过。`)
  })

  get('/campaigns/:year/materials/new', EDIT, async (req, res) => showForm(req, res, materialForm(await campaignIn(req), {}, {})))
  post('/campaigns/:year/materials', { ...EDIT, fields: ['title', 'text', 'link', 'version'] }, async (req, res) => {
    const campaign = await campaignIn(req)
    const actor = requireActor(req)
    const publishedAt = now()
    await saved(req, res, campaign, readMaterial(req.body as Body), '培训材料', '', (values, errors) => materialForm(campaign, values, errors), (document, value) =>
      void document.materials.push({ ...value, no: Math.max(0, ...document.materials.map(({ no }) => no)) + 1, publishedAt, byName: actor.name }))
  })
  get('/campaigns/:year/materials/:no', { act: 'campaign.read' }, async (req, res) => {
    const campaign = await campaignIn(req)
    const material = campaign.materials.find(({ no }) => String(no) === req.params['no'])
    if (material === undefined) throw new NotFound()
    await page(req, res, 'campaigns/material', {
      title: { clauses: [material.title], note: '给市民代表的培训材料', actions: [] }, paragraphs: material.text.split('\n').filter((line) => line !== ''), link: material.link,
    }, { title: material.title, breadcrumb: campaignCrumbs(campaign.year, '', material.title) })
  })

  async function aroundOf(req: Request) {
    const [campaign, departments] = [await campaignIn(req), await departmentsByCode()]
    return { campaign, actor: requireActor(req), now: now(), nameOf: (code: string) => departments.get(code)?.name ?? code }
  }

  async function saved<T>(
    req: Request, res: Response, campaign: StoredCampaign, read: FormResult<T>, what: string, segment: string,
    again: (values: Body, errors: Errors) => CampaignFormPage, change: (document: Parameters<Parameters<typeof changeCampaign>[3]>[0], value: T) => void,
  ): Promise<void> {
    if (!read.ok) return showForm(req, res, again(read.values, read.errors), true)
    const version = textOf((req.body as Body)['version'])
    await changeCampaign(deps, requireActor(req), { year: campaign.year, version, what }, (document) => change(document, read.value))
    redirect(req, res, campaignPath(campaign.year, segment), `${what}已保存。`)
  }
}

const newYearPage = (year: number): ConfirmPage => ({
  title: '新建一年三民活动',
  paragraphs: ['分组、会场、联席会议、密钥持有人和计分方案沿用上一年，日期移到新的一年；没有上一年的，按模板填好。', '新建以后一步一步看过，再启动。'],
  button: postButton(`新建${year}年`, '/campaigns', { year: String(year) }, 'primary'), cancel: { text: '先不新建', href: '/campaigns' },
})

const plansOf = async ({ year }: StoredCampaign) => (await allPlans()).filter((plan) => plan.year === year)

/** The latest plan of the year while it may still be changed. @throws NotFound when it is frozen or absent */
async function draftOf(req: Request) {
  const campaign = await campaignIn(req)
  const [plan] = await plansOf(campaign)
  if (plan?.frozenAt !== null) throw new NotFound()
  return { campaign, lines: compositionOf(plan) }
}

/** Every body that may sit in the joint conference. */
async function bodies() {
  return (await allDepartments()).filter(({ archivedAt }) => archivedAt === null).map(({ _id, name }) => ({ value: _id, text: name }))
}

async function districtChoices() {
  return (await allDistricts()).map(({ _id, name }) => ({ value: _id, text: name }))
}

async function bureaus() {
  return (await allDepartments()).filter(({ kind, archivedAt }) => kind === 'bureau' && archivedAt === null).map(({ _id, name }) => ({ value: _id, text: name }))
}

const showPart = (req: Request, res: Response, title: string, model: Parameters<typeof page<'campaigns/part'>>[3]) =>
  page(req, res, 'campaigns/part', model, { title, printHref: `${req.path}?print=1`, print: wantsPrint(req) })

const showForm = (req: Request, res: Response, model: CampaignFormPage, isRefused = false) =>
  page(req, res, 'campaigns/form', model, { title: `${isRefused ? '错误：' : ''}${model.title.clauses.join('')}`, status: isRefused ? 422 : 200 })
