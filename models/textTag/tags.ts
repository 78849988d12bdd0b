/** Tags that the reader is offered before any of the own. */
export const USUAL_TAGS = [
  '政策兑现', '政策知晓', '审批效率', '跨部门协同', '网上办事', '融资', '用工', '用地用房', '道路交通', '水电气暖', '账款', '检查过多', '报表会议',
  '合同承诺', '表扬', '其他',
] as const
const TAG_LENGTH = 12
const TAGS_PER_TEXT = 5

/**
 * Reads tags as typed, parted by 、 or commas or blanks, each once.
 * @returns the tags, or in words what is wrong
 */
export function readTags(typed: string): { ok: true, tags: string[] } | { ok: false, error: string } {
  const tags = [...new Set(typed.normalize('NFKC').split(/[、,;，；\s]+/).filter((each) => each !== ''))]
  const long = tags.find((tag) => [...tag].length > TAG_LENGTH)
  if (long) return { ok: false, error: `标签最多 ${TAG_LENGTH} 个字，“${[...long].slice(0, TAG_LENGTH).join('')}…”太长` }
  if (tags.length > TAGS_PER_TEXT) return { ok: false, error: `每条最多 ${TAGS_PER_TEXT} 个标签，现在是 ${tags.length} 个` }
  return { ok: true, tags }
}
