import type { Questionnaire } from './index.ts'
import type { Item, Section } from './items.ts'

/** What hinders a questionnaire from being published, and the part of the page where it is put right. */
export interface Problem {
  /** key of a section or item, or a field of the settings */
  at: string
  place: 'settings' | 'section' | 'item'
  text: string
}

type Checked = Pick<Questionnaire, 'title' | 'asker' | 'purpose' | 'confidentiality' | 'opensAt' | 'closesAt' | 'draft'>

/**
 * Everything that must be put right before publishing, in the order of the page; empty when it may be published.
 * @source DESIGN.md §7 Questionnaire
 */
export function problemsOf(questionnaire: Checked, now: Date): Problem[] {
  return [...settingsProblems(questionnaire, now), ...questionProblems(questionnaire)]
}

function settingsProblems({ title, asker, purpose, opensAt, closesAt }: Checked, now: Date): Problem[] {
  const rules: readonly (readonly [boolean, string, string])[] = [
    [title === '', 'title', '还没有题目'],
    [asker === '', 'asker', '还没有写谁发的问卷'],
    [purpose === '', 'purpose', '还没有写开头语'],
    [closesAt === null, 'closesOn', '还没有截止时间'],
    [closesAt !== null && closesAt <= now, 'closesOn', '截止时间已经过去'],
    [closesAt !== null && opensAt !== null && opensAt >= closesAt, 'closesOn', '截止时间要晚于开始时间'],
  ]
  return rules.filter(([broken]) => broken).map(([, at, text]) => ({ at, place: 'settings', text }))
}

export function questionProblems({ draft, confidentiality }: Pick<Checked, 'draft' | 'confidentiality'>): Problem[] {
  if (draft.length === 0) return [{ at: '', place: 'settings', text: '还没有题目，请先加一个部分' }]
  return draft.flatMap((section) => [
    ...sectionProblems(section),
    ...section.items.flatMap((item) => itemProblems(item, confidentiality)),
  ])
}

function sectionProblems({ key, title, items, dimension }: Section): Problem[] {
  const problem = (text: string): Problem => ({ at: key, place: 'section', text: `“${title}”${text}` })
  if (items.length === 0) return [problem('里还没有题')]
  const scored = items.some(({ kind }) => kind === 'matrix' || kind === 'single')
  return dimension !== '' && !scored ? [problem('要算指数，里面至少要有一道五级题')] : []
}

function itemProblems(item: Item, confidentiality: Questionnaire['confidentiality']): Problem[] {
  const problem = (text: string): Problem => ({ at: item.key, place: 'item', text: `第 ${item.number} 题${text}` })
  const rules: readonly (readonly [boolean, string])[] = [
    [item.text === '' && item.kind !== 'matrix', '还没有写问什么'],
    [isChoice(item) && item.options.length < 2, '至少要有两个选项'],
    [isChoice(item) && repeats(item.options), '有两个选项一样'],
    [item.kind === 'matrix' && item.rows.length === 0, '的矩阵还没有行'],
    [item.kind === 'matrix' && repeats(item.rows), '的矩阵有两行一样'],
    [
      confidentiality === 'anonymous' && item.contactable && item.required,
      '可以勾“请联系我”，匿名问卷里不能设成必答：不想留名的人会填不下去',
    ],
  ]
  return rules.filter(([broken]) => broken).map(([, text]) => problem(text))
}

const isChoice = ({ kind }: Item) => kind === 'single' || kind === 'multiple'
const repeats = (parts: readonly { text: string }[]) => new Set(parts.map(({ text }) => text)).size < parts.length
