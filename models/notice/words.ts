/**
 * What a notice says. Facts are number, category, act and day: no title and no name leaves the building. @source
 * DESIGN.md §7 Notices
 */
type Facts = Readonly<Record<string, string>>

const TEXTS: Readonly<Record<string, (facts: Facts) => string>> = {
  'ladder.reminder': ({ no, category, act, day }) => `${act}：${no}${inBrackets(category)}，${dayWords(day)}到期`,
  'ladder.card': ({ no, category, act, day }) => `${act}：${no}${inBrackets(category)}，${dayWords(day)}到期`,
  'issue.urge': ({ no, category, day }) => `催办：${no}${inBrackets(category)}，${dayWords(day)}到期`,
  'issue.handler': ({ no, category, day }) => `转给您承办：${no}${inBrackets(category)}，${dayWords(day)}到期`,
  'ladder.unsigned': ({ no, category }) => `逾期未签收：${no}${inBrackets(category)}`,
  'order.draft': ({ no, category, act }) => `${act}待签发${no ? `：${no}${inBrackets(category)}` : ''}`,
  'order.issued': ({ no, category, act, day }) =>
    `${act}已签发${no ? `：${no}${inBrackets(category)}` : ''}，${dayWords(day)}`,
  'order.reply': ({ no, act, day }) => `${act}已回复：${no}，${dayWords(day)}`,
  'card.revocation': ({ no, act }) => `${act}申请撤销，等您确认${no ? `：${no}` : ''}`,
  'card.revoked': ({ no, act }) => `${act}已撤销${no ? `：${no}` : ''}`,
  'calendar.provisional': ({ act }) => `${act}，红牌以上暂不发出，请载入工作日历`,
  'instruction.given': ({ no, category, day }) => `批示：${no}${inBrackets(category)}，${dayWords(day)}前回报`,
  'instruction.replied': ({ no }) => `批示已回报：${no}`,
  'import.done': ({ no, kind }) => `${kind ?? ''}导入 ${no} 已完成`,
}

/**
 * The words of a notice; a template without words of its own says act, number, category and day one after the other.
 */
export function noticeText(template: string, facts: Facts): string {
  const words = TEXTS[template]
  if (words) return words(facts)
  const { act, no, category, day } = facts
  return [act ?? '有一件事等您处理', no ? `${no}${inBrackets(category)}` : '', day ? dayWords(day) : '']
    .filter((each) => each !== '')
    .join('，')
}

const inBrackets = (text: string | undefined): string => (text ? `（${text}）` : '')

/** `11月26日`, as notices say it; anything that is no civil day stays as it is. */
function dayWords(day: string | undefined): string {
  const parts = /^\d{4}-(\d{2})-(\d{2})$/.exec(day ?? '')
  return parts ? `${Number(parts[1])}月${Number(parts[2])}日` : (day ?? '')
}
