import { readPhones } from '../../models/import/phones.ts'
import { textOf, type Field } from '../lib/form.ts'

const MOST = 5

/** Telephone numbers of a box, several divided by a comma. The message says how many digits are missing. */
export const phones: Field<string[]> = (raw) => {
  const given = textOf(raw)
  if (given.length > 200) return { error: `联系电话太长，最多写 ${MOST} 个号码` }
  const { phones: numbers, bad } = readPhones(given)
  const [first] = bad
  if (first === undefined) return { value: numbers.slice(0, MOST) }
  const shown = first.slice(0, 20)
  const digits = first.replaceAll(/\D/g, '').length
  return { error: /^1/.test(first.trim()) ? `手机号应为 11 位数字，“${shown}”是 ${digits} 位` : `“${shown}”不是电话号码，座机请带区号` }
}
