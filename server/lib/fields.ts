import type { ErrorSummary } from './parts.ts'

/** One field of a form: `{{> field}}`. `control` names the partial that draws its input. */
export interface FieldView {
  control: `controls/${'text' | 'textarea' | 'select' | 'segments' | 'radios' | 'checks' | 'checkbox' | 'file'}`
  id: string
  name: string
  label: string
  /** Controls of several inputs are a fieldset with a legend. */
  grouped: boolean
  hint: string | null
  error: string | null
  optional: boolean
  disabled: boolean
  required: boolean
  value: string
  type: string
  inputMode: string | null
  autocomplete: string | null
  placeholder: string | null
  maxLength: number | null
  /** `14 / 30`; only text areas and inputs asked for it. */
  counter: string | null
  rows: number
  narrow: boolean
  options: FieldOption[]
  /** The id of a `<datalist>` printed from `options`. */
  list: string | null
  accept: string | null
  multiple: boolean
  capture: string | null
  /** Names the enhancement of public/js that may attach itself, or null. */
  enhance: string | null
  /** Hint and error, in the order read out. */
  describedBy: string | null
}

export interface FieldOption { value: string, text: string, selected: boolean, id: string }

export type FieldMore = Partial<Pick<FieldView, 'hint' | 'optional' | 'disabled' | 'type' | 'inputMode' | 'autocomplete'
  | 'placeholder' | 'maxLength' | 'rows' | 'narrow' | 'accept' | 'multiple' | 'capture' | 'enhance'>> & {
    /** Shown until the person has typed something of the own. */
    value?: string | string[]
    counted?: boolean
  }

export interface Choice { value: string, text: string }

/**
 * Makes the fields of one form. What the person sent wins over a field's own value, and its error stands by it.
 *
 *     const field = fieldsOf(result.values, result.errors)
 *     const form = { phone: field.text('phone', '联系电话', { hint: '手机或带区号的座机' }) }
 *
 * @param values what was sent, empty at the first visit
 * @param errors messages by field name
 */
export function fieldsOf(
  values: Record<string, string | string[] | undefined> = {}, errors: Record<string, string | undefined> = {},
) {
  const sent = (name: string, more: FieldMore) => [values[name] ?? more.value ?? ''].flat()

  const field = (
    control: FieldView['control'], name: string, label: string, more: FieldMore, choices: readonly Choice[] = [],
  ): FieldView => {
    const id = `f-${name}`
    const chosen = sent(name, more)
    const value = chosen[0] ?? ''
    const error = errors[name] ?? null
    const hint = more.hint ?? null
    const described = [
      hint === null ? null : `${id}-hint`, error === null ? null : `${id}-error`,
    ].filter(each => each !== null)
    const optional = more.optional ?? false
    return {
      control, id, name, label, hint, error, value, optional,
      required: !optional && !more.disabled && control !== 'controls/checks',
      grouped: control === 'controls/segments' || control === 'controls/radios' || control === 'controls/checks',
      disabled: more.disabled ?? false,
      type: more.type ?? 'text',
      inputMode: more.inputMode ?? null,
      autocomplete: more.autocomplete ?? null,
      placeholder: more.placeholder ?? null,
      maxLength: more.maxLength ?? null,
      counter: more.counted && more.maxLength ? `${[...value].length} / ${more.maxLength}` : null,
      rows: more.rows ?? 4,
      narrow: more.narrow ?? false,
      options: choices.map((choice, index) =>
        ({ ...choice, selected: chosen.includes(choice.value), id: index === 0 ? id : `${id}-${index + 1}` })),
      list: control === 'controls/text' && choices.length > 0 ? `${id}-list` : null,
      accept: more.accept ?? null,
      multiple: more.multiple ?? false,
      capture: more.capture ?? null,
      enhance: more.enhance ?? null,
      describedBy: described.length === 0 ? null : described.join(' '),
    }
  }

  return {
    /** One line. With choices they become suggestions, not limits. */
    text: (name: string, label: string, more: FieldMore = {}, choices: readonly Choice[] = []) =>
      field('controls/text', name, label, more, choices),
    date: (name: string, label: string, more: FieldMore = {}) =>
      field('controls/text', name, label, { type: 'date', narrow: true, ...more }),
    textarea: (name: string, label: string, more: FieldMore = {}) =>
      field('controls/textarea', name, label, { counted: more.maxLength !== undefined, ...more }),
    /** Starts with an empty 请选择 unless a value is set. */
    select: (name: string, label: string, choices: readonly Choice[], more: FieldMore = {}) =>
      field(
        'controls/select', name, label, more,
        sent(name, more)[0] ? choices : [{ value: '', text: more.placeholder ?? '请选择' }, ...choices],
      ),
    /** Two to five short choices side by side. */
    segments: (name: string, label: string, choices: readonly Choice[], more: FieldMore = {}) =>
      field('controls/segments', name, label, more, choices),
    radios: (name: string, label: string, choices: readonly Choice[], more: FieldMore = {}) =>
      field('controls/radios', name, label, more, choices),
    checks: (name: string, label: string, choices: readonly Choice[], more: FieldMore = {}) =>
      field('controls/checks', name, label, more, choices),
    /** One box with its own words; sends `on`. */
    checkbox: (name: string, label: string, more: FieldMore = {}) =>
      field('controls/checkbox', name, label, { optional: true, ...more }),
    file: (name: string, label: string, more: FieldMore = {}) => field('controls/file', name, label, more),
  }
}

/** Choices of a select that may be left open: once something is chosen, the way back to nothing stays among them. */
export const optional = (choices: readonly Choice[], chosen: string | string[] | undefined, nothing: string): readonly Choice[] =>
  ([chosen ?? ''].flat()[0] ? [{ value: '', text: nothing }, ...choices] : choices)

/** The summary above the h1 after a refused form, or null when nothing is wrong. Lines keep the fields' order. */
export function errorSummaryOf(errors: Record<string, string | undefined>): ErrorSummary | null {
  const lines = Object.entries(errors).flatMap(
    ([name, text]) => text === undefined ? [] : [{ text, href: `#f-${name}` }]
  )
  return lines.length === 0 ? null : { title: `有 ${lines.length} 处要改`, errors: lines }
}
