import type { Request, Response } from 'express'
import { RuleBroken } from '../../models/shared/errors.ts'
import { can, scopeFilter } from '../../models/user/permissions.ts'
import type { Visit } from '../../models/visit/index.ts'
import { isVisitNumber } from '../../models/visit/number.ts'
import { visitByNo } from '../../models/visit/queries.ts'
import { countAttachments } from '../../models/attachment/queries.ts'
import { act } from '../act.ts'
import type { Deps } from '../deps.ts'
import { Forbidden, NotFound } from '../http/errors.ts'
import { LIMITS } from '../http/limits.ts'
import { answerOnce } from '../http/once.ts'
import { page, redirect } from '../http/page.ts'
import type { RouteTable } from '../http/routes.ts'
import { requireActor } from '../http/signedIn.ts'
import { textOf, textsOf, type Body } from '../lib/form.ts'
import { renderPart } from '../lib/templates.ts'
import { editVisit, logVisit, StaleForm } from './actions.ts'
import { conflictRows, typedFields } from './conflict.ts'
import { contentOf, firstOf, valuesOf } from './contentValues.ts'
import { issuesOf, visitOf } from './find.ts'
import { readVisit, subjectSlots, VISIT_FIELDS, type VisitInput } from './form.ts'
import { issueChoices } from './formFacts.ts'
import { freshValues, photosOf, showForm, viewerOf, type FormState } from './formPage.ts'
import { partyOf } from './people.ts'
import { openIssuesOf, similarTo } from './similar.ts'
import { afterStep, isBlank, stepOf } from './steps.ts'
import { findSlots, slotErrors, subjectsOf, type FoundSlot } from './subjects.ts'

const PHOTOS = { field: 'photos', files: LIMITS.photos, bytes: LIMITS.photoBytes } as const
const MOST_ASKED = 9

/** Recording a visit and correcting it: one form, on a phone, with or without JavaScript. */
export function addFormRoutes({ get, post }: RouteTable, deps: Deps): void {
  get('/visits/new', { act: 'visit.create' }, async (req, res) => {
    const plan = await planOf(req, textOf(req.query['plan'] as string | undefined))
    const subjects = textsOf(req.query['subject'] as string | string[] | undefined).slice(0, MOST_ASKED)
    const fresh = freshValues(deps.clock.now())
    const values = plan ? { ...fresh, ...valuesOf(plan), onDay: earlier(plan.onDay, textOf(fresh['onDay'])) } : {
      ...fresh, ...Object.fromEntries(subjects.map((id, at) => [`subject-${at + 1}`, id])),
    }
    await showForm(req, res, deps, { values, errors: {}, edited: null, plan: plan?.no ?? null, fresh: true })
  })

  post('/visits', { act: 'visit.create', fields: VISIT_FIELDS, upload: PHOTOS }, async (req, res) => {
    const body = req.body as Body
    // After a sign-in in between nothing is left of a form with photos: the draft of the device brings it back.
    if (body['onDay'] === undefined) return redirect(req, res, '/visits/new')
    const state: FormState = { values: body, errors: {}, edited: null, plan: textOf(body['plan']) || null }
    const ready = await readyToSave(req, res, deps, state)
    if (ready === null) return
    const actor = requireActor(req)
    const { input, found, values } = ready
    const party = await partyOf(input.companionNames, firstOf(null, actor), actor)
    const content = contentOf(input, subjectsOf(found), party)
    await orMend(req, res, deps, { ...state, values, found }, async () => {
      const to = await answerOnce(req, 'visit', claim => act(deps, actor, 'visit.create', async tx => {
        const no = await logVisit(tx, { content, issues: input.issues, photos: input.photos, plan: state.plan })
        const location = `/visits/${no}/filed?key=${textOf(body['once'])}`
        await claim(location, tx.session)
        return location
      }))
      redirect(req, res, to)
    })
  })

  get('/visits/similar', { act: 'visit.create' }, async (req, res) => {
    const { actor, today } = viewerOf(req, deps)
    const asked = (name: string) => textOf(req.query[name] as string | undefined)
    const candidates = await openIssuesOf(asked('subjects').split(',').slice(0, MOST_ASKED))
    const similar = await similarTo(asked('what').slice(0, 60), candidates, actor, today)
    const block = /^\d{1,2}$/.test(asked('block')) ? asked('block') : null
    const view = similar && block !== null ? { ...similar, block, chosen: false } : null
    res.type('html').send(view === null ? '' : renderPart('visits/_similar', view))
  })

  get('/visits/:no/edit', { act: 'visit.edit' }, async (req, res) => {
    const visit = await editable(req)
    const edited = await editedOf(visit, visit.__v)
    await showForm(req, res, deps, { values: valuesOf(visit), errors: {}, plan: null, edited })
  })

  post('/visits/:no/edit', { act: 'visit.edit', fields: VISIT_FIELDS, upload: PHOTOS }, async (req, res) => {
    const body = req.body as Body
    const actor = requireActor(req)
    const visit = await editable(req)
    const version = textOf(body['version'])
    const state: FormState = { values: body, errors: {}, plan: null, edited: await editedOf(visit, version) }
    const ready = await readyToSave(req, res, deps, state)
    if (ready === null) return
    const { input, found, values } = ready
    const party = await partyOf(input.companionNames, firstOf(visit, actor), actor)
    const content = contentOf(input, subjectsOf(found), party)
    await orMend(req, res, deps, { ...state, values, found }, async () => {
      try {
        await act(deps, actor, 'visit.edit', tx => editVisit(tx, visit.no, Number(version), content, input))
      } catch (error) {
        if (!(error instanceof StaleForm)) throw error
        return showConflict(req, res, values)
      }
      redirect(req, res, `/visits/${visit.no}`, '已保存修改。')
    })
  })
}

/** A form that can be saved, with its photos taken in; null when the answer has been given instead. */
async function readyToSave(
  req: Request, res: Response, deps: Deps, state: FormState,
): Promise<{ input: VisitInput, found: readonly FoundSlot[], values: Body } | null> {
  const { values, problems: photoProblems } = await photosOf(req, deps, state.values, state.edited?.photos ?? 0)
  const step = stepOf(textOf(values['act']))
  if (step !== null || textOf(values['act']) === 'review') {
    const changed = step === null ? values : afterStep(values, step)
    const [only] = subjectSlots(changed)
    if (step?.name === 'pick' && only?.id && state.edited === null && isBlank(changed)) {
      redirect(req, res, `/visits/new?subject=${only.id}`)
    } else await showForm(req, res, deps, { ...state, values: changed, photoProblems })
    return null
  }
  const { today } = viewerOf(req, deps)
  const [read, found] = await Promise.all([
    issueChoices().then(choices => readVisit(values, today, choices)), findSlots(subjectSlots(values).filter(isUsed)),
  ])
  const errors = { ...slotErrors(found), ...(read.ok ? {} : read.errors) }
  if (!read.ok || Object.keys(errors).length > 0 || photoProblems.length > 0) {
    await showForm(req, res, deps, { ...state, values, errors, photoProblems, ...(found.length > 0 ? { found } : {}) })
    return null
  }
  return { input: read.value, found, values }
}

const isUsed = ({ id, name }: { id: string, name: string }): boolean => id !== '' || name !== ''

/** Runs an act; a rule that stands in its way brings the form back with the rule's sentence and everything typed. */
async function orMend(
  req: Request, res: Response, deps: Deps, state: FormState, save: () => Promise<void>,
): Promise<void> {
  try {
    await save()
  } catch (error) {
    if (!(error instanceof RuleBroken)) throw error
    await showForm(req, res, deps, { ...state, errors: { form: error.message } })
  }
}

async function planOf(req: Request, no: string): Promise<Visit | null> {
  if (!isVisitNumber(no)) return null
  const plan = await visitByNo(no, scopeFilter(requireActor(req), 'visit.edit'))
  if (plan === null) throw new NotFound()
  return plan.state === 'planned' ? plan : null
}

async function editable(req: Request): Promise<Visit & { __v: number }> {
  const actor = requireActor(req)
  const visit = await visitOf(req, actor)
  if (!can(actor, 'visit.edit', visit)) throw new Forbidden('走访记录由去走访的人和本部门负责人修改。')
  if (visit.confirmation !== null) throw new RuleBroken('visit-confirmed', '这次走访已经由对方确认，记录不能再改。')
  if (visit.state !== 'done') throw new RuleBroken('visit-not-done', '这次走访还没有记录，不能修改。')
  return visit
}

async function editedOf(visit: Visit, version: string | number): Promise<NonNullable<FormState['edited']>> {
  const issues = await issuesOf(visit)
  const filed = issues.map(({ no, title }) => ({ no, title, href: `/issues/${no}` }))
  return { no: visit.no, version: String(version), filed, photos: await countAttachments('visit', visit._id) }
}

/** The loser of two editors sees both versions and loses nothing of the own one. @source security.md N1 */
async function showConflict(req: Request, res: Response, typed: Body): Promise<void> {
  const now = await visitOf(req, requireActor(req))
  const last = now.history.at(-1)
  await page(req, res, 'visits/conflict', {
    line: last ? `您打开以后，${last.byName}已经改过这条记录。` : '',
    rows: conflictRows(valuesOf(now), typed),
    action: `/visits/${now.no}/edit`, version: String(now.__v), fields: typedFields(typed), back: `/visits/${now.no}`,
  }, {
    title: '别人刚刚改过', status: 409,
    breadcrumb: [{ text: '走访', href: '/visits' }, { text: now.no, href: `/visits/${now.no}` }],
  })
}

const earlier = (one: string, other: string): string => (one < other ? one : other)
