import type { StoredCampaign } from '../../models/campaign/queries.ts'
import { readPoolLine } from '../../models/draw/pool.ts'
import type { PublicDraw } from '../../models/draw/queries.ts'
import { dayOf } from '../../models/shared/calendarDay.ts'
import { column, numberCell, tableOf, textCell } from '../lib/cells.ts'
import { fieldsOf, type FieldView } from '../lib/fields.ts'
import { countText, dateTimeText } from '../lib/format.ts'
import type { Fact, TableView } from '../lib/parts.ts'
import { drawFacts, publicDrawPath, replacementTable } from './view.ts'

/** The answer to somebody's own code. */
export interface CodeAnswer { head: string, lines: string[] }

export interface PublicDrawPage {
  title: string
  lead: string
  check: { action: string, field: FieldView, answer: CodeAnswer | null } | null
  facts: Fact[]
  steps: string[]
  file: { href: string, text: string } | null
  groups: { title: string, table: TableView }[]
  replacements: TableView | null
  voided: { text: string }[]
}

declare module '../lib/templates.ts' {
  interface Views { 'draws/public': PublicDrawPage }
}

/** How anybody can recompute the draw; the file says the same and has the data. */
const STEPS = [
  '推荐库里每人一个编号，编号的次序由姓名和电话的密钥散列决定，不按报名先后。推荐库冻结时公布它的校验码。',
  '同时公布一个承诺值，它锁定一个还没有公开的秘密值。',
  '再预告用以后某一天的公开号码。号码产生以前，谁都不知道结果；秘密值已经锁定，谁都不能挑选结果。',
  '种子 = SHA-256(秘密值|公开号码)。第 n 轮抽第 n 组；每一层里按 SHA-256(种子|组号|层名|编号) 从小到大排队，前面的抽中，后面的候补。抽中的人不再参加后面的抽取。',
  '有人退出，由同一层的下一位递补，编号和原因公布在下面。',
]

export function publicDrawPage(
  campaign: StoredCampaign, draw: PublicDraw | null, voided: readonly PublicDraw[], code: string, now: Date,
): PublicDrawPage {
  const today = dayOf(now)
  return {
    title: `${campaign.year}年市民代表抽取公示`,
    lead: draw === null ? '推荐库还没有冻结。冻结、预告、抽取的每一步都会在这里公布。' : leadOf(draw),
    check: draw === null ? null : {
      action: publicDrawPath(campaign.year), answer: code === '' ? null : answerTo(code, draw, campaign),
      field: fieldsOf({ code }).text('code', '输入本人编号', { maxLength: 10, narrow: true, hint: 'R 和数字，如 R0123；编号由区市电话告诉您', autocomplete: 'off' }),
    },
    facts: draw === null ? [] : drawFacts(draw, today),
    steps: STEPS,
    file: draw === null ? null : { href: `${publicDrawPath(campaign.year)}.json`, text: '下载全部公布的数据，自己重算（JSON）' },
    groups: draw?.state === 'drawn' ? campaign.groups.map(({ no, name }) => ({ title: `第${no}组 ${name}`, table: groupTable(draw, no) })) : [],
    replacements: draw === null || draw.replacements.length === 0 ? null : replacementTable(draw.replacements, today),
    voided: voided.map((one) => ({
      text: `第 ${one.attempt} 次冻结（${dateTimeText(one.frozenAt, today)}，校验码 ${one.poolHash.slice(0, 12)}…）已作废：${one.voidedReason}`,
    })),
  }
}

function leadOf(draw: PublicDraw): string {
  if (draw.state !== 'drawn') return `推荐库 ${countText(draw.pool.length)} 人已经冻结，还没有抽取。`
  const drawn = draw.results.reduce((sum, { order, quota }) => sum + Math.min(order.length, quota), 0)
  return `从推荐库 ${countText(draw.pool.length)} 人里抽取 ${countText(drawn)} 人，每人只参加一个组。`
}

const groupTable = (draw: PublicDraw, group: number): TableView => tableOf(
  `第${group}组抽中的编号`, [column('层'), column('候选', { number: true }), column('名额', { number: true }), column('抽中的编号')],
  draw.results.filter(({ round }) => round === group).map(({ name, order, quota }) => [
    textCell(name.replaceAll('/', '，')), numberCell(order.length), numberCell(quota), textCell(order.slice(0, quota).join(' ')),
  ]),
)

/** What is published about a code; a code that is in no pool gets a plain answer too. */
export function answerTo(typed: string, draw: PublicDraw, { groups }: Pick<StoredCampaign, 'groups'>): CodeAnswer {
  const code = typed.normalize('NFKC').trim().toUpperCase()
  const line = draw.pool.find((each) => each.startsWith(`${code}|`))
  if (line === undefined) return { head: `推荐库里没有编号 ${code.slice(0, 10)}`, lines: ['请核对编号；有疑问请打页底的电话。'] }
  const { category } = readPoolLine(line)
  const pool = `在推荐库里，类别是${category}。`
  if (draw.state !== 'drawn') return { head: `编号 ${code}`, lines: [pool, '还没有抽取。'] }
  const left = draw.replacements.find(({ out }) => out === code)
  const steppedIn = draw.replacements.find((each) => each.in === code)
  const won = draw.results.find(({ order, quota }) => order.slice(0, quota).includes(code))
  const groupName = (no: number) => `第${no}组 ${groups.find((each) => each.no === no)?.name ?? ''}`
  const place = won ? `抽中，${groupName(won.round)}，${won.name.replaceAll('/', '，')}，第 ${won.order.indexOf(code) + 1} 位。`
    : steppedIn ? `递补 ${steppedIn.out}，${groupName(steppedIn.round)}，${steppedIn.stratum.replaceAll('/', '，')}。` : null
  if (place === null) return { head: `编号 ${code} 没有抽中`, lines: [pool, ...waitingLines(code, draw)] }
  return { head: `编号 ${code} ${left ? '已退出' : '抽中'}`, lines: [pool, place, ...(left ? [`后来退出，由${left.in ?? '无人'}递补。`] : [])] }
}

/** Where somebody stands in reserve: a person can stand in several orders. */
const waitingLines = (code: string, draw: PublicDraw): string[] => draw.results.flatMap(({ round, name, order, quota }) => {
  const at = order.indexOf(code)
  return at < quota ? [] : [`第${round}组 ${name.replaceAll('/', '，')}：候补第 ${at - quota + 1} 位。`]
})
