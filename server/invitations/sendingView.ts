import type { Way } from '../../models/invitation/reach.ts'
import { countText } from '../lib/format.ts'
import { errorSummaryOf, fieldsOf } from '../lib/fields.ts'
import { readForm, ticks, type Body, type FormResult } from '../lib/form.ts'
import { listHref, type ListQuery } from '../lib/listAddress.ts'
import type { Flash } from '../lib/parts.ts'
import { invitationsPath, type Asking } from './find.ts'
import type { InvitationFormPage } from './formView.ts'
import { filtersOf } from './listView.ts'
import type { WayCounts } from './sending.ts'

/** How each way is said, with whom it needs. */
export const WAY_WORDS: Record<Way, { name: string, needs: string }> = {
  mail: { name: '邮件', needs: '有邮箱' }, http: { name: '短信', needs: '有手机' }, steward: { name: '请服务专员转发', needs: '有专员' },
}

export const readWays = (body: Body, ways: readonly Way[]): FormResult<{ way: Way[] }> => {
  const read = readForm(body, { way: ticks('途径', ways) })
  return read.ok && read.value.way.length === 0
    ? { ok: false, errors: { way: '请至少选一种途径' }, values: body } : read
}

/** What sending comes to before it is done: how many wait, and how many each way would reach. */
export function sendingPage(around: {
  questionnaire: Asking, query: ListQuery, waiting: number, single: Record<Way, number>, counts: WayCounts, ways: readonly Way[],
  values: Body, errors: Record<string, string>
}): InvitationFormPage {
  const { questionnaire, query, waiting, single, counts, ways, values, errors } = around
  const path = invitationsPath(questionnaire)
  const field = fieldsOf(values, errors)
  const choices = ways.map((way) => ({ value: way, text: `${WAY_WORDS[way].name}（${countText(single[way])} 户${WAY_WORDS[way].needs}）` }))
  return {
    errors: errorSummaryOf(errors), version: '',
    title: { clauses: [`发送 ${countText(waiting)} 户的邀请`], note: questionnaire.title, actions: [] },
    paragraphs: [
      `每户只发一次：按下面的次序，用第一种能用的途径。全部勾选时，${wayCountsText(counts)}。`,
      '邮件和短信在办公时间内送出，里面只有问卷编号、截止日和这户自己的链接；送不到的会记为退回。',
      ...(counts.none > 0 ? [`${countText(counts.none)} 户用不上任何途径，请打印信函送达，或者先在名册里补上联系方式。`] : []),
    ],
    action: listHref(`${path}/sending`, filtersOf(query)),
    fields: [field.checks('way', '途径', choices, { value: [...ways] })],
    button: '发送', cancel: { text: '返回，不发', href: listHref(path, filtersOf(query)) },
  }
}

/** `邮件 150 户，短信 40 户，请服务专员转发 20 户`; `没有一户` when none. */
export function wayCountsText(counts: WayCounts): string {
  const parts = (Object.keys(WAY_WORDS) as Way[]).filter((way) => counts[way] > 0)
    .map((way) => `${WAY_WORDS[way].name} ${countText(counts[way])} 户`)
  return parts.length === 0 ? '没有一户能发出' : parts.join('，')
}

/** @param left what became of those whom no way reaches */
export function sentFlash(counts: WayCounts, left = '仍待发送'): Flash {
  const sent = counts.mail + counts.http + counts.steward
  const rest = counts.none > 0 ? `；${countText(counts.none)} 户没有途径，${left}` : ''
  return { kind: sent > 0 ? 'done' : 'warn', text: `${wayCountsText(counts)}${rest}。`, linkText: null, linkHref: null }
}
