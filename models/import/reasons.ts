/**
 * Why a row is refused, or what a person should look at in a row that is taken: the word on the page and what to do
 * about it. Where a cell says more (the letter that is wrong, the other row), the note carries its own text; these are
 * the fallbacks.
 * @source DESIGN.md §3 flow 1
 */
export const REASONS = {
  'no-rows': { text: '表头下面没有数据行', hint: '核对工作表和表头行' },
  'missing-name': { text: '没有名称', hint: '补上名称' },
  'missing-code': { text: '没有统一社会信用代码', hint: '对照营业执照补上' },
  'missing-district': { text: '没有所属区市', hint: '补上区市' },
  'missing-phone': { text: '没有能用的电话', hint: '补上手机号' },
  'missing-account': { text: '没有账号', hint: '补上账号' },
  'missing-department': { text: '没有单位', hint: '补上单位' },
  'missing-role': { text: '没有角色', hint: '补上角色' },
  'missing-text': { text: '没有内容', hint: '补上意见内容，空白表不用导入' },
  'missing-title': { text: '没有职务', hint: '补上职务' },
  'code-format': { text: '代码不是 18 位', hint: '对照营业执照改正' },
  'code-check-digit': { text: '代码最后一位校验不符', hint: '对照营业执照改正；确认无误的，写明理由后照录' },
  'code-lost-digits': { text: 'Excel 把代码变成了数字，尾数已丢', hint: '该列设为“文本”，重新填代码' },
  'code-conflict': { text: '同一代码在另一行是另一个名称', hint: '核对哪一行对，另一行改代码' },
  'unknown-district': { text: '区市不在区市表里', hint: '改成所在的行政区' },
  'unknown-category': { text: '类别不在本次活动的类别里', hint: '改成方案里的类别' },
  'unknown-department': { text: '单位不在部门表里', hint: '改成部门表里的名称' },
  'unknown-role': { text: '角色认不出', hint: '改成角色表里的名称' },
  'unknown-kind': { text: '岗位类别认不出', hint: '改成：主要负责人、分管负责人、联络员、副市长、市长' },
  'unknown-person': { text: '任职人还没有账号', hint: '先导入用户，再导入岗位' },
  'account-format': { text: '账号只能用小写字母、数字、点和短横，3 到 40 个', hint: '改账号' },
  'account-twice': { text: '账号在上面一行给了另一个人', hint: '改账号' },
  'cell-error': { text: '单元格是 Excel 错误值', hint: '改好公式，或者填上内容' },
  'under-age': { text: '未满 18 周岁', hint: '另推荐一人' },
  'person-twice': { text: '这个人在上面以另一个类别出现', hint: '一人只进一个类别，删去一行' },
  'duplicate-row': { text: '和上面一行相同，只取一次', hint: '' },
  'merged-row': { text: '和上面一行是同一个人，届次已合并', hint: '' },
  'phone-invalid': { text: '电话认不出，没有收入', hint: '补上完整号码' },
  'date-invalid': { text: '日期认不出或不存在，没有收入', hint: '写成 2026-03-01 的样子' },
  'number-invalid': { text: '不是数字，没有收入', hint: '只填数字' },
  'email-invalid': { text: '邮箱认不出，没有收入', hint: '核对邮箱' },
  'text-cut': { text: '文字过长，后面的没有收入', hint: '缩短文字' },
  'name-note': { text: '姓名后面括号里的文字没有收入', hint: '写到备注里' },
  'term-invalid': { text: '届次认不出，没有收入', hint: '写成“十七届”的样子' },
  'unknown-industry': { text: '行业认不出，先空着', hint: '写国民经济行业的门类或大类' },
  'unknown-size': { text: '规模认不出，先空着', hint: '写大型、中型、小型、微型' },
  'formula-no-result': { text: '公式没有算出结果，按空白处理', hint: '在 Excel 里打开，算好后保存' },
  namesake: { text: '文件里还有同名的人，单位和电话都不同', hint: '核对是不是同一个人' },
  'unit-differs': { text: '两行的单位不同，取届次在后的一行', hint: '核对单位' },
  'shared-phone': { text: '上面另一个人用同一个电话', hint: '核对电话' },
  'not-stored': { text: '没有存入', hint: '核对这一行，改好后再导入一次' },
  'name-changed': { text: '代码在名册里是另一个名称，按改名处理', hint: '核对是不是改名' },
} as const

export type Reason = keyof typeof REASONS

/** One remark on one row; `field` is null when it concerns the row as a whole. */
export interface Note {
  reason: Reason
  field: string | null
  text: string
  hint: string
}

/** A note in the table's words, unless the case says it better. */
export function note(reason: Reason, field: string | null, text?: string, hint?: string): Note {
  return { reason, field, text: text ?? REASONS[reason].text, hint: hint ?? REASONS[reason].hint }
}
