/** Who can be visited, and the office's word for it. */
export const SUBJECT_TYPES = { enterprise: '重点企业', npc: '人大代表', cppcc: '政协委员', other: '其他' } as const
export type SubjectType = keyof typeof SUBJECT_TYPES

/** What a subject raises is called differently. @source DESIGN.md §7 Words */
export const wordForRaised = (type: SubjectType): '诉求' | '意见建议' =>
  type === 'npc' || type === 'cppcc' ? '意见建议' : '诉求'

export const isMember = (type: SubjectType): boolean => type === 'npc' || type === 'cppcc'
