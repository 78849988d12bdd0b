import type { Item, Section } from '../../models/questionnaire/items.ts'

const item = (key: string, number: number, kind: Item['kind'], text: string, more: Partial<Item> = {}): Item => ({
  key, number, kind, text, help: '', required: false, options: [], rows: [], maxLength: 0, contactable: false, ...more,
})
const section = (key: string, title: string, items: Item[], intro = ''): Section =>
  ({ key, title, dimension: '', intro, items })

/** Three sections with every kind of item; 办事效率 as in the mockup. */
export const someSections = (): Section[] => [
  section('s1', '企业情况', [
    item(
      'q1', 1, 'multiple', '从哪里知道政策',
      { options: [{ value: 'a', text: '政府网站' }, { value: 'b', text: '服务专员上门' }, { value: 'c', text: '同行介绍' }] },
    ),
    item('q2', 2, 'number', '今年申报了几项政策', { required: true }),
    item('q3', 3, 'date', '最近一次去办事是哪天', { help: '记不清可以不填' }),
  ]),
  section('s2', '办事效率', [
    item('m2', 5, 'matrix', '', { required: true, rows: [
      { key: '1', number: 5, text: '一次性告知', help: '去办事时，要哪些材料一次说清了' },
      { key: '2', number: 6, text: '承诺时限内办结', help: '说几天办完，就在几天内办完' },
    ] }),
  ], '说的是今年以来您和政府部门打交道的感受。没有办过的选“未接触”，不计分。'),
  section('s3', '总体评价', [
    item(
      'q17', 17, 'single', '总体评价',
      {
        required: true,
        options: [{ value: '5', text: '很满意' }, { value: '4', text: '满意' }, { value: '3', text: '基本满意' }],
      },
    ),
    item('q18', 18, 'scale', '您有多大可能向同行推荐来这里投资', { required: true, help: '0 分完全不会，10 分一定会' }),
    item('q19', 19, 'long', '最希望解决的一件事', { maxLength: 500, contactable: true }),
    item('q20', 20, 'short', '点名表扬或意见的部门', { maxLength: 100 }),
  ]),
]
