/**
 * What an uploaded workbook may ask for. Rows and columns count when something is written in them: an honest sheet that
 * is coloured to the right edge uses 16,384 columns and fills twelve.
 * @source DESIGN.md §7 Limits; ratio and entries: ecosystem.md §3
 */
export const WORKBOOK_LIMITS = {
  uploadBytes: 5 * 1024 * 1024,
  inflatedBytes: 50 * 1024 * 1024,
  entries: 200,
  /** inflated : packed, for entries above `ratioFromBytes`; rosters reach 15 */
  ratio: 200,
  ratioFromBytes: 1024 * 1024,
  filledRows: 10_000,
  filledColumns: 200,
  rowNumber: 1_048_576,
  columnNumber: 16_384,
  merges: 20_000,
  /** what Excel itself allows in a cell */
  cellCharacters: 32_767,
  seconds: 20,
  memoryMB: 256,
} as const
