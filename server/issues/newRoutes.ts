import { Types } from 'mongoose'
import { idsWithRole } from '../../models/card/people.ts'
import { allCategories } from '../../models/category/queries.ts'
import { allDepartments } from '../../models/department/queries.ts'
import { allDistricts } from '../../models/district/queries.ts'
import { EnterpriseModel } from '../../models/enterprise/index.ts'
import { MemberModel } from '../../models/member/index.ts'
import { act } from '../act.ts'
import type { Deps } from '../deps.ts'
import { answerOnce } from '../http/once.ts'
import { page, redirect } from '../http/page.ts'
import type { RouteTable } from '../http/routes.ts'
import { requireActor } from '../http/signedIn.ts'
import type { Body } from '../lib/form.ts'
import { fileIssue } from './actions.ts'
import { NEW_FIELDS, readNewCase, type Choices, type NewCase } from './newForm.ts'
import { newIssuePage } from './newView.ts'

/** A case registered by hand. Cases heard on visits are filed with the visit. */
export function addNewRoutes({ get, post }: RouteTable, deps: Deps): void {
  get('/issues/new', { act: 'issue.create' }, async (req, res) => {
    const raiser = typeof req.query['enterprise'] === 'string' ? await enterpriseById(req.query['enterprise']) : null
    const values: Body = raiser
      ? { raiserId: String(raiser._id), raiserName: raiser.name, district: raiser.district }
      : {}
    return page(req, res, 'issues/new', newIssuePage(values, {}, await choices(), []), {
      title: '登记诉求',
      breadcrumb: CRUMBS,
    })
  })

  post('/issues', { act: 'issue.create', fields: NEW_FIELDS }, async (req, res) => {
    const [actor, body, offered] = [requireActor(req), req.body as Body, await choices()]
    const read = readNewCase(body, offered)
    if (!read.ok) {
      return page(req, res, 'issues/new', newIssuePage(body, read.errors, offered, []), {
        title: '错误：登记诉求',
        status: 422,
        breadcrumb: CRUMBS,
      })
    }
    const raiser = await raiserOf(read.value)
    const to = await answerOnce(req, 'issue.create', (claim) =>
      act(deps, actor, 'issue.create', async (tx) => {
        const {
          raiserKind: _kind,
          raiserName: _name,
          raiserId: _id,
          person,
          personTitle,
          phone,
          grade,
          ...facts
        } = read.value
        const category = offered.categories.find((one) => one._id === facts.category)
        const issue = await fileIssue(tx, {
          ...facts,
          district: facts.district ?? raiser.district,
          grade: grade ?? category?.grade ?? '一般',
          raiser: { kind: raiser.kind, id: raiser.id, name: raiser.name, person, personTitle, phone },
        })
        await claim(`/issues/${issue.no}`, tx.session)
        tx.tell({
          to: await idsWithRole('coordinator'),
          template: 'issue.turn',
          link: `/issues/${issue.no}`,
          key: `issue:${String(issue._id)}:turn:1`,
          facts: { no: issue.no, category: category?.name ?? '', act: '待受理', day: '' },
        })
        return `/issues/${issue.no}`
      }),
    )
    redirect(req, res, to, '已登记，报联席会议办公室受理。')
  })
}

const CRUMBS = [{ text: '诉求', href: '/issues' }, { text: '登记', href: null }]

async function choices(): Promise<Choices> {
  const [categories, departments, districts] = await Promise.all([allCategories(), allDepartments(), allDistricts()])
  return {
    categories: categories.filter(({ archivedAt }) => !archivedAt),
    departments: departments.filter(({ archivedAt }) => !archivedAt),
    districts,
  }
}

const enterpriseById = (id: string) =>
  /^[0-9a-f]{24}$/.test(id) ? EnterpriseModel.findById(id, { name: 1, district: 1 }).lean() : Promise.resolve(null)

/** The raiser as the rosters know it: a name that stands there exactly once is tied to its record. */
async function raiserOf({ raiserKind: kind, raiserName: name, raiserId, district }: NewCase) {
  const unknown = { kind, id: null as Types.ObjectId | null, name, district }
  if (kind === 'enterprise') {
    const filter = raiserId ? { _id: new Types.ObjectId(raiserId) } : { name, archivedAt: null }
    const found = await EnterpriseModel.find(filter, { name: 1, district: 1 }).limit(2).lean()
    return found.length === 1 && found[0]
      ? { kind, id: found[0]._id, name: found[0].name, district: found[0].district }
      : unknown
  }
  if (kind !== 'npc' && kind !== 'cppcc') return unknown
  const found = await MemberModel.find({ kind, name, archivedAt: null }, { name: 1, district: 1 }).limit(2).lean()
  return found.length === 1 && found[0] ? { kind, id: found[0]._id, name, district: found[0].district } : unknown
}
