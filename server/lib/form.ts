/** A posted form: each field a text, or several where one name came more than once. */
export type Body = Record<string, string | string[]>

/** Reads one field: its value, or a sentence that says what is wrong and what to do. */
export type Field<T> = (raw: string | string[] | undefined) => { value: T } | { error: string }

/** A form read whole: the value, or all messages at once with what was typed kept. */
export type FormResult<T> = { ok: true, value: T } | { ok: false, errors: Record<string, string>, values: Body }

type Fields = Record<string, Field<unknown>>
type ValueOf<F extends Fields> = { [K in keyof F]: F[K] extends Field<infer T> ? T : never }

/** Reads the declared fields of a body; fields that are not declared are left alone (the route refuses unknown ones). */
export function readForm<F extends Fields>(body: Body, fields: F): FormResult<ValueOf<F>> {
  const errors: Record<string, string> = {}
  const value: Record<string, unknown> = {}
  for (const [name, field] of Object.entries(fields)) {
    const read = field(body[name])
    if ('error' in read) errors[name] = read.error
    else value[name] = read.value
  }
  return Object.keys(errors).length > 0 ? { ok: false, errors, values: body } : { ok: true, value: value as ValueOf<F> }
}

/** The field's text as typed, '' when it did not come; several values under one name count as the last. */
export const textOf = (raw: string | string[] | undefined): string => (Array.isArray(raw) ? (raw.at(-1) ?? '') : (raw ?? ''))

/** All values under one name, e.g. ticked boxes. */
export const textsOf = (raw: string | string[] | undefined): string[] => (raw === undefined ? [] : [raw].flat())

/** Line breaks as one sign, no blanks at the ends: how every text is kept. */
const tidy = (text: string) => text.replace(/\r\n?/g, '\n').trim()

const lengthOf = (text: string) => [...text].length

/** A text of at most `max` signs. `label` is the field's word on the page. */
export const text = (label: string, max: number, { required = false } = {}): Field<string> => (raw) => {
  const value = tidy(textOf(raw))
  if (required && value === '') return { error: `请填写${label}` }
  if (lengthOf(value) > max) return { error: `${label}最多 ${max} 个字，现在是 ${lengthOf(value)} 个字` }
  return { value }
}

/** One of a closed list; '' is null unless required. */
export const choice = <T extends string>(label: string, options: readonly T[]): Field<T> => (raw) => {
  const given = textOf(raw).trim()
  if (given === '') return { error: `请选择${label}` }
  const found = options.find((option) => option === given)
  return found === undefined ? { error: `${label}请从列表中选择` } : { value: found }
}

export const optionalChoice = <T extends string>(label: string, options: readonly T[]): Field<T | null> => (raw) =>
  textOf(raw).trim() === '' ? { value: null } : choice(label, options)(raw)

/** Ticked boxes: each one of the list, in the list's order. */
export const ticks = <T extends string>(label: string, options: readonly T[]): Field<T[]> => (raw) => {
  const given = new Set(textsOf(raw).filter((each) => each !== ''))
  const value = options.filter((option) => given.has(option))
  return value.length === given.size ? { value } : { error: `${label}请从列表中选择` }
}

/** A box that is ticked or not. */
export const tick = (): Field<boolean> => (raw) => ({ value: textOf(raw) !== '' && textOf(raw) !== 'off' })

/** A box that must be ticked. */
export const mustTick = (message: string): Field<true> => (raw) => {
  const read = tick()(raw)
  return 'value' in read && read.value ? { value: true } : { error: message }
}

/** A civil day, `YYYY-MM-DD`; 2月30日 is refused. Null when empty and not required. */
export const day = (label: string, { required = false } = {}): Field<string | null> => (raw) => {
  const given = textOf(raw).trim()
  if (given === '') return required ? { error: `请填写${label}` } : { value: null }
  return isCivilDay(given) ? { value: given } : { error: `${label}应为日期，如 2026-11-25` }
}

/** Like `day`, but always there. */
export const requiredDay = (label: string): Field<string> => (raw) => {
  const read = day(label, { required: true })(raw)
  return 'error' in read ? read : { value: read.value ?? '' }
}

/** A time of day `HH:mm`, '' when empty. */
export const timeOfDay = (label: string): Field<string> => (raw) => {
  const given = textOf(raw).trim()
  return given === '' || /^([01]\d|2[0-3]):[0-5]\d$/.test(given) ? { value: given } : { error: `${label}应为时间，如 14:00` }
}

/** A whole number within bounds; full-width digits are read. */
export const wholeNumber = (label: string, min: number, max: number): Field<number> => (raw) => {
  const given = textOf(raw).normalize('NFKC').trim()
  if (given === '') return { error: `请填写${label}` }
  if (!/^-?\d{1,9}$/.test(given)) return { error: `${label}应为整数，现在是“${given.slice(0, 20)}”` }
  const value = Number(given)
  return value < min || value > max ? { error: `${label}应在 ${min} 到 ${max} 之间，现在是 ${value}` } : { value }
}

/** The id of a record in the database: 24 hexadecimal digits; null when empty. */
export const recordId = (label: string, { required = false } = {}): Field<string | null> => (raw) => {
  const given = textOf(raw).trim()
  if (given === '') return required ? { error: `请选择${label}` } : { value: null }
  return /^[0-9a-f]{24}$/.test(given) ? { value: given } : { error: `${label}请从列表中选择` }
}

function isCivilDay(text: string): boolean {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text)
  if (!parts) return false
  const [year, month, date] = [Number(parts[1]), Number(parts[2]), Number(parts[3])]
  const at = new Date(Date.UTC(year, month - 1, date))
  return year >= 1900 && year <= 2200 && at.getUTCMonth() === month - 1 && at.getUTCDate() === date
}
