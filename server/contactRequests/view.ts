import { REQUEST_KINDS, type ContactRequest } from '../../models/contactRequest/index.ts'
import { COUNT_LIMIT, PAGE_SIZE, type RequestFilter } from '../../models/contactRequest/queries.ts'
import type { CivilDay } from '../../models/shared/calendarDay.ts'
import { column, dayCell, tableOf, textCell } from '../lib/cells.ts'
import { errorSummaryOf, fieldsOf, type FieldView } from '../lib/fields.ts'
import type { Body } from '../lib/form.ts'
import { countText, dateTimeText, dayText, maskPhone } from '../lib/format.ts'
import { filterBar, filterSelect, listHref, pagerOf, type ListQuery } from '../lib/listAddress.ts'
import type { Cell, Empty, ErrorSummary, Fact, FilterBar, Link, PageTitle, Pager, TableView, Tabs } from '../lib/parts.ts'

export interface RequestListPage {
  title: PageTitle
  tabs: Tabs
  filter: FilterBar
  table: TableView | null
  empty: Empty
  pager: Pager
}

/** One request, and the form for what came of the call. */
export interface RequestShowPage {
  errors: ErrorSummary | null
  title: PageTitle
  text: string
  facts: Fact[]
  next: string | null
  links: Link[]
  form: { action: string, fields: FieldView[] } | null
}

declare module '../lib/templates.ts' {
  interface Views { 'contactRequests/index': RequestListPage, 'contactRequests/show': RequestShowPage }
}

export const PATH = '/contact-requests'
const KINDS = Object.entries(REQUEST_KINDS).filter(([kind]) => kind !== 'answer').map(([value, text]) => ({ value, text }))
const TABS = { waiting: '待核实', settled: '已联系' } as const

export function requestListPage(
  found: { rows: readonly ContactRequest[], total: number, waiting: number },
  { asked, query, page, today }: { asked: RequestFilter, query: ListQuery, page: number, today: CivilDay },
): RequestListPage {
  const total = found.total > COUNT_LIMIT ? { atLeast: COUNT_LIMIT } : found.total
  return {
    title: { clauses: ['待电话核实'], note: '企业和提出人在链接里提的，没有验证码就不算数，要打电话核实', actions: [] },
    tabs: {
      label: '状态',
      tabs: (Object.keys(TABS) as RequestFilter['state'][]).map((state) => ({
        text: TABS[state], count: state === 'waiting' ? countText(found.waiting) : null, href: listHref(PATH, query, { state }),
        current: state === asked.state, tone: '' as const,
      })),
    },
    filter: filterBar({
      path: PATH, query, search: null, keep: ['state'], countText: `${countText(Math.min(found.total, COUNT_LIMIT))} 件`, exportable: false,
      printable: false, selects: [filterSelect('kind', '什么事', KINDS, query)],
    }),
    table: found.rows.length === 0 ? null : tableOf('待电话核实', COLUMNS, found.rows.map((row) => cellsOf(row, today)), { sticky: true }),
    empty: {
      what: asked.state === 'waiting' ? '没有等着打电话核实的事。' : '还没有核实过的。',
      next: '企业在专页里请求打电话、更换联系人、反映没有解决的，会列在这里。', link: null,
    },
    pager: pagerOf(PATH, query, page, PAGE_SIZE, total),
  }
}

const COLUMNS = [column('谁'), column('什么事'), column('关于', { wide: true }), column('说的话', { wide: true }), column('收到'), column('核实')]

const cellsOf = (row: ContactRequest, today: CivilDay): Cell[] => [
  textCell(row.enterpriseName, { href: `${PATH}/${row._id}`, small: row.contact.name || null }),
  textCell(REQUEST_KINDS[row.kind], { className: 'nowrap' }),
  textCell(row.about, row.about ? { href: placeOf(row.about), className: 'nowrap' } : {}),
  textCell(saidWords(row)),
  dayCell(dayText(row.receivedOn, today)),
  row.state === 'settled'
    ? textCell(row.decidedByName, { small: row.note })
    : textCell(row.verified ? '验证码已核' : '等打电话', { className: 'nowrap', tone: row.verified ? 'good' : '' }),
]

const placeOf = (about: string): string => `/${about.startsWith('ZF') ? 'visits' : 'issues'}/${about}`

function saidWords({ said, text, newContact }: ContactRequest): string {
  const judged = said === null ? '' : said.happened === null ? [said.solved, said.satisfaction].filter(Boolean).join('，')
    : said.happened ? '来过，情况属实' : '没有来过，或者情况不符'
  const contact = newContact === null ? '' : `改为 ${[newContact.name, newContact.title, maskPhone(newContact.phone)].filter(Boolean).join('，')}`
  return [judged, contact, text].filter(Boolean).join('。')
}

/** What to do next, by kind. */
const NEXT: Record<ContactRequest['kind'], string> = {
  answer: '', call: '按登记的电话打过去，问清是什么事；要办的登记为诉求。',
  contact: '打给原来登记的联系人核实，属实的直接采用。',
  closing: '打电话问提出人是不是这个意思，然后到诉求页记回访。',
  dispute: '打电话问清哪里没有解决；属实的，请督查回头看，退回重新办理。',
  visit: '打电话问对方那天有没有人去过，然后在走访页确认，或者请走访部门说明。',
}

export function requestShowPage(
  row: ContactRequest, { today, maySettle, mayEditFirm, refused }: {
    today: CivilDay, maySettle: boolean, mayEditFirm: boolean, refused: { values: Body, errors: Record<string, string> } | null
  },
): RequestShowPage {
  const field = fieldsOf(refused?.values, refused?.errors)
  const waits = row.state === 'waiting'
  const adopt = row.kind === 'contact' && mayEditFirm
    ? [field.checkbox('adopt', '核实过了，名录里改用这个联系人', { value: 'on' })] : []
  return {
    errors: refused && errorSummaryOf(refused.errors),
    title: { clauses: [`${REQUEST_KINDS[row.kind]}：${row.enterpriseName}`], note: row.about, actions: [] },
    text: saidWords(row), facts: factsOf(row, today), next: waits ? NEXT[row.kind] : null, links: linksOf(row),
    form: waits && maySettle ? {
      action: `${PATH}/${row._id}/settlement`,
      fields: [
        field.textarea('note', '电话里怎么说的、怎么办了', { maxLength: 1000, rows: 4, hint: '接电话的人、时间、结果' }), ...adopt,
      ],
    } : null,
  }
}

function factsOf(row: ContactRequest, today: CivilDay): Fact[] {
  const fact = (term: string, text: string, more: Partial<Fact> = {}): Fact[] =>
    text === '' ? [] : [{ term, text, href: null, small: null, action: null, ...more }]
  const firm = row.enterprise === null ? null : `/enterprises/${String(row.enterprise)}`
  const phone = row.state === 'settled' ? null : row.contact.phone === '' ? '没有登记电话' : maskPhone(row.contact.phone)
  return [
    ...fact('谁', row.enterpriseName, { href: firm }),
    ...fact('打给谁', row.contact.name || '登记的联系人', {
      small: phone, action: firm ? { text: '查看号码', href: `${firm}/phones` } : null,
    }),
    ...fact('新的联系人', row.newContact ? [row.newContact.name, row.newContact.title].filter(Boolean).join('，') : '', {
      small: row.newContact ? [maskPhone(row.newContact.phone), row.newContact.email].filter(Boolean).join('，') : null,
    }),
    ...fact('收到', dayText(row.receivedOn, today)),
    ...fact('谁说的', row.verified ? '登记的联系人，用验证码核过' : '打开链接的人，还没有核实'),
    ...fact('结果', row.state === 'settled' ? row.note : '', {
      small: row.decidedAt ? `${row.decidedByName}，${dateTimeText(row.decidedAt, today)}` : null,
    }),
  ]
}

const linksOf = ({ kind, about, enterprise }: ContactRequest): Link[] => [
  ...(kind === 'closing' ? [{ text: '去记回访', href: `/issues/${about}/call-back` }] : []),
  ...(about === '' ? [] : [{ text: `看 ${about}`, href: placeOf(about) }]),
  ...(kind === 'call' && enterprise ? [{ text: '登记为诉求', href: `/issues/new?enterprise=${String(enterprise)}` }] : []),
]
