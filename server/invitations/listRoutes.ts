import type { Request } from 'express'
import { districtNames } from '../../models/district/queries.ts'
import { contactsOf } from '../../models/invitation/contacts.ts'
import { guestsOf } from '../../models/invitation/guests.ts'
import { checkMayInvite } from '../../models/invitation/making.ts'
import { RESPONSE_BY } from '../../models/invitation/response.ts'
import { invitationCounts, invitationRows, responseOf } from '../../models/invitation/queries.ts'
import { dayOf } from '../../models/shared/calendarDay.ts'
import { mayEver, scopeFilter } from '../../models/user/permissions.ts'
import { act } from '../act.ts'
import type { Deps } from '../deps.ts'
import { filterWords } from '../exports/filterWords.ts'
import { readWords } from '../exports/names.ts'
import { answerWithFile } from '../exports/sending.ts'
import { Forbidden } from '../http/errors.ts'
import { page, redirect, wantsPrint } from '../http/page.ts'
import type { RouteTable } from '../http/routes.ts'
import { requireActor } from '../http/signedIn.ts'
import { textOf, type Body } from '../lib/form.ts'
import { countText } from '../lib/format.ts'
import type { ListQuery } from '../lib/listAddress.ts'
import { questionnaireTabs } from '../results/tabs.ts'
import { cityChoices, listQuery, pageOf } from '../rosters/query.ts'
import { inviteFound } from './actions.ts'
import { askedList, invitationsPath, pathOf, questionnaireIn, withTab, type Asking } from './find.ts'
import { crumbsOf } from './frame.ts'
import { invitationListPage } from './listView.ts'
import { makingPage, PREVIEW_TABS, type PreviewTab } from './makingView.ts'
import { responsePage } from './responseView.ts'

const AT = '/questionnaires/:id/invitations'
const FILTERS = ['q', 'district', 'industry', 'size'] as const

/** All invitations of a questionnaire, inviting more firms, and how far the invited ones came. */
export function addListRoutes({ get, post }: RouteTable, deps: Deps): void {
  get(AT, { act: 'invitation.read' }, async (req, res) => {
    const actor = requireActor(req)
    const questionnaire = await questionnaireIn(req)
    const asked = await askedList(req, questionnaire, actor)
    const number = pageOf(asked.query)
    const [rows, counts, { districts }] = await Promise.all([
      invitationRows(withTab(asked), number), invitationCounts(asked.filter), cityChoices(),
    ])
    const reached = await contactsOf(rows)
    const open = questionnaire.state === 'published'
    const model = invitationListPage(rows, {
      questionnaire, ...asked, page: number, counts, districts, pages: tabsFor(req, questionnaire), today: dayOf(deps.clock.now()),
      stewards: new Map(reached.map(({ invitation, stewardName }) => [String(invitation.enterprise), stewardName])),
      rights: {
        make: open && mayEver(actor, 'invitation.make'), send: open && mayEver(actor, 'invitation.make'),
        letters: open && mayEver(actor, 'invitation.send'), remind: open && mayEver(actor, 'invitation.remind'), export: mayEver(actor, 'export.create'),
      },
    })
    await page(req, res, 'invitations/index', model, {
      title: `邀请：${questionnaire.title}`, breadcrumb: crumbsOf(actor, questionnaire), print: wantsPrint(req),
    })
  })

  for (const format of ['xlsx', 'csv'] as const) {
    get(`${AT}.${format}`, { act: 'export.create' }, async (req, res) => {
      const actor = requireActor(req)
      if (!mayEver(actor, 'invitation.read')) throw new Forbidden()
      const { no } = await questionnaireIn(req)
      const query = listQuery(req, [...FILTERS, 'tab']) as Record<string, string>
      const narrowed = filterWords('invitations', query, await readWords())
      await answerWithFile(deps, req, res, {
        kind: 'invitations', format, query: { questionnaire: no, ...query }, filterText: `问卷：${no}；${narrowed}`, personal: false, reason: '',
      })
    })
  }

  get(`${AT}/new`, { act: 'invitation.make' }, async (req, res) => {
    const actor = requireActor(req)
    const questionnaire = await questionnaireIn(req)
    await checkMayInvite(questionnaire)
    const query = listQuery(req, [...FILTERS, 'tab', 'page'])
    const tab = (Object.keys(PREVIEW_TABS) as PreviewTab[]).find((each) => each === query['tab']) ?? 'all'
    const [preview, { districts }] = await Promise.all([guestsOf(questionnaire._id, searchOf(query)), cityChoices()])
    const attributes = questionnaire.confidentiality !== 'anonymous' ? null
      : questionnaire.attributes.map(({ name }) => RESPONSE_BY[name]).join('、') || '不带'
    const model = makingPage(preview, { questionnaire, query, tab, page: pageOf(query), districts, attributes })
    await page(req, res, 'invitations/new', model, { title: '邀请企业', breadcrumb: crumbsOf(actor, questionnaire, { text: '邀请企业', href: null }) })
  })

  post(AT, { act: 'invitation.make', fields: FILTERS }, async (req, res) => {
    const questionnaire = await questionnaireIn(req)
    const search = searchOf(Object.fromEntries(FILTERS.map((name) => [name, textOf((req.body as Body)[name]).slice(0, 120)])))
    const invited = await act(deps, requireActor(req), 'invitation.make', (tx) => inviteFound(deps, tx, questionnaire, search))
    redirect(req, res, `${invitationsPath(questionnaire)}?tab=made`, invited === 0
      ? { kind: 'warn', text: '没有新的企业可以邀请，都已邀请过。', linkText: null, linkHref: null }
      : `已邀请 ${countText(invited)} 户，还没有发出。`)
  })

  get(`${AT}/response`, { act: 'invitation.read' }, async (req, res) => {
    const actor = requireActor(req)
    const questionnaire = await questionnaireIn(req)
    const [figures, districts] = await Promise.all([
      responseOf(questionnaire._id, scopeFilter(actor, 'invitation.read')), districtNames(),
    ])
    const model = responsePage(figures, { questionnaire, pages: tabsFor(req, questionnaire), district: (code) => districts.get(code) ?? code })
    await page(req, res, 'invitations/response', model, {
      title: `回收情况：${questionnaire.title}`, breadcrumb: crumbsOf(actor, questionnaire, { text: '回收情况', href: null }), print: wantsPrint(req),
      printHref: `${invitationsPath(questionnaire)}/response?print=1`,
    })
  })

  const tabsFor = (req: Request, questionnaire: Asking) => questionnaireTabs(requireActor(req), pathOf(questionnaire), '/invitations')
}

/** The filters of the address as a search of the roster. */
const searchOf = (query: ListQuery) => ({
  q: query['q'] ?? '', district: query['district'] ?? '', industry: query['industry'] ?? '', size: query['size'] ?? '',
  leader: '', steward: '', department: '', archived: false,
})
