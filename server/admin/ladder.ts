import type { Request, Response } from 'express'
import { LIMITS, OWN_LIMITS, spanWords } from '../../models/issue/deadline.ts'
import { LADDER, needsSigning, RUNG_WORDS } from '../../models/issue/ladder.ts'
import { officeHours } from '../../models/issue/moment.ts'
import type { Rung } from '../../models/issue/words.ts'
import { writeSetting } from '../../models/setting/index.ts'
import type { OfficeHours } from '../../models/shared/officeHours.ts'
import { act } from '../act.ts'
import type { Deps } from '../deps.ts'
import { page, redirect } from '../http/page.ts'
import type { RouteTable } from '../http/routes.ts'
import { requireActor } from '../http/signedIn.ts'
import { column, tableOf, textCell } from '../lib/cells.ts'
import { errorSummaryOf, fieldsOf, type FieldView } from '../lib/fields.ts'
import { readForm, timeOfDay, type Body, type Field } from '../lib/form.ts'
import type { ErrorSummary, PageTitle, TableView } from '../lib/parts.ts'
import { heading } from './pages.ts'

const PATH = '/admin/ladder'
const NAMES = ['morningFrom', 'morningTo', 'afternoonFrom', 'afternoonTo'] as const
const LABELS: Record<(typeof NAMES)[number], string> = { morningFrom: '上午上班', morningTo: '上午下班', afternoonFrom: '下午上班', afternoonTo: '下午下班' }

export interface LadderSettings {
  errors: ErrorSummary | null
  heading: PageTitle
  steps: TableView
  limits: TableView
  own: TableView
  hours: FieldView[]
}

declare module '../lib/templates.ts' {
  interface Views { 'admin/ladder': LadderSettings }
}

/** The ladder, the limits and the office hours in force. Office hours can be set here; they count from the next notice on. */
export function ladderPages({ get, post }: RouteTable, deps: Deps): void {
  get(PATH, { act: 'ladder.edit' }, async (req, res) => show(req, res, valuesOf(await officeHours()), {}))

  post(`${PATH}/office-hours`, { act: 'ladder.edit', fields: NAMES }, async (req, res) => {
    const body = req.body as Body
    const form = readForm(body, Object.fromEntries(NAMES.map((name) => [name, needed(LABELS[name])])) as Record<(typeof NAMES)[number], Field<string>>)
    if (!form.ok) return show(req, res, body, form.errors)
    const times = NAMES.map((name) => form.value[name])
    const wrong = NAMES.find((_, index) => index > 0 && (times[index - 1] ?? '') >= (times[index] ?? ''))
    if (wrong) return show(req, res, body, { [wrong]: `${LABELS[wrong]}要晚于前一个时间` })
    const [a, b, c, d] = times as [string, string, string, string]
    await act(deps, requireActor(req), 'ladder.edit', async (tx) => {
      await writeSetting('officeHours', [[a, b], [c, d]], tx.now, tx.session)
      tx.audit({ record: { type: 'setting', id: 'officeHours', no: '办公时间' }, changes: { officeHours: `${a}–${b}，${c}–${d}` } })
    })
    officeHours.forget()
    redirect(req, res, PATH, '办公时间已改，以后的通知按新时间发。')
  })

  async function show(req: Request, res: Response, values: Body, errors: Record<string, string>): Promise<void> {
    const field = fieldsOf(values, errors)
    const model: LadderSettings = {
      errors: errorSummaryOf(errors), heading: heading('阶梯设置', '超期以后谁在什么时候知道'), steps: stepTable(), limits: limitTable(), own: ownTable(),
      hours: NAMES.map((name) => field.text(name, LABELS[name], { type: 'time', narrow: true })),
    }
    const refused = Object.keys(errors).length > 0
    await page(req, res, 'admin/ladder', model, { title: refused ? '错误：阶梯设置' : '阶梯设置', status: refused ? 422 : 200 })
  }
}

const needed = (label: string): Field<string> => (raw) => {
  const read = timeOfDay(label)(raw)
  return 'value' in read && read.value === '' ? { error: `请填写${label}` } : read
}

const valuesOf = (hours: OfficeHours): Body => Object.fromEntries(hours.flat().map((time, index) => [NAMES[index] ?? '', time]))

const stepWord = (step: string): string => (step in RUNG_WORDS ? RUNG_WORDS[step as Rung] : '建议提案提醒')
const offsetWords = (offset: number): string => (offset < 0 ? `到期前 ${-offset} 个工作日` : `超期 ${offset} 个工作日`)

/** Whom each step tells, as the notices are addressed. @source domain.md §8, table of levels */
const TOLD: Record<string, string> = {
  R20: '承办人', R10: '承办人、部门负责人', L0: '承办人', L1: '承办人、部门负责人', L2: '主要负责人、督查室', L3: '主要负责人，督查签发', L4: '分管副市长，督查签发', L5: '市领导，督查签发',
}

function stepTable(): TableView {
  return tableOf('督办阶梯', [column('级'), column('何时'), column('通知谁'), column('怎样生效')], LADDER.map(({ step, offset, proposalsOnly }) => [
    textCell(stepWord(step), { small: proposalsOnly ? '只用于建议、提案' : null }), textCell(offsetWords(offset)), textCell(TOLD[step] ?? null),
    textCell(step in RUNG_WORDS && needsSigning(step as Rung) ? '待签发，督查签发后生效' : '自动，页面、邮件、短信或企业微信'),
  ]))
}

function limitTable(): TableView {
  const words = (span: Parameters<typeof spanWords>[0] | null) => (span === null ? '—' : spanWords(span))
  return tableOf('办理时限', [column('等级或种类'), column('首次联系'), column('办理方案', { wide: true }), column('办结'), column('最多延期', { wide: true }), column('谁批', { wide: true })],
    Object.entries(LIMITS).map(([name, limits]) => [
      textCell(name), textCell(words(limits.contact)), textCell(words(limits.plan)), textCell(limits.close === null ? '交办时由领导定' : spanWords(limits.close)), textCell(words(limits.extension)),
      textCell(limits.extension === null ? null : limits.extensionBy === 'office' ? '办公室' : '市领导'),
    ]))
}

const OWN_WORDS: Record<keyof typeof OWN_LIMITS, string> = {
  acceptance: '受理', signature: '签收', arbitration: '裁定退办', extension: '批延期', verification: '核验', callBack: '首次回访', coOpinion: '协办意见', order: '督办单回复',
}

const ownTable = (): TableView =>
  tableOf('各环节自己的时限', [column('环节'), column('时限')], Object.entries(OWN_LIMITS).map(([name, days]) => [textCell(OWN_WORDS[name as keyof typeof OWN_LIMITS]), textCell(`${days} 个工作日`)]))
