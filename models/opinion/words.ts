/** Where an opinion came from. @source forms.md §7 Opinions in bulk */
export const OPINION_SOURCES = { online: '网上', hall: '会场', representative: '代表', hotline: '热线' } as const
export type OpinionSource = keyof typeof OPINION_SOURCES
export const OPINION_SOURCE_NAMES = Object.keys(OPINION_SOURCES) as OpinionSource[]

/** The states of an opinion; each opinion is in exactly one. */
export const OPINION_STATES = {
  received: '待审', valid: '待分办', dispatched: '办理中', answered: '已答复', invalid: '无效', merged: '已合并',
} as const
export type OpinionState = keyof typeof OPINION_STATES
export const OPINION_STATE_NAMES = Object.keys(OPINION_STATES) as OpinionState[]

/** How valid opinions are handled: one case for each, or one case and one answer for many. */
export const MANNERS = { single: '逐条', collective: '综合' } as const
export type Manner = keyof typeof MANNERS

/** What became of the proposal itself, said with the answer. */
export const ADOPTIONS = ['采纳', '部分采纳', '未采纳', '留作参考'] as const
export type Adoption = (typeof ADOPTIONS)[number]

/** Why an opinion is not valid; a sentence of one's own stands beside it. */
export const INVALID_REASONS = ['内容不具体', '不属于政府职责', '咨询投诉，已转热线', '与本次评议无关', '广告或测试', '其他'] as const

export const OPINION_RATINGS = ['满意', '基本满意', '不满意'] as const
export type OpinionRating = (typeof OPINION_RATINGS)[number]

/** What an opinion may be honoured with; each is a day, with where or what in words. */
export const MARKS = {
  excellent: '优秀意见建议', reported: '报送市领导', adopted: '写入或采纳于', awarded: '表彰奖励',
} as const
export type MarkName = keyof typeof MARKS
export const MARK_NAMES = Object.keys(MARKS) as MarkName[]

/** Longest texts, in signs. */
export const OPINION_MAX = { title: 30, text: 2000, proposal: 1000, name: 40, unit: 80, phone: 20, reason: 300, answer: 2000 } as const
