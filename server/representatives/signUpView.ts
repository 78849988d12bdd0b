import { SIGN_UP_CATEGORIES } from '../../models/representative/categories.ts'
import type { Body } from '../http/body.ts'
import { errorSummaryOf, fieldsOf, type Choice, type FieldView } from '../lib/fields.ts'
import type { ErrorSummary } from '../lib/parts.ts'

export interface SignUpPage {
  errors: ErrorSummary | null
  /** null once nobody can sign up */
  form: { lead: string, conditions: string[], fields: FieldView[], consentHead: string, consent: string[], agree: FieldView } | null
  closed: string
}

export interface ReceivedPage { lines: string[] }

declare module '../lib/templates.ts' {
  interface Views { 'representatives/signUp': SignUpPage, 'representatives/received': ReceivedPage }
}

const CONDITIONS = [
  '年满 18 周岁，在本市居住满一年。', '能读完一组部门的述职报告，本人全程参加，不请人代替。', '报名经审核后进入推荐库，再公开抽取；抽中的人由区市或者街道电话通知。',
]

/** What happens to what is typed here. @source domain.md §6, PIPL 17 */
const CONSENT = [
  '谁来用：市联席会议办公室和您所在区市的联络员。被评议的部门看不到名单。',
  '用来做什么：审核条件、抽取、通知您参加评议、回访活动是否规范。不作他用。',
  '怎样保护：公布时只用编号，不公布姓名和电话；每次有人查看都留下记录；投票不记名。',
  '保存多久：评议结果公布六个月后去掉姓名和电话。您随时可以要求更正或者退出，电话见页底。',
]

export function signUpPage(
  year: number | null, { districts, departments }: { districts: readonly Choice[], departments: readonly Choice[] }, values: Body, errors: Record<string, string>,
): SignUpPage {
  const field = fieldsOf(values, errors)
  const options = (words: readonly string[]) => words.map((value) => ({ value, text: value }))
  return {
    errors: errorSummaryOf(errors),
    closed: '现在没有市民代表报名。推荐库已经冻结，或者今年的活动还没有开始；您仍可以在意见建议页提意见。',
    form: year === null ? null : {
      lead: `${year}年三民活动请市民当面评议政府部门。`, conditions: CONDITIONS,
      fields: [
        field.text('name', '姓名', { maxLength: 40, autocomplete: 'name' }), field.segments('gender', '性别', options(['男', '女'])),
        field.text('birth', '出生年月', { narrow: true, maxLength: 10, placeholder: '1986-05', inputMode: 'numeric', hint: '年和月，如 1986-05' }),
        field.text('phone', '手机号', { narrow: true, maxLength: 20, type: 'tel', inputMode: 'tel', autocomplete: 'tel' }),
        field.select('category', '以什么身份参加', options(SIGN_UP_CATEGORIES), { hint: '公众在网上评议，其他到会场评议' }),
        field.select('district', '住在哪个区市', districts),
        field.checks('tags', '近一年到哪些部门办过事', departments, { optional: true }),
        field.select('recusal', '需要回避的部门', departments, { optional: true, placeholder: '没有', hint: '本人或者配偶、父母、子女在该部门工作的' }),
        field.text('recusalNote', '回避说明', { optional: true, maxLength: 200 }),
        field.checkbox('resident', '我年满 18 周岁，在本市居住满一年', { optional: false }),
      ],
      consentHead: '您填的信息怎样使用', consent: CONSENT, agree: field.checkbox('consent', '我已看过并同意', { optional: false }),
    },
  }
}

export const receivedPage = (): ReceivedPage => ({
  lines: [
    '报名已经收到，等待审核。', '审核通过后进入推荐库，抽取的日期、办法和结果在抽取公示页公布，只有编号，没有姓名。', '抽中以后由您所在的区市电话通知，并告诉您编号。没有接到电话，就是没有抽中。',
  ],
})
