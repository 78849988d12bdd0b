import { Types } from 'mongoose'
import { allCategories } from '../../../models/category/queries.ts'
import { allDepartments } from '../../../models/department/queries.ts'
import { EnterpriseModel, type Enterprise } from '../../../models/enterprise/index.ts'
import { IssueModel, type Issue } from '../../../models/issue/index.ts'
import { VisitModel } from '../../../models/visit/index.ts'
import { linkTo } from '../../../models/link/index.ts'
import { proposalFor } from '../../../models/triage/proposal.ts'
import { nextEntry, entryById, TRIAGE_TABS, type Entry } from '../../../models/triage/queries.ts'
import { actorOf, type Actor } from '../../../models/user/actor.ts'
import { act } from '../../act.ts'
import { OUTSIDER } from '../../confirmations/codes.ts'
import { askByLink, askedOf } from '../../confirmations/asking.ts'
import { askingOf } from '../../confirmations/subjects.ts'
import { askOffice, settleRequest, type Wanted } from '../../contactRequests/actions.ts'
import { ContactRequestModel, type ContactRequest } from '../../../models/contactRequest/index.ts'
import type { Deps } from '../../deps.ts'
import { linkAddress, makeLinks } from '../../links/actions.ts'
import { collectTexts, dismissEntry, fileEntry, mergeEntry } from '../../triage/actions.ts'
import type { People } from './people.ts'

/** Links of people without account, for whoever wants to open them, and what to say of them. */
export interface Outside { links: Record<string, string>, summary: string[] }

const FIRMS_WITH_LINK = 12
const ASKED_RESULTS = 3

/**
 * What firms say by links and in questionnaires, done by the product's own verbs: links of some firms, results and visits
 * asked for, requests to be rung, and an inbox of which a part is decided. Comes after everything that it speaks of.
 */
export async function heardFromOutside(deps: Deps, { shown }: People): Promise<Outside> {
  const coordinator = shown.get('coordinator')
  if (!coordinator) return { links: {}, summary: [] }
  const office = actorOf(coordinator)
  const firms = await talkingFirms()
  const [first] = firms
  if (!first) return { links: {}, summary: [] }
  await giveLinks(deps, office, firms)
  await wantToBeRung(deps, office, firms)
  const confirmation = await askForResults(deps, office, first)
  await decideSome(deps, office)
  const own = await linkTo('enterprise', String(first._id))
  const enterprise = own ? linkAddress(deps, own) : ''
  return {
    links: { enterprise, ...(confirmation ? { confirmation } : {}) },
    summary: [`企业专页（${first.name}）：${enterprise}`],
  }
}

/** Firms that have most to see on their page: a result to judge first of all, then as many states as can be. */
async function talkingFirms(): Promise<Enterprise[]> {
  const found = await IssueModel.aggregate<{ _id: Types.ObjectId }>([
    { $match: { 'raiser.kind': 'enterprise', 'raiser.id': { $ne: null } } },
    { $group: { _id: '$raiser.id', states: { $addToSet: '$state' }, n: { $sum: 1 } } },
    { $match: { states: 'callBack' } },
    { $sort: { n: -1, _id: 1 } },
    { $set: { kinds: { $size: '$states' } } },
    { $sort: { kinds: -1, n: -1, _id: 1 } },
    { $limit: FIRMS_WITH_LINK },
  ])
  const firms = await EnterpriseModel.find({ _id: { $in: found.map(({ _id }) => _id) }, archivedAt: null }).lean<Enterprise[]>()
  return found.flatMap(({ _id }) => firms.find((firm) => firm._id.equals(_id)) ?? [])
}

const giveLinks = (deps: Deps, office: Actor, firms: readonly Enterprise[]): Promise<void> =>
  act(deps, office, 'enterprise.link', async (tx) => {
    await makeLinks(deps, tx.session, firms.map(({ _id }) => ({ purpose: 'enterprise', subject: String(_id), expiresAt: null })))
    for (const { _id, uscc } of firms) tx.audit({ record: { type: 'enterprise', id: _id, no: uscc }, changes: { 专页链接: '生成' } })
  })

/** The firm's cases that wait for a call-back, and its last visit, are asked about by links. */
async function askForResults(deps: Deps, office: Actor, firm: Enterprise): Promise<string | null> {
  const waiting = await IssueModel.find({ state: 'callBack', 'raiser.kind': 'enterprise' }).sort({ no: -1 }).limit(ASKED_RESULTS).lean<Issue[]>()
  const own = await IssueModel.findOne({ state: 'callBack', 'raiser.id': firm._id }).lean<Issue | null>()
  for (const { no, answers } of own ? [own, ...waiting.filter((each) => each.no !== own.no)] : waiting) {
    await act(deps, office, 'issue.confirmationLink', (tx) => askByLink(tx, deps, { kind: 'closing', no, round: answers.length }, false))
  }
  const visit = await VisitModel.findOne({ state: 'done', confirmation: null, outcome: { $ne: '失联' } }, { no: 1 }).sort({ onDay: -1, no: 1 }).lean()
  if (visit) await act(deps, office, 'visit.confirm', (tx) => askByLink(tx, deps, { kind: 'visit', no: visit.no, round: 1 }, false))
  const asked = own && (await askedOf({ kind: 'closing', no: own.no, round: own.answers.length }))
  return asked?.link ? linkAddress(deps, asked.link) : null
}

const WISHES: readonly Wanted[] = [
  { kind: 'call', text: '上次说的用电增容，想再问问进度，下午三点以后方便。' },
  { kind: 'call', text: '不会用手机填，请打电话。' },
  { kind: 'contact', newContact: { name: '闻人语', title: '行政总监', phone: '13805320918', email: '' } },
  { kind: 'dispute', text: '路口的限高杆拆了又装回来，货车还是进不来。' },
  { kind: 'call', text: '税务的事，换了会计，请联系新会计。' },
]

/** Requests of different kinds; the last one has been rung about. */
async function wantToBeRung(deps: Deps, office: Actor, firms: readonly Enterprise[]): Promise<void> {
  for (const [index, wish] of WISHES.entries()) {
    const firm = firms[index]
    if (!firm) return
    const closed = wish.kind === 'dispute' ? await IssueModel.findOne({ state: 'closed', 'raiser.id': firm._id }, { no: 1 }).lean() : null
    if (wish.kind === 'dispute' && !closed) continue
    const wanted = closed ? { ...wish, about: closed.no } : wish
    await act(deps, OUTSIDER, 'contactRequest.create', (tx) => askOffice(tx, askingOf(firm._id, firm.name, firm), wanted))
  }
  const last = await ContactRequestModel.findOne({ kind: 'call', text: WISHES.at(-1)?.text ?? '' }).lean<ContactRequest | null>()
  if (last) await settleRequest(deps, office, last, '已联系新会计，问的是发票额度，已告知办理窗口。', null)
}

/** So many of each part are decided; the rest waits. */
const DECIDED = 3

/** Collects what closed questionnaires hold and decides a part of it. */
export async function decideSome(deps: Deps, office: Actor): Promise<void> {
  await collectTexts(deps)
  const [categories, departments] = await Promise.all([allCategories(), allDepartments()])
  let joined: string | null = null
  for (const tab of TRIAGE_TABS) {
    for (let n = 0; n < DECIDED; n += 1) {
      const id = await nextEntry(tab, '')
      const entry = id && (await entryById(id))
      if (!entry) break
      if (tab === 'department' || tab === 'other') await dismissEntry(deps, office, entry, '是对工作的评价，已转有关部门知悉。')
      else if (joined !== null && n === DECIDED - 1) await mergeEntry(deps, office, entry, joined, entry.text)
      else joined = await filed(deps, office, entry, categories, departments)
    }
  }
}

async function filed(
  deps: Deps, office: Actor, entry: Entry, categories: Awaited<ReturnType<typeof allCategories>>,
  departments: Awaited<ReturnType<typeof allDepartments>>,
): Promise<string> {
  const { title, category, department } = proposalFor(
    entry.text, categories.map((each) => ({ ...each, words: [each.name, ...each.synonyms] })),
    departments.map((each) => ({ ...each, words: [each.name, each.shortName] })),
  )
  const chosen = categories.find(({ _id }) => _id === category) ?? categories.at(-1)
  const issue = await fileEntry(deps, office, entry, {
    title, text: entry.text, quote: entry.text, category: chosen?._id ?? '', grade: chosen?.grade ?? '一般', district: null,
    proposedDepartment: department, secrecy: entry.firm ? '公开' : '内部',
  })
  return issue.no
}
