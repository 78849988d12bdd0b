import { ASPECTS, DECISIONS, INSPECTION_ITEMS, type AspectAnswers, type InspectionKey } from '../../models/disciplineCase/index.ts'
import { choice, day, mustTick, optionalChoice, readForm, requiredDay, text, wholeNumber, type Body, type Field, type FormResult } from '../lib/form.ts'

const MAX = { text: 2000, name: 40, phone: 20 } as const
export const REPORT_FIELDS = ['text', 'department', 'venue', 'happenedOn', 'name', 'phone'] as const

const reportFields = (departments: readonly string[], venues: readonly string[]) => ({
  text: text('反映的情况', MAX.text, { required: true }), department: optionalChoice('涉及的部门', departments), venue: optionalChoice('会场', venues),
  happenedOn: day('日期'), name: text('姓名', MAX.name), phone: text('电话', MAX.phone),
})

export const readPublicReport = (body: Body, departments: readonly string[], venues: readonly string[]) =>
  readForm(body, { ...reportFields(departments, venues), consent: mustTick('请先读上面的说明，同意后再提交') })

export const readHotlineReport = (body: Body, departments: readonly string[], venues: readonly string[]) => readForm(body, reportFields(departments, venues))

/** Each point of the sheet is either in order or not. */
export function readInspection(body: Body, venues: readonly string[]) {
  const yesNo = (label: string): Field<boolean> => (raw) => {
    const read = choice(label, ['yes', 'no'] as const)(raw)
    return 'error' in read ? { error: `请选择：${label}` } : { value: read.value === 'yes' }
  }
  const items = Object.fromEntries(INSPECTION_ITEMS.map(({ key, text: words }) => [key, yesNo(words)])) as Record<InspectionKey, Field<boolean>>
  return readForm(body, { onDay: requiredDay('日期'), venue: choice('会场', venues), inspectors: text('巡查人', 100, { required: true }), remark: text('说明', 1000), ...items })
}

export const readSample = (body: Body) => readForm(body, { seed: text('种子', 100, { required: true }), size: wholeNumber('抽多少人', 1, 2000) })

/** Reached or not; who was reached answers all six aspects. */
export function readCall(body: Body): FormResult<{ reached: boolean, answers: AspectAnswers | null, text: string }> {
  const head = readForm(body, { reached: choice('接通了吗', ['yes', 'no'] as const), text: text('请写明', 1000) })
  if (!head.ok) return head
  if (head.value.reached === 'no') return { ok: true, value: { reached: false, answers: null, text: head.value.text } }
  const read = readForm(body, Object.fromEntries(ASPECTS.map(({ key, question }) => [key, choice(question, ['fine', 'breach'] as const)])))
  if (!read.ok) return read
  if (Object.values(read.value).includes('breach') && head.value.text === '') return { ok: false, errors: { text: '有问题的请写明情况' }, values: body }
  return { ok: true, value: { reached: true, answers: read.value as AspectAnswers, text: head.value.text } }
}

export const readInvestigation = (body: Body, departments: readonly string[]) => readForm(body, { department: optionalChoice('涉及的部门', departments) })
export const readWords = (body: Body, label: string) => readForm(body, { text: text(label, MAX.text, { required: true }) })
export const readDecision = (body: Body, departments: readonly string[]) => readForm(body, {
  result: choice('处理结果', DECISIONS), department: optionalChoice('涉及的部门', departments), text: text('处理决定', 1000, { required: true }),
})

