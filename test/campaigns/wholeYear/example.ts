import ExcelJS from 'exceljs'
import { LinkModel } from '../../../models/link/index.ts'
import { tokenHash } from '../../../models/link/token.ts'
import type { RollEntry } from '../../../models/roll/index.ts'
import { castBallot, confirmReading } from '../../../server/ballots/actions.ts'
import { openBallot } from '../../../server/ballots/opened.ts'
import { phoneOf } from '../../ballots/voters.ts'
import { MARKS } from '../../scores/worked.ts'
import type { TestApp } from '../../support/app.ts'

/** As many ballots as keep every share of the worked example: large categories are divided by what divides all their counts. */
const DIVISORS: Readonly<Record<string, number>> = { 社区居民: 10, 小微企业: 10, 区市代表委员: 5, 公众: 10 }
const COUNTS = MARKS.map(([venue, category, counts]) => ({ venue, category, counts: counts.map((each) => each / (DIVISORS[category] ?? 1)) }))

const POOLS: Readonly<Record<string, string>> = { '党代表·人大·政协': '区市人大代表', '专家·媒体': '专家', 区市代表委员: '区市党代表' }

/** The composition of the year: as many seats as there are ballots. */
export const SEATS = COUNTS.map(({ venue, category, counts }) => ({
  venue, category, seats: counts.reduce((sum, each) => sum + each, 0), pool: POOLS[category] ?? category, related: category === '行政审批办事群众',
}))
export const ONLINE = SEATS.at(-1)?.seats ?? 0
/** so many more than seats stand in the pool of each category */
export const POOL_SPARE = 2

/** Of the experts ten vote on paper; one blank ballot too many was carried to the hall. */
const PAPER_MARKS = [5, 3, 1, 1, 0]
export const ON_PAPER = {
  category: '专家·媒体', handed: 10,
  sheet: {
    'place': 'main', 'group': '1', 'category': '专家·媒体',
    't-issued': '11', 't-returned': '10', 't-valid': '10', 't-invalid': '0', 't-notReturned': '1', 't-reissued': '0',
    ...Object.fromEntries(['zrzy', 'zjj'].flatMap((code) => [...PAPER_MARKS, 0, 0].map((count, at) => [`d-${code}-${at}`, String(count)]))),
  },
}

/** The recommended people as the statistics bureau would send them. */
export async function poolWorkbook(): Promise<Buffer> {
  const book = new ExcelJS.Workbook()
  const sheet = book.addWorksheet('推荐库')
  sheet.addRow(['2026年市民代表推荐库'])
  sheet.addRow(['序号', '姓名', '性别', '出生年月', '类别', '所在区市', '推荐单位', '联系电话', '相关部门', '备注'])
  let n = 0
  for (const { venue, seats, pool, related } of SEATS) {
    if (venue === '网上') continue
    for (let each = 0; each < seats + POOL_SPARE; each += 1) {
      n += 1
      sheet.addRow([
        n, nameOf(n), n % 2 ? '男' : '女', '1978.06', pool, '崂山区', '崂山区街道办事处', `138${String(n).padStart(8, '0')}`,
        related ? '自然资源和规划局' : '', '',
      ])
    }
  }
  return Buffer.from(await book.xlsx.writeBuffer())
}

const FIRST = [...'云岚砚秋禾舟青野书言'], SECOND = [...'澜川屿汀霁初晨远宁安'], THIRD = [...'钱孔汪汤郭方鲁柏岳尹']
const nameOf = (n: number) => `${THIRD[n % 10] ?? ''}${FIRST[Math.floor(n / 10) % 10] ?? ''}${SECOND[Math.floor(n / 100) % 10] ?? ''}`

type Voter = RollEntry & { token: string }

/** So many voters of each category go from page to page; the others read and cast by the verbs of those pages. */
const ON_PAGES = 4

/** Each category gives the marks of the example to 自然资源和规划局, the options in turn, and 比较满意 to the other. */
export async function voteAll(house: TestApp, voters: readonly Voter[]): Promise<void> {
  const waiting = COUNTS.flatMap(({ category, counts }) => {
    const cast = counts.map((count, option) => count - (category === ON_PAPER.category ? PAPER_MARKS[option] ?? 0 : 0))
    const choices = cast.flatMap((count, option) => Array.from({ length: count }, () => option))
    const here = voters.filter((voter) => voter.category === category)
    if (here.length !== choices.length) throw new Error(`${category}: ${here.length} voters, ${choices.length} ballots`)
    return here.map((voter, at) => ({ voter, option: choices[at] ?? 0, vote: at < ON_PAGES ? voteOnPages : voteByVerbs }))
  })
  const cast = async () => {
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) await next.vote(house, next.voter, next.option)
  }
  await Promise.all(Array.from({ length: 6 }, cast))
}

async function voteOnPages(house: TestApp, { token }: Voter, option: number): Promise<void> {
  const phone = await phoneOf(house, `/b/${token}`)
  await phone.send('receipt')
  const answer = await phone.send('ballot', { 'm-zrzy': String(option), 'm-zjj': '1', 'told': '' })
  if (answer.status !== 303) throw new Error(`cast: ${answer.status} ${answer.text.slice(0, 300)}`)
}

async function voteByVerbs({ deps }: TestApp, { _id, token }: Voter, option: number): Promise<void> {
  const link = await LinkModel.findOne({ purpose: 'ballot', subject: String(_id), hash: tokenHash(token) }).lean()
  if (link === null) throw new Error('no letter')
  const ballot = await openBallot(deps, { link, token, state: 'open' })
  await confirmReading(ballot)
  const mark = { zrzy: option, zjj: 1 } as const
  await castBallot(deps, ballot, ballot.departments.map(({ code }) => ({ mark: mark[code as keyof typeof mark], comment: '' })))
}
