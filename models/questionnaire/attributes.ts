import type { AnswerAttribute } from './index.ts'

/** What an anonymous answer may say of its firm; at most two of them. @source DESIGN.md §7 Questionnaire */
export const ATTRIBUTES = { district: '区市', industry: '行业', size: '规模' } as const
export type AttributeName = keyof typeof ATTRIBUTES
export const MOST_ATTRIBUTES = 2

type Class = AnswerAttribute['classes'][number]
const alone = (value: string, text: string): Class => ({ value, text, members: [value] })

/** Classes wide enough to hold ten firms each in most cities; what is in none is 其他. Letters are sections of GB/T 4754. */
const INDUSTRIES: readonly Class[] = [
  alone('C', '制造业'),
  alone('E', '建筑业'),
  { value: 'trade', text: '批发零售、住宿餐饮', members: ['F', 'H'] },
  { value: 'technology', text: '信息技术、科研', members: ['I', 'M'] },
  { value: 'services', text: '运输、金融、房地产、商务等服务', members: ['G', 'J', 'K', 'L', 'N', 'O', 'P', 'Q', 'R'] },
]
const SIZES: readonly Class[] = [
  alone('大型', '大型'),
  alone('中型', '中型'),
  { value: '小微', text: '小微', members: ['小型', '微型', '小微'] },
]

/** The chosen attributes with their classes, to be fixed before anything is sent. */
export const attributesFor = (
  names: readonly AttributeName[],
  districts: readonly { _id: string; name: string }[],
): AnswerAttribute[] => {
  const classes: Record<AttributeName, readonly Class[]> = {
    district: districts.map(({ _id, name }) => alone(_id, name)),
    industry: INDUSTRIES,
    size: SIZES,
  }
  return names.slice(0, MOST_ATTRIBUTES).map((name) => ({ name, classes: [...classes[name]] }))
}
