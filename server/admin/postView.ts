import type { Department } from '../../models/department/index.ts'
import { holderOn, POST_KIND_WORDS, type Post } from '../../models/post/index.ts'
import { linkButton } from '../lib/buttons.ts'
import { column, tableOf, textCell } from '../lib/cells.ts'
import { fieldsOf, type FieldView } from '../lib/fields.ts'
import { shortDayText } from '../lib/format.ts'
import type { Body } from '../lib/form.ts'
import type { Empty, ErrorSummary, Fact, PageTitle, TableView } from '../lib/parts.ts'

export interface PostPage {
  errors: ErrorSummary | null
  heading: PageTitle
  facts: Fact[]
  table: TableView | null
  empty: Empty | null
  version: string
  appointAction: string
  vacateAction: string | null
  appointFields: FieldView[]
  vacateFields: FieldView[]
}

declare module '../lib/templates.ts' {
  interface Views { 'admin/post': PostPage }
}

interface Facts {
  names: ReadonlyMap<string, string>
  departments: ReadonlyMap<string, Department>
  users: readonly { account: string, name: string }[]
  today: string
  values: Body
  errors: ErrorSummary | null
  messages: Record<string, string>
}

/** One post: who holds it, who held it from when to when, and the forms for a change. */
export function postPage(post: Post & { __v: number }, { names, departments, users, today, values, errors, messages }: Facts): PostPage {
  const field = fieldsOf(values, messages)
  const path = `/admin/posts/${String(post._id)}`
  const present = holderOn(post, today)
  const fact = (term: string, text: string): Fact => ({ term, text, href: null, small: null, action: null })
  const named = (code: string) => departments.get(code)?.name ?? code
  const held = post.holders.toReversed()
  return {
    errors,
    heading: { clauses: [post.title], note: null, actions: [linkButton('修改岗位', `${path}/edit`)] },
    facts: [
      fact('部门', named(post.department)), fact('类型', POST_KIND_WORDS[post.kind]), fact('现任', present ? (names.get(String(present)) ?? '已删除的用户') : '空缺'),
      ...(post.departments.length > 0 ? [fact('分管部门', post.departments.map(named).join('、'))] : []),
    ],
    table: held.length === 0 ? null : tableOf('任职经过', [column('姓名'), column('任职起'), column('任职止')], held.map((term) => [
      textCell(names.get(String(term.user)) ?? '已删除的用户'), textCell(shortDayText(term.fromOn, today)), textCell(term.toOn ? shortDayText(term.toOn, today) : '至今'),
    ])),
    empty: held.length > 0 ? null : { what: '还没有人任过这个岗位。', next: '在下面任命。', link: null },
    version: String(post.__v),
    appointAction: `${path}/appointment`, vacateAction: present ? `${path}/vacancy` : null,
    appointFields: [
      field.text('account', '账号', { maxLength: 40, hint: '先建用户，再任命', autocomplete: 'off' }, users.map(({ account, name }) => ({ value: account, text: name }))),
      field.date('fromOn', '任职日期', { value: today, hint: '前任自动算到前一天' }),
    ],
    vacateFields: [field.date('toOn', '卸任日期', { value: today, hint: '这一天还算在任' })],
  }
}
