import type { Workbook } from '../../../models/shared/sheet.ts'
import { WORKBOOK_LIMITS as LIMITS } from './limits.ts'
import { readCsv } from './readCsv.ts'
import { readXlsx } from './readXlsx.ts'
import { sniff } from './sniff.ts'
import { FileRefused } from './verdicts.ts'

/**
 * Reads an .xlsx or a csv in this very process. For files from outside use `readInChild`: a hostile workbook may
 * exhaust memory or time before any limit of ours is reached.
 *
 * @throws FileRefused with the verdict on the whole file
 */
export async function readWorkbook(bytes: Buffer, fileName: string): Promise<Workbook> {
  if (bytes.length > LIMITS.uploadBytes) throw new FileRefused('file-too-big')
  return sniff(bytes, fileName) === 'xlsx' ? readXlsx(bytes) : readCsv(bytes)
}
