/** What else the visit served, so that nobody is bothered twice. @source domain.md §2.2 */
export const COMBINED_WITH = ['建议提案办理', '接受检查', '视察调研', '专委会联系', '党派工商联对口'] as const
export type CombinedWith = (typeof COMBINED_WITH)[number]

export const isCombinedWith = (text: string): text is CombinedWith => COMBINED_WITH.some(purpose => purpose === text)
