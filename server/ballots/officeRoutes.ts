import type { Request, Response } from 'express'
import { passphraseComplaint, STRENGTH_WORDS, strengthOf } from '../../models/ballot/passphrase.ts'
import { isOver, mayUnseal } from '../../models/ballot/standing.ts'
import type { StoredCampaign } from '../../models/campaign/queries.ts'
import { departmentsByCode } from '../../models/department/queries.ts'
import { drawnRepresentatives } from '../../models/representative/queries.ts'
import { RollModel, type RollEntry } from '../../models/roll/index.ts'
import { placeCounts, rollPage } from '../../models/roll/queries.ts'
import { planOfYear } from '../../models/scoringPlan/queries.ts'
import { scaleOf } from '../../models/scoringPlan/scales.ts'
import { dayOf } from '../../models/shared/calendarDay.ts'
import { UserModel, type User } from '../../models/user/index.ts'
import { can, mayEver, RIGHTS } from '../../models/user/permissions.ts'
import { ROLE_NAMES } from '../../models/user/roles.ts'
import { campaignCrumbs, campaignPath } from '../campaigns/tabs.ts'
import type { Deps } from '../deps.ts'
import { Conflict, Forbidden, NotFound } from '../http/errors.ts'
import { page, redirect } from '../http/page.ts'
import type { RouteTable } from '../http/routes.ts'
import { requireActor } from '../http/signedIn.ts'
import { mustTick, readForm, textOf, textsOf, type Body } from '../lib/form.ts'
import { ballotsIn, venueFor, venuesFor } from './find.ts'
import { CLAIM_FIELDS, HOLDER_FIELDS, holdersPage, passphrasePage, unsealPage } from './formView.ts'
import { chooseHolders, keyOfTwo, setPassphrase, type Claim } from './keyActions.ts'
import { handOut, printLetters, reissueLetter } from './letterActions.ts'
import { handingPage, lettersPage, printingPage, reissuePage } from './letterView.ts'
import { ballotsPath, officePage } from './officeView.ts'
import { writeRoll } from './rollActions.ts'
import { unsealBox } from './unsealing.ts'

const ROWS = 100

/** The office's side of the vote: key holders, roll and box, letters, hand-out, 启封. */
export function officeRoutes(deps: Deps, { get, post }: RouteTable): void {
  const now = () => deps.clock.now()

  get('/campaigns/:year/ballots', { act: 'ballot.read' }, async (req, res) => {
    const actor = requireActor(req)
    const { campaign, key } = await ballotsIn(req)
    const [drawn, places, venues] = await Promise.all([
      drawnRepresentatives(campaign.year), countsFor(campaign), venuesFor(actor, 'ballot.handOut', campaign),
    ])
    const shown = mayEver(actor, 'ballot.prepare') || venues.length === 0 ? campaign.venues : venues
    const model = officePage({ campaign, key, drawn: drawn.length, places, venues: shown, actor, now: now() })
    await page(req, res, 'ballots/index', model, { title: `${campaign.year}年选票`, printHref: `${req.path}?print=1` })
  })

  get('/campaigns/:year/ballots/holders', { act: 'ballot.prepare' }, async (req, res) => showHolders(req, res, {}, {}))

  post('/campaigns/:year/ballots/holders', { act: 'ballot.prepare', fields: HOLDER_FIELDS }, async (req, res) => {
    const { campaign } = await ballotsIn(req)
    const body = req.body as Body
    const people = await possibleHolders()
    const chosen = HOLDER_FIELDS.map((name) => people.find(({ user }) => String(user._id) === textOf(body[name])))
    const users = chosen.flatMap((each) => (each ? [each.user] : []))
    const errors: Record<string, string> = {}
    for (const [at, name] of HOLDER_FIELDS.entries()) {
      const one = chosen[at]
      if (!one) errors[name] = '请选一位保管人'
      else if (chosen.indexOf(one) < at) errors[name] = `${one.user.name}已经选过，三位应是不同的人`
    }
    if (Object.keys(errors).length > 0) return showHolders(req, res, body, errors)
    await chooseHolders(deps, requireActor(req), campaign.year, users)
    redirect(req, res, ballotsPath(campaign.year), '已指定三位保管人，请他们各自登录设置口令。')
  })

  get('/campaigns/:year/ballots/passphrase', { act: 'ballot.holdKey' }, async (req, res) => {
    const { campaign } = await ownKey(req)
    await page(req, res, 'ballots/form', passphrasePage(campaign, {}), { title: '设置我的口令', breadcrumb: crumbs(campaign, '口令') })
  })

  post(
    '/campaigns/:year/ballots/passphrase', { act: 'ballot.holdKey', fields: ['passphrase', 'repeated', 'understood'] },
    async (req, res) => {
      const { campaign, key } = await ownKey(req)
      const body = req.body as Body
      const passphrase = textOf(body['passphrase'])
      const complaint = passphraseComplaint(passphrase, textOf(body['repeated']))
      const ticked = readForm(body, { understood: mustTick('请先看清两人忘记口令意味着什么，再勾选') })
      const errors = { ...(complaint === null ? {} : { passphrase: complaint }), ...(ticked.ok ? {} : ticked.errors) }
      if (Object.keys(errors).length > 0) {
        return page(req, res, 'ballots/form', passphrasePage(campaign, errors), {
          title: '错误：设置我的口令', status: 422, breadcrumb: crumbs(campaign, '口令'),
        })
      }
      const made = await setPassphrase(deps, requireActor(req), key, passphrase)
      const to = mayEver(requireActor(req), 'ballot.read') ? ballotsPath(campaign.year) : '/'
      redirect(req, res, to, `口令已设好，强度：${STRENGTH_WORDS[strengthOf(passphrase)]}。${made ? '三人都已设好，密钥已经做出。' : '等另外的保管人设好。'}`)
    },
  )

  post('/campaigns/:year/ballots/roll', { act: 'ballot.prepare', fields: [] }, async (req, res) => {
    const { campaign } = await ballotsIn(req)
    if (isOver(campaign.window, now())) throw new Conflict('投票已经截止，名册不能再改。', backTo(campaign))
    const { added, removed } = await writeRoll(deps, requireActor(req), campaign)
    const text = added + removed === 0 ? '名册和抽取结果一致，没有变化。' : `名册增 ${added} 人，减 ${removed} 人，票箱已备好空位。`
    redirect(req, res, ballotsPath(campaign.year), text)
  })

  get('/campaigns/:year/ballots/letters', { act: 'ballot.prepare' }, async (req, res) => {
    const { campaign } = await ballotsIn(req)
    const model = printingPage(campaign, campaign.venues, await countsFor(campaign))
    await page(req, res, 'ballots/printing', model, { title: '打印选票信', breadcrumb: crumbs(campaign, '打印选票信') })
  })

  post('/campaigns/:year/ballots/letters', { act: 'ballot.prepare', fields: ['place', 'again'] }, async (req, res) => {
    const { campaign } = await ballotsIn(req)
    const body = req.body as Body
    const venue = await venueFor(requireActor(req), 'ballot.prepare', campaign, textOf(body['place']))
    if (isOver(campaign.window, now())) throw new Conflict('投票已经截止，不再打印选票信。', backTo(campaign))
    const letters = await printLetters(deps, requireActor(req), campaign, venue.code, textOf(body['again']) === 'yes')
    if (letters.length === 0) {
      return redirect(req, res, ballotsPath(campaign.year, 'letters'), {
        kind: 'warn', text: `${venue.name}没有要打印的信：都已打印过。要换新的请用“重印”。`, linkText: null, linkHref: null,
      })
    }
    await showLetters(req, res, campaign, letters)
  })

  get('/campaigns/:year/ballots/handing', { act: 'ballot.handOut' }, async (req, res) => {
    const actor = requireActor(req)
    const { campaign } = await ballotsIn(req)
    const venues = await venuesFor(actor, 'ballot.handOut', campaign)
    const asked = queryText(req, 'place')
    const venue = asked === '' ? venues[0] : venues.find(({ code }) => code === asked)
    if (!venue) throw new NotFound()
    const query = { place: venue.code, group: queryText(req, 'group'), open: queryText(req, 'open'), q: queryText(req, 'q') }
    const pageNumber = Math.min(1000, Math.max(1, Math.trunc(Number(queryText(req, 'page') || 1)) || 1))
    const found = await rollPage({
      campaign: campaign.year, place: venue.code, group: /^\d{1,3}$/.test(query.group) ? Number(query.group) : null,
      code: query.q.trim().toUpperCase().slice(0, 20), open: query.open === 'yes',
    }, pageNumber, ROWS)
    const model = handingPage({
      campaign, venue, venues, query, page: pageNumber, size: ROWS, found, now: now(),
      mayReissue: mayEver(actor, 'ballot.prepare') && !isOver(campaign.window, now()),
    })
    await page(req, res, 'ballots/handing', model, { title: `${venue.name}发放选票`, breadcrumb: crumbs(campaign, '发放') })
  })

  post('/campaigns/:year/ballots/handing', { act: 'ballot.handOut', fields: ['entry', 'medium', 'place', 'group'] }, async (req, res) => {
    const actor = requireActor(req)
    const { campaign } = await ballotsIn(req)
    const body = req.body as Body
    const venue = await venueFor(actor, 'ballot.handOut', campaign, textOf(body['place']))
    const back = `${ballotsPath(campaign.year, 'handing')}?${new URLSearchParams({ place: venue.code, group: textOf(body['group']) }).toString()}`
    if (isOver(campaign.window, now())) throw new Conflict('投票已经截止，不再发放选票。', { text: '回到发放', href: back })
    const ids = textsOf(body['entry']).filter((id) => /^[0-9a-f]{24}$/.test(id))
    const entries = await RollModel.find({ _id: { $in: ids }, campaign: campaign.year, place: venue.code }).lean<RollEntry[]>()
    if (entries.length === 0) {
      return redirect(req, res, back, { kind: 'warn', text: '没有勾选代表，请先勾选再发放。', linkText: null, linkHref: null })
    }
    const medium = textOf(body['medium']) === 'paper' ? 'paper' : 'token'
    const handed = await handOut(deps, actor, campaign.year, entries, medium)
    const rest = entries.length - handed
    redirect(req, res, back, `已发放${medium === 'paper' ? '纸质选票' : '选票信'} ${handed} 张。${rest > 0 ? `另有 ${rest} 人先前已经发过。` : ''}`)
  })

  get('/campaigns/:year/ballots/roll/:entry/reissue', { act: 'ballot.prepare' }, async (req, res) => {
    const { campaign, entry } = await entryIn(req)
    await page(req, res, 'ballots/confirm', reissuePage(campaign, entry), { title: '换发选票信', breadcrumb: crumbs(campaign, '换发') })
  })

  post('/campaigns/:year/ballots/roll/:entry/reissue', { act: 'ballot.prepare', fields: [] }, async (req, res) => {
    const { campaign, entry } = await entryIn(req)
    if (isOver(campaign.window, now())) throw new Conflict('投票已经截止，不再换发。', backTo(campaign))
    await showLetters(req, res, campaign, [await reissueLetter(deps, requireActor(req), entry)])
  })

  get('/campaigns/:year/ballots/unsealing', { act: 'ballot.unseal' }, async (req, res) => {
    const { campaign, key } = await toUnseal(req)
    await page(req, res, 'ballots/form', unsealPage(campaign, key, {}, {}), { title: '启封计票', breadcrumb: crumbs(campaign, '启封计票') })
  })

  post('/campaigns/:year/ballots/unsealing', { act: 'ballot.unseal', fields: CLAIM_FIELDS }, async (req, res) => {
    const actor = requireActor(req)
    const { campaign, key } = await toUnseal(req)
    const body = req.body as Body
    const refuse = (errors: Record<string, string>) => page(req, res, 'ballots/form', unsealPage(campaign, key, body, errors), {
      title: '错误：启封计票', status: 422, breadcrumb: crumbs(campaign, '启封计票'),
    })
    const { claims, errors } = readClaims(body)
    if (Object.keys(errors).length > 0) return refuse(errors)
    const opened = await keyOfTwo(deps, actor, key, claims)
    if ('wrong' in opened) {
      const names = opened.wrong.map((at) => key.holders[claims[at]?.place ?? 0]?.name ?? '').join('、')
      const text = `${names}的口令不对，没有启封，什么都没有变。请本人再输一遍`
      return refuse(Object.fromEntries(opened.wrong.map((at) => [`passphrase-${at + 1}`, text])))
    }
    const plan = await planOfYear(campaign.year)
    const holders = claims.map(({ place }) => key.holders[place]?.name ?? '')
    const asked = { campaign, key, holders, scale: scaleOf(plan?.weights.scale ?? 'B4') }
    const { ballots, invalid } = await unsealBox(deps, actor, asked, opened.key)
    redirect(req, res, campaignPath(campaign.year, 'tallies'), `已启封：打开 ${ballots} 张，无效 ${invalid} 张。密文和密钥已销毁。`)
  })

  const countsFor = (campaign: StoredCampaign) =>
    placeCounts(campaign.year, isOver(campaign.window, now()) ? '9999-12-31' : dayOf(now()))

  async function showHolders(req: Request, res: Response, values: Body, errors: Record<string, string>): Promise<void> {
    const { campaign, key } = await ballotsIn(req)
    const refused = Object.keys(errors).length > 0
    await page(req, res, 'ballots/form', holdersPage(campaign, await possibleHolders(), key, values, errors), {
      title: `${refused ? '错误：' : ''}指定密钥保管人`, status: refused ? 422 : 200, breadcrumb: crumbs(campaign, '保管人'),
    })
  }

  async function showLetters(
    req: Request, res: Response, campaign: StoredCampaign, letters: Parameters<typeof lettersPage>[1],
  ): Promise<void> {
    const model = await lettersPage(campaign, letters, deps.config.publicUrl, now())
    await page(req, res, 'ballots/letters', model, { title: '选票信', print: true })
  }

  async function toUnseal(req: Request) {
    const { campaign, key } = await ballotsIn(req)
    if (key?.unsealed) throw new Conflict('选票已经启封过，不能再启封。', { text: '看计票', href: campaignPath(campaign.year, 'tallies') })
    if (key === null || key.publicKey === null) throw new Conflict('三位保管人还没有都设好口令，没有密钥可以启封。', backTo(campaign))
    if (!mayUnseal(campaign.window, now())) throw new Conflict('投票截止一分钟以后才能启封，在那以前没有任何结果。', backTo(campaign))
    return { campaign, key }
  }
}

/** Roles from which holders are taken: whoever may hold a key by the permission table. */
async function possibleHolders(): Promise<{ user: Pick<User, '_id' | 'name' | 'department'>, department: string }[]> {
  const roles = ROLE_NAMES.filter((role) => role in RIGHTS['ballot.holdKey'])
  const [users, departments] = await Promise.all([
    UserModel.find({ roles: { $in: roles }, disabledAt: null }, { name: 1, department: 1 }).sort({ sortKey: 1 }).limit(500)
      .lean<Pick<User, '_id' | 'name' | 'department'>[]>(),
    departmentsByCode(),
  ])
  return users.map((user) => ({ user, department: departments.get(user.department)?.name ?? user.department }))
}

async function ownKey(req: Request) {
  const { campaign, key } = await ballotsIn(req)
  if (key === null || !can(requireActor(req), 'ballot.holdKey', key)) throw new Forbidden('您不是这次活动的密钥保管人。')
  return { campaign, key }
}

async function entryIn(req: Request): Promise<{ campaign: StoredCampaign, entry: RollEntry }> {
  const { campaign } = await ballotsIn(req)
  const id = String(req.params['entry'])
  const entry = /^[0-9a-f]{24}$/.test(id) ? await RollModel.findOne({ _id: id, campaign: campaign.year }).lean<RollEntry>() : null
  if (!entry) throw new NotFound()
  return { campaign, entry }
}

function readClaims(body: Body): { claims: Claim[], errors: Record<string, string> } {
  const errors: Record<string, string> = {}
  const claims = [1, 2].map((n): Claim => {
    const place = textOf(body[`holder-${n}`])
    const passphrase = textOf(body[`passphrase-${n}`])
    if (!/^[0-2]$/.test(place)) errors[`holder-${n}`] = '请选保管人'
    if (passphrase === '') errors[`passphrase-${n}`] = '请本人输入口令'
    return { place: Number(place), passphrase }
  })
  if (Object.keys(errors).length === 0 && claims[0]?.place === claims[1]?.place) errors['holder-2'] = '要两位不同的保管人'
  return { claims, errors }
}

const queryText = (req: Request, name: string): string => {
  const value = req.query[name]
  return typeof value === 'string' ? value : ''
}
const backTo = ({ year }: StoredCampaign) => ({ text: '回到选票', href: ballotsPath(year) })
const crumbs = ({ year }: StoredCampaign, last: string) => campaignCrumbs(year, 'ballots', last)
