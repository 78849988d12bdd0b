import type { CampaignVenue } from '../../models/campaign/index.ts'
import type { StoredCampaign } from '../../models/campaign/queries.ts'
import type { RollEntry } from '../../models/roll/index.ts'
import type { PlaceCounts } from '../../models/roll/queries.ts'
import { dayOf } from '../../models/shared/calendarDay.ts'
import { postButton } from '../lib/buttons.ts'
import { column, numberCell, tableOf, textCell } from '../lib/cells.ts'
import { dateTimeText, dayText } from '../lib/format.ts'
import { filterBar, filterSelect, pagerOf, type ListQuery } from '../lib/listAddress.ts'
import type { Button, ConfirmPage, Empty, FilterBar, PageTitle, Pager, TableView } from '../lib/parts.ts'
import { qrSource } from '../lib/qrCode.ts'
import type { Letter } from './letterActions.ts'
import { ballotsPath } from './officeView.ts'

export interface LettersPage {
  title: PageTitle
  paragraphs: string[]
  campaign: string
  window: string
  steps: string[]
  letters: { code: string, group: string, place: string, qr: string, address: string }[]
}

export interface PrintingPage { title: PageTitle, paragraphs: string[], table: TableView | null, places: PrintingPlace[] }
interface PrintingPlace { name: string, note: string, buttons: Button[] }

export interface HandingPage {
  title: PageTitle
  filter: FilterBar
  action: string
  place: string
  group: string
  rows: {
    id: string, code: string, group: string, category: string, handed: string, reissues: number, open: boolean,
    reissueHref: string | null
  }[]
  pager: Pager
  empty: Empty
}

declare module '../lib/templates.ts' {
  interface Views {
    'ballots/letters': LettersPage
    'ballots/printing': PrintingPage
    'ballots/handing': HandingPage
  }
}

/** The letters as they are printed. The page cannot be opened again: whoever closes it prints anew, and these die. */
export async function lettersPage(
  campaign: StoredCampaign, letters: readonly Letter[], publicUrl: string, now: Date,
): Promise<LettersPage> {
  const { window } = campaign
  const groups = new Map(campaign.groups.map(({ no, name }) => [no, name]))
  const places = new Map(campaign.venues.map(({ code, name }) => [code, name]))
  const text = (at: Date) => dateTimeText(at, dayOf(now))
  return {
    title: { clauses: [`选票信 ${letters.length} 封`], note: null, actions: [] },
    paragraphs: ['只显示这一次。请现在打印，逐封装好，签到时当面交给本人；关掉这一页以后只能重印，这些信就作废。'],
    campaign: campaign.title, window: window === null ? '' : `投票时间：${text(window.opensAt)} 至 ${text(window.closesAt)}`,
    steps: [
      '签到后由工作人员当面发放；用手机扫码打开，没有手机的可以在会场借用，也可以换纸质选票。',
      '先看须知和述职报告，再给本组每个部门选一项，核对后投票。一封信只能投一次，投出后不能改。',
      '票上没有您的姓名，投出后谁也查不到您选了什么。信丢了请告诉工作人员换发，旧信当即作废。',
    ],
    letters: await Promise.all(letters.map(async ({ code, group, place, token }) => {
      const address = `${publicUrl}/b/${token}`
      return { code, group: groups.get(group) ?? '', place: places.get(place) ?? '', qr: await qrSource(address), address }
    })),
  }
}

export function printingPage(
  { year }: StoredCampaign, venues: readonly CampaignVenue[], places: readonly PlaceCounts[],
): PrintingPage {
  const columns = [column('会场'), column('代表', { number: true }), column('已打印', { number: true }), column('已发放', { number: true })]
  const shown = venues.flatMap((venue) => {
    const counts = places.find(({ place }) => place === venue.code)
    return counts ? [{ venue, counts }] : []
  })
  return {
    title: { clauses: ['打印选票信'], note: '按会场打印，一人一封', actions: [] },
    paragraphs: [
      '链接是随机的，只在打印的那一页上出现一次，系统里只留它的指纹。打印时请守在打印机旁。',
      '打印坏了可以重印：这个会场还没有发放的信全部换成新的，旧的当即作废。',
    ],
    table: shown.length === 0 ? null : tableOf('各会场', columns, shown.map(({ venue, counts }) => [
      textCell(venue.name), numberCell(counts.voters), numberCell(counts.printed), numberCell(counts.letters + counts.papers),
    ])),
    places: shown.map(({ venue, counts: { voters, printed, letters, papers } }) => ({
      name: venue.name, note: printed < voters ? `还有 ${voters - printed} 封没有打印` : '都已打印',
      buttons: [
        ...(printed < voters ? [postButton(`打印 ${voters - printed} 封`, ballotsPath(year, 'letters'), { place: venue.code })] : []),
        ...(printed > 0 && letters + papers < voters
          ? [postButton('重印没有发放的', ballotsPath(year, 'letters'), { place: venue.code, again: 'yes' })] : []),
      ],
    })),
  }
}

/** What the list of a place is made of. */
export interface Handing {
  campaign: StoredCampaign
  venue: CampaignVenue
  venues: readonly CampaignVenue[]
  query: ListQuery
  page: number
  size: number
  found: { rows: readonly RollEntry[], total: number }
  mayReissue: boolean
  now: Date
}

export function handingPage({ campaign, venue, venues, query, page, size, found, mayReissue, now }: Handing): HandingPage {
  const path = ballotsPath(campaign.year, 'handing')
  const today = dayOf(now)
  const groups = campaign.groups.map(({ no, name }) => ({ value: String(no), text: name }))
  const places = venues.map(({ code, name }) => ({ value: code, text: name }))
  const open = [{ value: 'yes', text: '还没有发放' }]
  return {
    title: { clauses: [`${venue.name}发放选票`], note: '核对签到，当面发放，发一张勾一张', actions: [] },
    filter: filterBar({
      path, query, search: { placeholder: '代码' }, countText: `${found.total} 人`, exportable: false, printable: false, keep: [],
      selects: [filterSelect('place', '会场', places, query), filterSelect('group', '组', groups, query), filterSelect('open', '发放', open, query)],
    }),
    action: path, place: venue.code, group: query['group'] ?? '',
    rows: found.rows.map((entry) => ({
      id: String(entry._id), code: entry.code, category: entry.category, reissues: entry.reissues, open: entry.handed === null,
      group: campaign.groups.find(({ no }) => no === entry.group)?.name ?? '',
      handed: entry.handed === null ? '还没有'
        : `${entry.handed === 'paper' ? '纸质选票' : '选票信'}，${entry.handedOn === null ? '' : dayText(entry.handedOn, today)} ${entry.handedByName}${entry.leftOn ? '；已退出，这张作废' : ''}`,
      reissueHref: mayReissue && entry.handed === 'token' && !entry.leftOn ? `${ballotsPath(campaign.year, 'roll')}/${String(entry._id)}/reissue` : null,
    })),
    pager: pagerOf(path, query, page, size, found.total, '人'),
    empty: { what: '这里没有代表。', next: '换一个会场或组，或者清除筛选条件。', link: null },
  }
}

export const reissuePage = ({ year }: StoredCampaign, entry: RollEntry): ConfirmPage => ({
  title: `换发 ${entry.code} 的选票信`,
  paragraphs: [
    '确认本人到场、信已遗失或损坏。换发以后旧信当即作废，名册记一次“作废换发”。', '已经投过票的不能换发。新信只显示一次，请守在打印机旁。',
  ],
  button: postButton('换发并打印新信', `${ballotsPath(year, 'roll')}/${String(entry._id)}/reissue`, {}, 'primary'),
  cancel: { text: '不换发，返回', href: `${ballotsPath(year, 'handing')}?place=${encodeURIComponent(entry.place)}` },
})
