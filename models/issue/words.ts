/** The states of a case, in the offices' words. @source domain.md §9, DESIGN.md §7 */
export const STATES = {
  draft: '草稿', submitted: '待受理', assigned: '待签收', handling: '办理中', refusalReview: '退办复核', answered: '待核验',
  pledged: '挂账跟踪', callBack: '待回访', redo: '重办', closed: '已销号', rejected: '不予受理', merged: '并案', withdrawn: '已撤回',
} as const
export type IssueState = keyof typeof STATES
export const STATE_NAMES = Object.keys(STATES) as IssueState[]

export const GRADES = ['咨询', '一般', '复杂', '重大'] as const
export type Grade = (typeof GRADES)[number]

export const RESULT_CLASSES = ['A', 'B', 'C', 'D'] as const
export type ResultClass = (typeof RESULT_CLASSES)[number]
export const RESULT_CLASS_WORDS: Record<ResultClass, string> = {
  A: '解决或基本解决', B: '正在解决或列入计划', C: '条件所限，暂难解决', D: '留作参考',
}

/** The three kinds of closing, never shown as one figure. @source forms.md §3.4, §10 */
export const CLOSING_KINDS = { substantive: '实质性', staged: '阶段性', procedural: '程序性' } as const
export type ClosingKind = keyof typeof CLOSING_KINDS
const CLOSING_KIND_OF: Record<ResultClass, ClosingKind> = {
  A: 'substantive',
  B: 'staged',
  C: 'procedural',
  D: 'procedural',
}
export const closingKindOf = (result: ResultClass): ClosingKind => CLOSING_KIND_OF[result]

export const RUNGS = ['L0', 'L1', 'L2', 'L3', 'L4', 'L5'] as const
export type Rung = (typeof RUNGS)[number]

export const SATISFACTIONS = ['满意', '基本满意', '不满意', '未评价'] as const
export type Satisfaction = (typeof SATISFACTIONS)[number]
export const SOLVED_WORDS = ['已解决', '部分解决', '未解决'] as const
export type Solved = (typeof SOLVED_WORDS)[number]

export const RAISER_KINDS = { enterprise: '企业', npc: '人大代表', cppcc: '政协委员', citizen: '市民', other: '其他' } as const
export type RaiserKind = keyof typeof RAISER_KINDS
export const SOURCES = {
  visit: '走访', questionnaire: '问卷', hotline: '热线', suggestion: '人大建议', proposal: '政协提案', opinion: '三民意见',
  instruction: '领导批示', other: '其他',
} as const
export type Source = keyof typeof SOURCES

/** What a deputy or member raises is called differently from what a firm raises. @source DESIGN.md §7 Words */
export const wordForRaised = (kind: RaiserKind): '诉求' | '意见建议' =>
  kind === 'npc' || kind === 'cppcc' || kind === 'citizen' ? '意见建议' : '诉求'
