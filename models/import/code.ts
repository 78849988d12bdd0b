import type { Cell } from '../shared/sheet.ts'
import { cellText } from '../shared/sheet.ts'
import { checkCreditCode, creditCodeComplaint } from '../shared/creditCode.ts'
import { note } from './reasons.ts'
import type { CellReading } from './values.ts'

const SLIPS: Readonly<Record<string, string>> = { O: '0', I: '1', S: '5', Z: '2' }

/**
 * The credit code in a cell. A number has lost digits whatever it shows: Excel keeps fifteen. An obvious slip (O for 0)
 * stays refused, with the code that would pass as a hint. A wrong check digit is held back and can be overridden with a
 * reason.
 * @source domain.md §5 统一社会信用代码; expected.json, rule on codes
 */
export function readCode(cell: Cell, field: string): CellReading {
  const typed = cellText(cell)
  const bare = typed.normalize('NFKC').replace(/^\s*="?|"\s*$/g, '').replace(/[-'’‘`·_]/g, '')
  if (typeof cell === 'number' || /^\s*\d(\.\d+)?[eE]\+?\d+\s*$/.test(bare)) {
    const shown = typeof cell === 'number' ? cell.toExponential(5).toUpperCase() : bare.trim()
    return { values: { [field]: null, codeTyped: shown }, warnings: [], refusals: [note('code-lost-digits', field)] }
  }
  const checked = checkCreditCode(bare)
  const complaint = creditCodeComplaint(checked)
  if (!checked.format) {
    const suggestion = suggest(checked.tidied)
    const said = note(
      'code-format',
      field,
      wordsFor(checked.tidied, complaint?.text),
      suggestion ? `改成 ${suggestion} 可以通过校验` : undefined,
    )
    return {
      values: { [field]: null, codeTyped: checked.tidied.slice(0, 40), codeSuggestion: suggestion },
      warnings: [],
      refusals: [said],
    }
  }
  const refusals = checked.check ? [] : [note('code-check-digit', field, `最后一位应为 ${checked.expectedCheck ?? ''}，校验不符`)]
  return { values: { [field]: checked.tidied }, warnings: [], refusals }
}

function wordsFor(code: string, fallback: string | undefined): string | undefined {
  const signs = [...code]
  if (signs.length !== 18) return `代码只有 ${signs.length} 位，应为 18 位`.replace('只有', signs.length > 18 ? '有' : '只有')
  const at = signs.findIndex((sign) => SLIPS[sign] !== undefined)
  const slip = signs[at]
  return slip === undefined ? fallback : `第 ${at + 1} 位是字母 ${slip}，应为数字 ${SLIPS[slip] ?? ''}`
}

/** The code with its slips corrected, when that makes it pass. */
function suggest(code: string): string | null {
  const corrected = [...code].map((sign) => SLIPS[sign] ?? sign).join('')
  if (corrected === code) return null
  const checked = checkCreditCode(corrected)
  return checked.format && checked.check ? corrected : null
}
