/** What is counted for R: each leaf with its words and the unit of its rows. The names stand in addresses (`?leaf=responded`). */
export const LEAVES = {
  responded: { label: '响应率', formula: '按时联系 ÷ 交办', unit: '件', hit: '按时联系', miss: '没有按时联系' },
  resolved: { label: '解决率', formula: '已解决 ÷ 有效回访', unit: '件', hit: '已解决', miss: '部分解决或未解决' },
  satisfied: { label: '满意率', formula: '满意和基本满意 ÷ 有效评价', unit: '件', hit: '满意或基本满意', miss: '不满意' },
  onTime: { label: '按时办复率', formula: '按时办复 ÷ 应办复', unit: '件', hit: '按时办复', miss: '没有按时办复' },
  raiserSatisfied: {
    label: '提出人满意率', formula: '满意和基本满意 ÷ 有效评价', unit: '件', hit: '满意或基本满意', miss: '不满意',
  },
  visited: { label: 'V 走访覆盖', formula: '对象确认的走访 ÷ 应走访', unit: '个', hit: '已走访并确认', miss: '还没有确认的走访' },
  red: { label: '红牌', formula: '期内签发、没有撤销', unit: '张', hit: '红牌', miss: '' },
  circular: { label: '通报', formula: '期内签发、没有撤销', unit: '件', hit: '通报', miss: '' },
  interview: { label: '约谈', formula: '期内签发、没有撤销', unit: '件', hit: '约谈', miss: '' },
} as const

export type Leaf = keyof typeof LEAVES
export const LEAF_NAMES = Object.keys(LEAVES) as Leaf[]
export type CardLeaf = 'red' | 'circular' | 'interview'
export type RateLeaf = Exclude<Leaf, CardLeaf>
export type IssueLeaf = Exclude<RateLeaf, 'visited'>

export const RATE_LEAVES: readonly RateLeaf[] = ['responded', 'resolved', 'satisfied', 'onTime', 'raiserSatisfied', 'visited']
export const CARD_LEAVES: readonly CardLeaf[] = ['red', 'circular', 'interview']
export const isCardLeaf = (leaf: Leaf): leaf is CardLeaf => CARD_LEAVES.some((one) => one === leaf)
export const isIssueLeaf = (leaf: Leaf): leaf is IssueLeaf => leaf !== 'visited' && !isCardLeaf(leaf)
export const isLeaf = (text: string): text is Leaf => Object.hasOwn(LEAVES, text)
