import type { Request, Response } from 'express'
import { findIssue } from '../../models/issue/queries.ts'
import type { Issue } from '../../models/issue/record.ts'
import { STATES } from '../../models/issue/words.ts'
import { dayOf } from '../../models/shared/calendarDay.ts'
import { can } from '../../models/user/permissions.ts'
import type { Visit } from '../../models/visit/index.ts'
import { act, trace } from '../act.ts'
import type { Deps } from '../deps.ts'
import { Conflict, Forbidden, NotFound } from '../http/errors.ts'
import { page, redirect } from '../http/page.ts'
import type { RouteTable } from '../http/routes.ts'
import { requireActor } from '../http/signedIn.ts'
import { postButton } from '../lib/buttons.ts'
import { dateTimeText, dayText } from '../lib/format.ts'
import type { Fact } from '../lib/parts.ts'
import { qrPicture, qrSource } from '../lib/qrCode.ts'
import { linkAddress } from '../links/actions.ts'
import { shareOf } from '../links/shareView.ts'
import { visitOf } from '../visits/find.ts'
import { askByLink, askedOf, type Question } from './asking.ts'
import { placeToSend, sendByOutbox } from './outgoing.ts'
import { saidNotes } from './view.ts'

interface Page {
  question: Question
  record: { type: string, id: Issue['_id'], no: string }
  path: string
  title: string
  note: string
  words: string
  crumbs: { text: string, href: string | null }[]
  /** why no link can be made now; null when it can */
  closed: string | null
}

/** Staff make the link by which a raiser judges a result or a visited party confirms a visit. */
export function addAskingRoutes({ get, post }: RouteTable, deps: Deps): void {
  const today = () => dayOf(deps.clock.now())

  get('/issues/:no/confirmation', { act: 'issue.confirmationLink' }, async (req, res) => show(req, res, await ofIssue(req)))
  get('/issues/:no/confirmation/qr.png', { act: 'issue.confirmationLink' }, async (req, res) => picture(res, await ofIssue(req)))
  post('/issues/:no/confirmation', { act: 'issue.confirmationLink', fields: ['again'] }, async (req, res) =>
    make(req, res, await ofIssue(req)))

  get('/visits/:no/confirmation', { act: 'visit.confirm' }, async (req, res) => show(req, res, await ofVisit(req)))
  get('/visits/:no/confirmation/qr.png', { act: 'visit.confirm' }, async (req, res) => picture(res, await ofVisit(req)))

  async function make(req: Request, res: Response, of: Page): Promise<void> {
    if (of.closed) throw new Conflict(of.closed, { text: '返回', href: of.path.replace(/\/confirmation$/, '') })
    const given = (req.body as Record<string, unknown>)['again']
    if (given === 'send') return send(req, res, of)
    const again = given === 'yes'
    await act(deps, requireActor(req), 'issue.confirmationLink', (tx) => askByLink(tx, deps, of.question, again))
    redirect(req, res, of.path, again ? '已换发，旧链接不能再用。' : '链接已生成，请发给对方。')
  }

  async function send(req: Request, res: Response, of: Page): Promise<void> {
    const { asked, link } = await askedOf(of.question)
    if (!asked || !link) throw new NotFound()
    const count = await act(deps, requireActor(req), 'issue.confirmationLink', (tx) => sendByOutbox(tx, deps, asked, link))
    redirect(req, res, of.path, count > 0 ? '已交发，办公时间送到。' : '这个链接已经发过，没有再发。')
  }

  async function show(req: Request, res: Response, of: Page): Promise<void> {
    const { asked, link } = await askedOf(of.question)
    const works = asked !== null && link !== null && link.revokedAt === null && asked.saidAt === null
    if (works) await trace(deps, requireActor(req), 'confirmation.link', { record: of.record, changes: { link: '查看' } })
    const address = works ? linkAddress(deps, link) : ''
    const fact = (term: string, text: string, small: string | null = null): Fact => ({ term, text, href: null, small, action: null })
    const how: Record<string, string> = of.record.type === 'visit' ? { how: 'link' } : {}
    const place = works ? await placeToSend(deps, asked) : ''
    await page(req, res, 'links/share', {
      title: {
        clauses: [of.title], note: of.note,
        actions: place === '' ? [] : [postButton(`发到登记的${place}`, of.path, { ...how, again: 'send' })],
      },
      notice: asked?.saidAt ? saidNotes(asked, today()).join('').replaceAll('您', '对方') : of.closed,
      share: works ? shareOf(address, await qrSource(address), of.words, `${of.path}/qr.png`) : null,
      facts: asked === null ? [] : [
        fact('生成', `${asked.askedByName}，${dateTimeText(asked.askedAt, today())}`),
        ...(link?.expiresAt ? [fact('有效到', dayText(dayOf(link.expiresAt), today()), link.version > 1 ? `第 ${link.version} 次换发` : null)] : []),
        fact('回复', asked.saidAt ? dateTimeText(asked.saidAt, today()) : '还没有'),
      ],
      make: of.closed || asked?.saidAt ? null
        : works ? postButton('换发一个新的，旧的作废', of.path, { ...how, again: 'yes' }) : postButton('生成确认链接', of.path, how, 'primary'),
      hints: [
        '发给对方登记的联系人。对方点开以后，用发到登记手机的六位验证码确认；收不到验证码的，请办公室打电话核实。',
        '链接只能回复一次。谁看过链接会留痕。',
      ],
    }, { title: of.title, breadcrumb: of.crumbs })
  }

  async function picture(res: Response, of: Page): Promise<void> {
    const { asked, link } = await askedOf(of.question)
    if (!asked || !link) throw new NotFound()
    res.type('png').set('Cache-Control', 'no-store').send(await qrPicture(linkAddress(deps, link)))
  }

  async function ofIssue(req: Request): Promise<Page> {
    const issue = await findIssue(requireActor(req), String(req.params['no']))
    if (issue === null) throw new NotFound()
    return pageOfIssue(issue)
  }

  async function ofVisit(req: Request): Promise<Page> {
    const actor = requireActor(req)
    const visit = await visitOf(req, actor)
    if (!can(actor, 'visit.confirm', visit)) throw new Forbidden('走访由本部门同事或联席会议办公室确认。')
    return pageOfVisit(visit, dayText(visit.onDay, today()))
  }
}

function pageOfIssue({ _id, no, title, state, answers, raiser }: Issue): Page {
  return {
    question: { kind: 'closing', no, round: answers.length }, record: { type: 'issue', id: _id, no }, path: `/issues/${no}/confirmation`,
    title: '请提出人确认结果', note: `${no} ${title}，${raiser.name}`,
    words: `您好，您反映的事项（${no}）已有办理结果，请点开看一看，说一说是否解决、是否满意：`,
    crumbs: [{ text: '诉求', href: '/issues' }, { text: no, href: `/issues/${no}` }, { text: '确认链接', href: null }],
    closed: state === 'callBack' ? null : `这件诉求现在是“${STATES[state]}”，核验通过、待回访时才能请提出人确认。`,
  }
}

function pageOfVisit({ _id, no, state, outcome, confirmation, subjects }: Visit, on: string): Page {
  const closed = confirmation ? '这次走访已经确认过，不用再确认。'
    : state !== 'done' || outcome === '失联' ? '走访还没有进行，或者没有联系上对方，没有可以确认的走访。' : null
  return {
    question: { kind: 'visit', no, round: 1 }, record: { type: 'visit', id: _id, no }, path: `/visits/${no}/confirmation`,
    title: '请对方确认走访', note: `${no} ${subjects.map(({ name }) => name).join('、')}`,
    words: `您好，${on}我们到贵单位走访，请点开确认一下情况是否属实：`,
    crumbs: [{ text: '走访', href: '/visits' }, { text: no, href: `/visits/${no}` }, { text: '确认链接', href: null }], closed,
  }
}
