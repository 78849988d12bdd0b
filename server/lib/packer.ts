import type ExcelJS from 'exceljs'

/** what may wait for the packer before the writer pauses */
const WAITING_BYTES = 256 * 1024

/**
 * Lets the packer catch up. ExcelJS hands on what it writes without asking and would fill the memory of any machine; the pipe
 * behind its sheet tells how much still waits.
 * @source speed.md 6
 */
export async function packerHasRoom(page: ExcelJS.Worksheet): Promise<void> {
  await new Promise(setImmediate)
  while (waitingBytes(page) > WAITING_BYTES) await new Promise((resolve) => setTimeout(resolve, 1))
}

/** Not in ExcelJS's typings: a sheet being written has `stream.pipes`, each a readable-stream of version 2. */
interface Pipe {
  _writableState?: { length: number }
  _readableState?: { length: number }
}

function waitingBytes(page: ExcelJS.Worksheet): number {
  const [pipe] = (page as unknown as { stream?: { pipes?: Pipe[] } }).stream?.pipes ?? []
  return (pipe?._writableState?.length ?? 0) + (pipe?._readableState?.length ?? 0)
}
