import { LEVELS, type Item, type Section } from './items.ts'

/** What a new questionnaire may start from beside the number of an earlier one. */
export const STARTS = { ready: 'ready', empty: 'empty' } as const

/** What a new questionnaire starts from. */
export interface Start {
  title: string
  asker: string
  purpose: string
  minutes: number
  thanks: string
  sections: Section[]
}

const EMPTY: Omit<Item, 'key' | 'number' | 'kind' | 'text'> =
  { help: '', required: true, options: [], rows: [], maxLength: 0, contactable: false }

/** A dimension: one matrix whose rows are numbered on from `first`; a row is its words and, where they need it, a help. */
function dimension(key: string, title: string, first: number, rows: readonly (readonly [string, string?])[]): Section {
  return {
    key: `s${key}`,
    title,
    dimension: title,
    intro: '说的是今年以来您和政府部门打交道的感受。没有办过的选“未接触”，不计分。',
    items: [
      {
        ...EMPTY,
        key: `m${key}`,
        number: first,
        kind: 'matrix',
        text: '',
        rows: rows.map(([text, help = ''], index) => ({ key: String(index + 1), number: first + index, text, help })),
      },
    ],
  }
}

/**
 * The yearly questionnaire to mayor-linked enterprises: four dimensions of four items, an overall judgement and open items.
 * @source forms.md §6
 */
export const readyQuestionnaire = (): Start => ({
  title: '企业对政府服务满意度问卷',
  asker: '市联席会议办公室',
  minutes: 5,
  purpose:
    '尊敬的企业家：为了解企业对政府服务的真实感受并据此改进工作，请您用约5分钟填写本问卷。每题选一项，没有办过相关事项请选“未接触”。',
  thanks: '感谢您的意见。办理和改进情况将于明年3月前公布，可用本链接查看。',
  sections: readySections(),
})

export const readySections = (): Section[] => [
  dimension('1', '经商政策', 1, [
    ['政策内容与企业需要相符'],
    ['知晓政策的渠道畅通', '能及时知道有什么政策、找谁办'],
    ['申报条件和材料清楚'],
    ['兑现及时足额'],
  ]),
  dimension('2', '办事效率', 5, [
    ['一次性告知', '去办事时，要哪些材料一次说清了'],
    ['承诺时限内办结', '说几天办完，就在几天内办完'],
    ['跨部门事项有人牵头'],
    ['网上办理顺畅'],
  ]),
  dimension('3', '服务态度', 9, [
    ['主动联系'],
    ['耐心解释'],
    ['反映问题有回音'],
    ['不增加企业负担', '检查、报表、会议'],
  ]),
  dimension('4', '政府诚信', 13, [
    ['招商和合同承诺履行'],
    ['不因换届换人改变'],
    ['账款按期支付'],
    ['政策稳定、变更有过渡'],
  ]),
  {
    key: 's5',
    title: '总体评价',
    dimension: '',
    intro: '',
    items: [
      {
        ...EMPTY,
        key: 'q17',
        number: 17,
        kind: 'single',
        text: '总体评价',
        options: LEVELS.filter(({ points }) => points !== null).map(({ value, text }) => ({ value, text })),
      },
      {
        ...EMPTY,
        key: 'q18',
        number: 18,
        kind: 'scale',
        text: '您有多大可能向同行推荐来这里投资',
        help: '0 分完全不会，10 分一定会',
      },
      {
        ...EMPTY,
        key: 'q19',
        number: 19,
        kind: 'long',
        text: '最希望解决的一件事',
        required: false,
        maxLength: 500,
        contactable: true,
        help: '希望有人联系您办理的，请勾选“请联系我”',
      },
      {
        ...EMPTY,
        key: 'q20',
        number: 20,
        kind: 'short',
        text: '点名表扬或意见的部门',
        required: false,
        maxLength: 100,
      },
    ],
  },
]

/** Nothing but one section to write in. */
export const emptyQuestionnaire = (): Start => ({
  ...readyQuestionnaire(),
  title: '',
  sections: [{ key: 's1', title: '第一部分', dimension: '', intro: '', items: [] }],
})
