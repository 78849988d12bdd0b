import { fingerprintOf } from '../../models/ballot/index.ts'
import { HOLDERS } from '../../models/ballot/custody.ts'
import type { StoredKey } from '../../models/ballot/queries.ts'
import { isOver, mayUnseal } from '../../models/ballot/standing.ts'
import type { CampaignVenue } from '../../models/campaign/index.ts'
import type { StoredCampaign } from '../../models/campaign/queries.ts'
import type { PlaceCounts } from '../../models/roll/queries.ts'
import { dayOf } from '../../models/shared/calendarDay.ts'
import type { Actor } from '../../models/user/actor.ts'
import { can, mayEver } from '../../models/user/permissions.ts'
import { campaignPath, campaignTabs } from '../campaigns/tabs.ts'
import { linkButton, postButton, withPrimary } from '../lib/buttons.ts'
import { column, numberCell, tableOf, textCell } from '../lib/cells.ts'
import { dateTimeText } from '../lib/format.ts'
import type { Button, ConfirmPage, NextStep, PageTitle, TableView, Tabs } from '../lib/parts.ts'

export interface OfficeSection { title: string, paragraphs: string[], table: TableView | null, buttons: Button[] }
export interface BallotOfficePage { title: PageTitle, tabs: Tabs, next: NextStep | null, sections: OfficeSection[] }

declare module '../lib/templates.ts' {
  interface Views {
    'ballots/index': BallotOfficePage
    'ballots/confirm': ConfirmPage
  }
}

/** What the office's page is made of. */
export interface Office {
  campaign: StoredCampaign
  key: StoredKey | null
  /** representatives drawn, and lines in the roll */
  drawn: number
  places: readonly PlaceCounts[]
  venues: readonly CampaignVenue[]
  actor: Actor
  now: Date
}

/** What losing passphrases means; said before anything is set, and again to each holder. */
export const LOST = [
  '选票加密保存，要三位保管人中的任意两位各自输入口令才能启封。',
  '一人忘了口令不要紧，另外两人照样能启封。两人都忘了，全部选票永远打不开，谁也不能恢复，只能重新投票。',
  '口令不存在系统里，也没有办法找回。请各自写下来封好，分开保管。',
]

export const ballotsPath = (year: number, segment = ''): string =>
  `${campaignPath(year, 'ballots')}${segment === '' ? '' : `/${segment}`}`

export function officePage(office: Office): BallotOfficePage {
  const { campaign, actor } = office
  return {
    title: { clauses: [`${campaign.year}年选票`], note: '密钥、名册、选票信、发放、启封计票', actions: [] },
    tabs: campaignTabs(campaign.year, 'ballots', actor),
    next: nextStep(office),
    sections: [keySection(office), rollSection(office), placesSection(office), unsealSection(office)],
  }
}

function keySection({ campaign, key, actor, now }: Office): OfficeSection {
  const today = dayOf(now)
  const own = key !== null && can(actor, 'ballot.holdKey', key)
  const unset = key?.holders.some(({ user, publicKey }) => publicKey === null && actor.id?.equals(user)) ?? false
  const made = key?.publicKey ?? null
  return {
    title: '密钥和保管人',
    paragraphs: [
      ...(key?.unsealed ? [] : LOST),
      ...(made === null ? [] : [`公钥指纹 ${fingerprintOf(made)}${key?.unsealed ? '，私钥已在启封后销毁' : ''}`]),
    ],
    table: key === null ? null : tableOf('保管人', [column('保管人'), column('口令')], key.holders.map(({ name, setAt }) =>
      [textCell(name), textCell(setAt === null ? '还没有设' : `${dateTimeText(setAt, today)} 已设`)])),
    buttons: [
      ...(own && unset ? [linkButton('设置我的口令', ballotsPath(campaign.year, 'passphrase'), 'primary')] : []),
      // a vote may have been cast since the opening, and then the holders stand
      ...(mayEver(actor, 'ballot.prepare') && !(key !== null && campaign.window && now >= campaign.window.opensAt)
        ? [linkButton(key === null ? '指定三位保管人' : '重新指定保管人', ballotsPath(campaign.year, 'holders'))] : []),
    ],
  }
}

function rollSection({ campaign, drawn, places, actor, now }: Office): OfficeSection {
  const voters = places.reduce((sum, place) => sum + place.voters, 0)
  const prepares = mayEver(actor, 'ballot.prepare')
  return {
    title: '名册和票箱',
    paragraphs: [
      voters === 0 ? `抽中的市民代表 ${drawn} 人，名册还没有生成。` : `抽中的市民代表 ${drawn} 人，名册上 ${voters} 人。`,
      '名册只记谁领了票、谁投了票，票箱只存密封的选票，两边没有任何对应。',
    ],
    table: null,
    buttons: prepares && drawn > 0 && !isOver(campaign.window, now)
      ? [postButton(voters === 0 ? '生成名册和票箱' : '按抽取结果更新名册', ballotsPath(campaign.year, 'roll'))] : [],
  }
}

/** How many letters and papers each venue has; who hands them out goes on from here. */
function placesSection({ campaign, places, venues, actor, now }: Office): OfficeSection {
  const over = isOver(campaign.window, now)
  const at = new Map(places.map((place) => [place.place, place]))
  const handsOut = mayEver(actor, 'ballot.handOut')
  const handing = (code: string) =>
    (handsOut ? `${ballotsPath(campaign.year, 'handing')}?place=${encodeURIComponent(code)}` : null)
  const columns = [
    column('会场'), column('代表', { number: true }), column('已打印', { number: true, wide: true }),
    column('选票信', { number: true }), column('纸票', { number: true }), column('换发', { number: true, wide: true }),
    column(over ? '已投票' : '截至昨天投票', { number: true }), ...(handsOut ? [column('签到')] : []),
  ]
  const rows = venues.flatMap((venue) => {
    const counts = at.get(venue.code)
    if (!counts) return []
    return [[
      textCell(venue.name), numberCell(counts.voters, handing(venue.code)), numberCell(counts.printed),
      numberCell(counts.letters, handing(venue.code)), numberCell(counts.papers, handing(venue.code)),
      numberCell(counts.reissues), numberCell(counts.returned),
      ...(handsOut ? [textCell('去发放', { href: handing(venue.code), className: 'nowrap' })] : []),
    ]]
  })
  return {
    title: '选票信和发放',
    paragraphs: [
      '选票信只能打印一次，信上的链接不存在系统里。签到时当面发放并打勾，没有打勾的选票信投不了票。',
      ...(over ? [] : ['投票期间只显示截至昨天的投票数：随一张票变动的数字会暴露刚才是谁投的。']),
    ],
    table: rows.length === 0 ? null : tableOf('各会场', columns, rows),
    buttons: mayEver(actor, 'ballot.prepare') && rows.length > 0 && !over
      ? [linkButton('打印选票信', ballotsPath(campaign.year, 'letters'))] : [],
  }
}

function unsealSection({ campaign, key, actor, now }: Office): OfficeSection {
  const { year } = campaign
  const unsealed = key?.unsealed ?? null
  if (unsealed !== null) {
    return {
      title: '启封计票',
      paragraphs: [
        `${dateTimeText(unsealed.at, dayOf(now))} 由 ${unsealed.holders.join('、')} 启封，${unsealed.byName}经办。`,
        `打开 ${unsealed.ballots} 张，无效 ${unsealed.invalid} 张，意见 ${unsealed.comments} 条。密文和密钥已销毁。`,
        `校验码 ${unsealed.hash}`,
      ],
      table: null, buttons: mayEver(actor, 'tally.read') ? [linkButton('看计票', campaignPath(year, 'tallies'))] : [],
    }
  }
  const ready = mayUnseal(campaign.window, now) && key?.publicKey
  return {
    title: '启封计票',
    paragraphs: [ready ? '投票已截止，请两位保管人到场，当面启封。启封之前没有任何结果。' : '投票截止一分钟以后，由两位保管人到场启封。启封之前没有任何结果。'],
    table: null,
    buttons: ready && mayEver(actor, 'ballot.unseal') ? [linkButton('启封计票', ballotsPath(year, 'unsealing'), 'primary')] : [],
  }
}

function nextStep({ campaign, key, drawn, places, actor, now }: Office): NextStep | null {
  const { year, window } = campaign
  const step = (who: string, what: string, at: Date | null, buttons: Button[]): NextStep => ({
    who: { text: who, small: null, tone: '' }, what: { text: what, small: null, tone: '' },
    when: { text: at === null ? '投票开始前' : dateTimeText(at, dayOf(now)), small: null, tone: '' },
    buttons: withPrimary(buttons), note: null,
  })
  if (key?.unsealed) return null
  const prepares = mayEver(actor, 'ballot.prepare')
  const opensAt = window?.opensAt ?? null
  if (key === null) {
    return step('评议组', '指定三位密钥保管人', opensAt, prepares ? [linkButton('指定三位保管人', ballotsPath(year, 'holders'))] : [])
  }
  const waiting = key.holders.filter(({ publicKey }) => publicKey === null)
  if (waiting.length > 0) {
    const own = waiting.some(({ user }) => actor.id?.equals(user))
    const what = `设置口令（还差 ${waiting.length} 人，共 ${HOLDERS} 人）`
    return step(waiting.map(({ name }) => name).join('、'), what, opensAt,
      own ? [linkButton('设置我的口令', ballotsPath(year, 'passphrase'))] : [])
  }
  if (places.length === 0) {
    return step('评议组', drawn === 0 ? '先完成市民代表抽取' : '生成名册和票箱', opensAt,
      prepares && drawn > 0 ? [postButton('生成名册和票箱', ballotsPath(year, 'roll'))] : [])
  }
  const unprinted = places.reduce((sum, { voters, printed }) => sum + voters - printed, 0)
  if (unprinted > 0 && !isOver(window, now)) {
    return step('评议组', `打印选票信（还有 ${unprinted} 封）`, opensAt,
      prepares ? [linkButton('打印选票信', ballotsPath(year, 'letters'))] : [])
  }
  if (!isOver(window, now)) return step('会场工作人员', '签到时发放选票信', window?.closesAt ?? null, [])
  return step('评议组和两位保管人', '启封计票', null,
    mayUnseal(window, now) && mayEver(actor, 'ballot.unseal') ? [linkButton('启封计票', ballotsPath(year, 'unsealing'))] : [])
}
