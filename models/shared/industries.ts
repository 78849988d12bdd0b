/** A section (门类) of GB/T 4754-2017 with its first and last division, its short name and other words in workbooks. */
export interface Industry {
  section: string
  name: string
  shortName: string
  divisions: readonly [number, number]
  synonyms: readonly string[]
}

const line = (
  section: string, name: string, shortName: string, from: number, to: number, ...synonyms: string[]
): Industry => ({ section, name, shortName, divisions: [from, to], synonyms })

/** @source domain.md §5 行业 */
export const INDUSTRIES: readonly Industry[] = [
  line('A', '农、林、牧、渔业', '农林牧渔', 1, 5, '农业', '林业', '畜牧业', '渔业', '海洋渔业', '农林牧渔业'),
  line('B', '采矿业', '采矿', 6, 12, '矿业', '采掘业'),
  line('C', '制造业', '制造', 13, 43, '工业', '生产制造', '加工制造', '先进制造业', '装备制造', '食品加工', '生物医药'),
  line('D', '电力、热力、燃气及水生产和供应业', '电热燃水', 44, 46, '电力', '热力', '燃气', '供水', '能源', '电力热力燃气水'),
  line('E', '建筑业', '建筑', 47, 50, '建筑施工', '工程建设', '建筑安装'),
  line('F', '批发和零售业', '批发零售', 51, 52, '批发业', '零售业', '商贸', '贸易', '商业', '批零', '进出口贸易'),
  line('G', '交通运输、仓储和邮政业', '交通仓储邮政', 53, 60, '交通运输', '物流', '物流业', '仓储', '港口航运', '邮政', '快递'),
  line('H', '住宿和餐饮业', '住宿餐饮', 61, 62, '住宿业', '餐饮业', '酒店', '餐饮'),
  line('I', '信息传输、软件和信息技术服务业', '信息软件', 63, 65, '软件', '互联网', '信息技术', '信息服务', '软件业', '电信', '数字经济'),
  line('J', '金融业', '金融', 66, 69, '银行', '保险', '证券'),
  line('K', '房地产业', '房地产', 70, 70, '地产', '物业', '房地产开发', '物业管理'),
  line('L', '租赁和商务服务业', '租赁商务', 71, 72, '商务服务', '租赁', '会展', '人力资源', '商务服务业'),
  line('M', '科学研究和技术服务业', '科研技术', 73, 75, '科研', '技术服务', '科技服务', '检验检测', '研发'),
  line('N', '水利、环境和公共设施管理业', '水利环境', 76, 79, '环保', '环境', '水利', '公共设施', '环境治理'),
  line('O', '居民服务、修理和其他服务业', '居民服务', 80, 82, '居民服务业', '家政', '修理', '其他服务业'),
  line('P', '教育', '教育', 83, 83, '教育业', '培训'),
  line('Q', '卫生和社会工作', '卫生社会工作', 84, 85, '卫生', '医疗', '养老', '健康', '社会工作'),
  line('R', '文化、体育和娱乐业', '文体娱', 86, 90, '文化', '体育', '娱乐', '影视', '文化旅游', '传媒'),
  line('S', '公共管理、社会保障和社会组织', '公共管理', 91, 96, '社会组织', '协会', '商会', '公共管理'),
  line('T', '国际组织', '国际组织', 97, 97),
]

/** The section with this letter, null when there is none. */
export const industryOf = (section: string): Industry | null =>
  INDUSTRIES.find((industry) => industry.section === section) ?? null

/**
 * The section that a roster's own words mean: a letter or code (`C`, `C39`), a full or short name, a known synonym, with or
 * without a final 业. Null when it cannot be told; nothing is guessed from parts of words.
 */
export function industryFromText(text: string): Industry | null {
  const tidied = text.normalize('NFKC').replaceAll(/[\s、，,及和与]/g, '')
  const code = /^([A-Ta-t])\d{0,4}/.exec(tidied)
  if (code?.[1] !== undefined) return industryOf(code[1].toUpperCase())
  return BY_WORD.get(stem(tidied)) ?? null
}

const stem = (word: string) => word.replaceAll(/[、，,及和与]/g, '').replace(/业$/, '')
const BY_WORD = new Map(
  INDUSTRIES.flatMap((one) => [one.name, one.shortName, ...one.synonyms].map((word) => [stem(word), one] as const)),
)
