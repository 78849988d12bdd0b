/** What representatives are asked about the activity itself, in the order of the form. @source forms.md §7 活动纪律情况调查表 */
export const ASPECTS = [
  { key: 'attended', question: '是否本人全程参加', fine: '是', breach: '否' },
  { key: 'prompted', question: '有无人授意如何填票', fine: '无', breach: '有' },
  { key: 'favours', question: '有无部门联系、宴请、赠礼', fine: '无', breach: '有' },
  { key: 'interference', question: '会场有无人干预、代填', fine: '无', breach: '有' },
  { key: 'papers', question: '票证发收是否规范', fine: '是', breach: '否' },
  { key: 'other', question: '有无其他问题', fine: '无', breach: '有' },
] as const
export type AspectKey = (typeof ASPECTS)[number]['key']
export const ASPECT_KEYS = ASPECTS.map(({ key }) => key)

export type AspectAnswer = 'fine' | 'breach'

/** One call's answers. */
export type AspectAnswers = Record<AspectKey, AspectAnswer>

/** What inspectors look at in the hall. @source domain.md §1.3 */
export const INSPECTION_ITEMS = [
  { key: 'identity', text: '签到时核对了本人和证件' },
  { key: 'issue', text: '票证发放有登记，发收数目相符' },
  { key: 'box', text: '票箱启用前查验、封好' },
  { key: 'alone', text: '代表自己填票，没有人代填、干预' },
  { key: 'canvass', text: '会场内外没有部门拉票、赠礼' },
  { key: 'order', text: '会场秩序正常，纪律和举报电话已张贴' },
] as const
export type InspectionKey = (typeof INSPECTION_ITEMS)[number]['key']

/** How often each aspect was found in order: numerator and denominator, among those who were reached. */
export function aspectRates(answers: readonly AspectAnswers[]): { key: AspectKey, question: string, fine: number, of: number }[] {
  return ASPECTS.map(({ key, question }) => ({
    key, question, fine: answers.filter((each) => each[key] === 'fine').length, of: answers.length,
  }))
}
