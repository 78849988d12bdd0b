import { readForm, requiredDay, text, type Body, type FormResult } from '../lib/form.ts'

export const readBeacon = (body: Body): FormResult<{ source: string, on: string }> =>
  readForm(body, { source: text('公开号码的来源', 60, { required: true }), on: requiredDay('公开号码的日期') })

/** The public number as printed; white space is made one blank, so that everybody writes the same. */
export function readNumber(body: Body): FormResult<{ publicNumber: string }> {
  const read = readForm(body, { publicNumber: text('公开号码', 100, { required: true }) })
  return read.ok ? { ok: true, value: { publicNumber: read.value.publicNumber.normalize('NFKC').replace(/\s+/g, ' ') } } : read
}

export const readVoiding = (body: Body): FormResult<{ reason: string }> => readForm(body, { reason: text('作废的原因', 200, { required: true }) })
