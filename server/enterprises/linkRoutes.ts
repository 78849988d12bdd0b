import type { Request, Response } from 'express'
import { linkTo, type Link } from '../../models/link/index.ts'
import { dayOf } from '../../models/shared/calendarDay.ts'
import { can } from '../../models/user/permissions.ts'
import { act, trace } from '../act.ts'
import type { Deps } from '../deps.ts'
import { Conflict, Forbidden, NotFound } from '../http/errors.ts'
import { page, redirect, wantsPrint } from '../http/page.ts'
import type { RouteTable } from '../http/routes.ts'
import { requireActor } from '../http/signedIn.ts'
import { postButton } from '../lib/buttons.ts'
import { dateTimeText } from '../lib/format.ts'
import type { Fact } from '../lib/parts.ts'
import { qrPicture, qrSource } from '../lib/qrCode.ts'
import { linkAddress, makeLinks, reissueLink, revokeLink } from '../links/actions.ts'
import { shareOf } from '../links/shareView.ts'
import { firmIn, type StoredEnterprise } from './find.ts'
import { PATH } from './listView.ts'
import { enterprisePath } from './view.ts'

const ACT = { act: 'enterprise.link' } as const
/** What is done to a firm's link, and what the banner says afterwards. */
const DOINGS = {
  make: '链接已生成，请发给企业的联系人。', reissue: '已换发，旧链接不能再用。', revoke: '已撤销，企业打不开了。',
  sent: '已记下：微信发给企业了。',
} as const
type Doing = keyof typeof DOINGS

/**
 * The one link of a firm: it belongs to the firm, not to whoever made it, so it outlives a change of staff. Whoever looks
 * at it leaves a trace, since it opens the firm's page.
 * @source DESIGN.md §7 Links, Notices
 */
export function linkRoutes(deps: Deps, { get, post }: RouteTable): void {
  const address = `${PATH}/:id/link`

  get(address, ACT, async (req, res) => {
    const firm = await mineIn(req)
    const link = await linkOf(firm)
    const works = link !== null && link.revokedAt === null
    if (works) await trace(deps, requireActor(req), 'enterprise.link', { record: recordOf(firm), changes: { 专页链接: '查看' } })
    const path = `${enterprisePath(firm)}/link`
    const to = works ? linkAddress(deps, link) : ''
    const [contact] = firm.contacts
    await page(req, res, 'links/share', {
      title: {
        clauses: ['企业专页链接'], note: firm.name,
        actions: works && !wantsPrint(req) ? [postButton('已微信发送', path, { do: 'sent' }), postButton('撤销', path, { do: 'revoke' })] : [],
      },
      notice: link?.revokedAt ? `已于 ${dateTimeText(link.revokedAt, today())} 撤销。换发以后才能再用。`
        : firm.archivedAt ? '这家企业已归档，专页打不开。' : null,
      share: works ? shareOf(to, await qrSource(to), WORDS, `${path}/qr.png`) : null,
      make: wantsPrint(req) || firm.archivedAt ? null
        : link === null ? postButton('生成链接', path, { do: 'make' }, 'primary') : postButton('换发一个新的，旧的作废', path, { do: 'reissue' }),
      facts: factsOf(link, contact?.name ?? '', today()),
      hints: [
        '一家企业一个链接，不用账号。看得到自己的诉求、承诺、走访和问卷；确认结果、换联系人要用发到登记手机的验证码，或者打电话核实。',
        '链接跟着企业走：服务专员换人不影响。企业的联系人走了，或者链接传出去了，请换发。',
      ],
    }, {
      title: `企业专页链接：${firm.name}`, print: wantsPrint(req), printHref: works ? `${path}?print=1` : null,
      breadcrumb: [{ text: '重点企业', href: PATH }, { text: firm.name, href: enterprisePath(firm) }, { text: '专页链接', href: null }],
    })
  })

  get(`${address}/qr.png`, ACT, async (req, res) => {
    const link = await linkOf(await mineIn(req))
    if (link === null || link.revokedAt) throw new NotFound()
    res.type('png').set('Cache-Control', 'no-store').send(await qrPicture(linkAddress(deps, link)))
  })

  post(address, { ...ACT, fields: ['do'] }, async (req, res) => {
    const firm = await mineIn(req)
    const wanted = String((req.body as Record<string, unknown>)['do'] ?? '')
    const doing = (Object.keys(DOINGS) as Doing[]).find((each) => each === wanted)
    if (!doing) throw new NotFound()
    if (firm.archivedAt && doing !== 'revoke') throw new Conflict('这家企业已归档，不再发链接。', { text: '看这家企业', href: enterprisePath(firm) })
    await doTo(req, res, firm, doing)
  })

  async function doTo(req: Request, res: Response, firm: StoredEnterprise, doing: Doing): Promise<void> {
    const subject = String(firm._id)
    await act(deps, requireActor(req), 'enterprise.link', async (tx) => {
      const link = await linkTo('enterprise', subject, tx.session)
      if (doing === 'make' && !link) await makeLinks(deps, tx.session, [{ purpose: 'enterprise', subject, expiresAt: null }])
      if (doing === 'reissue') await reissueLink(deps, tx.session, 'enterprise', subject)
      if (doing === 'revoke') await revokeLink(tx.session, 'enterprise', subject, tx.now)
      tx.audit({ record: recordOf(firm), changes: { 专页链接: AUDIT_WORDS[doing] } })
    })
    redirect(req, res, `${enterprisePath(firm)}/link`, DOINGS[doing])
  }

  function today() {
    return dayOf(deps.clock.now())
  }
}

const AUDIT_WORDS: Record<Doing, string> = { make: '生成', reissue: '换发', revoke: '撤销', sent: '已微信发送' }
const WORDS = '您好，这是贵单位在政府走访联系系统里的专页：提过的事办到哪一步、答应了什么、谁来过谁要来，都在里面，不用注册。请不要转发：'

const linkOf = ({ _id }: StoredEnterprise): Promise<Link | null> => linkTo('enterprise', String(_id))
const recordOf = ({ _id, uscc }: StoredEnterprise) => ({ type: 'enterprise', id: _id, no: uscc })

/** The firm of the address, when this user may hand on its link. @throws Forbidden */
async function mineIn(req: Request): Promise<StoredEnterprise> {
  const firm = await firmIn(req)
  if (!can(requireActor(req), 'enterprise.link', firm)) throw new Forbidden('企业的链接由联席会议办公室、走访部门或服务专员发。')
  return firm
}

function factsOf(link: Link | null, contact: string, today: string): Fact[] {
  const fact = (term: string, text: string, small: string | null = null): Fact => ({ term, text, href: null, small, action: null })
  if (link === null) return [fact('现在', '还没有生成')]
  return [
    fact('现在', link.revokedAt ? '已撤销' : '有效', link.version > 1 ? `第 ${link.version} 个，前面的都作废了` : null),
    fact('第一次生成', dateTimeText(link.createdAt, today)),
    fact('发给', contact || '名录里没有登记联系人'),
  ]
}
