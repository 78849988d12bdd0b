import { RESPONSE_BY, type Response, type ResponseBy, type ResponseFigures } from '../../models/invitation/response.ts'
import { industryOf } from '../../models/shared/industries.ts'
import { column, figureCell, linkCell, numberCell, tableOf } from '../lib/cells.ts'
import { countText, rateText } from '../lib/format.ts'
import { listHref, type ListQuery } from '../lib/listAddress.ts'
import type { Empty, PageTitle, TableView, Tabs } from '../lib/parts.ts'
import { invitationsPath, type Asking } from './find.ts'

export interface ResponsePage {
  title: PageTitle
  pages: Tabs
  sentence: string
  tables: { title: string, table: TableView }[]
  empty: Empty
}

declare module '../lib/templates.ts' {
  interface Views { 'invitations/response': ResponsePage }
}

/** How far the invited firms came; every number opens its rows, every rate says of how many. */
export function responsePage(
  figures: ResponseFigures, { questionnaire, pages, district }: { questionnaire: Asking, pages: Tabs, district(code: string): string },
): ResponsePage {
  const { total } = figures
  const path = invitationsPath(questionnaire)
  return {
    title: { clauses: ['回收情况'], note: questionnaire.title, actions: [] }, pages,
    sentence: `邀请 ${countText(total.invited)} 户，已发出 ${rateText(total.sent, total.invited)}，已开始 ${rateText(total.begun, total.invited)}，`
      + `已提交 ${rateText(total.answered, total.invited)}；退回 ${countText(total.bounced)} 户，不参加 ${countText(total.declined)} 户。`,
    tables: responseTables(figures, questionnaire, district),
    empty: { what: '还没有邀请企业。', next: null, link: { text: '看邀请', href: path } },
  }
}

/** The same by district, industry and size; nothing before anybody was invited. */
export function responseTables(
  figures: ResponseFigures, questionnaire: Pick<Asking, 'no'>, district: (code: string) => string,
): ResponsePage['tables'] {
  const { total } = figures
  const path = invitationsPath(questionnaire)
  const words: Record<ResponseBy, (value: string) => string> = {
    district, industry: (value) => industryOf(value)?.shortName ?? (value || '未填'), size: (value) => value || '未填',
  }
  return total.invited === 0 ? [] : (Object.keys(RESPONSE_BY) as ResponseBy[]).map((by) => ({
    title: `按${RESPONSE_BY[by]}`,
    table: tableOf(`按${RESPONSE_BY[by]}`, [column(RESPONSE_BY[by]), ...COLUMNS],
      figures[by].map(({ value, ...group }) => [
        linkCell(words[by](value), listHref(path, { [by]: value || undefined })), ...cellsOf(group, path, { [by]: value || undefined }),
      ]),
      { total: [figureCell('合计', { className: '' }), ...cellsOf(total, path, {})] }),
  }))
}

const COLUMNS = [
  column('邀请', { number: true }), column('已发出', { number: true, wide: true }), column('已开始', { number: true, wide: true }),
  column('已提交', { number: true }), column('退回', { number: true, wide: true }), column('不参加', { number: true, wide: true }),
]

const cellsOf = (group: Response, path: string, filters: ListQuery) => [
  numberCell(group.invited, listHref(path, filters)),
  figureCell(rateText(group.sent, group.invited)), figureCell(rateText(group.begun, group.invited)),
  figureCell(rateText(group.answered, group.invited), { href: group.answered === 0 ? null : listHref(path, { ...filters, tab: 'answered' }) }),
  numberCell(group.bounced, listHref(path, { ...filters, tab: 'bounced' })),
  numberCell(group.declined, listHref(path, { ...filters, tab: 'declined' })),
]
