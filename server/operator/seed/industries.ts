import type { Random } from './random.ts'

export type Size = '大型' | '中型' | '小型' | '微型'

/** Bounds of one indicator from below: large, medium, small. @source domain.md §5 (2017 table) */
type Bounds = readonly [large: number, medium: number, small: number]

export interface Industry {
  /** Division or class of GB/T 4754-2017 as the size table wants it. */
  code: string
  section: string
  name: string
  /** What firms of it are called by: 青岛…有限公司. */
  trades: readonly string[]
  /** Staff, or null where the table does not ask for it. */
  staff: Bounds | null
  /** Revenue in 万元. */
  revenue: Bounds | null
  /** Assets in 万元. */
  assets: Bounds | null
  weight: number
}

const MAKING: Bounds = [1000, 300, 20]
const MAKING_REVENUE: Bounds = [40_000, 2000, 300]

const making = (code: string, name: string, weight: number, ...trades: string[]): Industry =>
  ({ code, section: 'C', name, trades, staff: MAKING, revenue: MAKING_REVENUE, assets: null, weight })

/** Industries of the sample city with the weight of each among the linked firms. */
export const INDUSTRIES: readonly Industry[] = [
  making('13', '农副食品加工业', 9, '食品', '冷链食品', '海产食品', '粮油'),
  making('17', '纺织业', 5, '纺织', '家纺'),
  making('18', '纺织服装、服饰业', 4, '服饰', '制衣'),
  making('21', '家具制造业', 3, '家居', '木作家具'),
  making('23', '印刷和记录媒介复制业', 2, '包装', '印务'),
  making('26', '化学原料和化学制品制造业', 6, '新材料', '精细化工'),
  making('27', '医药制造业', 5, '生物科技', '药业'),
  making('29', '橡胶和塑料制品业', 5, '橡塑', '轮胎'),
  making('30', '非金属矿物制品业', 4, '建材', '耐火材料'),
  making('33', '金属制品业', 6, '金属制品', '精密铸造'),
  making('34', '通用设备制造业', 9, '精密机械', '轴承', '泵业'),
  making('35', '专用设备制造业', 9, '医疗器械', '食品机械', '海洋装备', '机器人'),
  making('36', '汽车制造业', 6, '汽车部件', '专用车'),
  making('37', '铁路、船舶和其他运输设备制造业', 5, '船舶配套', '轨道装备'),
  making('38', '电气机械和器材制造业', 6, '电气', '新能源', '线缆'),
  making('39', '计算机、通信和电子设备制造业', 6, '电子', '光电', '半导体'),
  { code: '48', section: 'E', name: '土木工程建筑业', trades: ['建设工程', '路桥'], weight: 5,
    staff: null, revenue: [80_000, 6000, 300], assets: [80_000, 5000, 300] },
  { code: '51', section: 'F', name: '批发业', trades: ['国际贸易', '供应链'], weight: 5,
    staff: [200, 20, 5], revenue: [40_000, 5000, 1000], assets: null },
  { code: '52', section: 'F', name: '零售业', trades: ['商贸', '百货'], weight: 3,
    staff: [300, 50, 10], revenue: [20_000, 500, 100], assets: null },
  { code: '54', section: 'G', name: '道路运输业', trades: ['冷链物流', '运输'], weight: 5,
    staff: MAKING, revenue: [30_000, 3000, 200], assets: null },
  { code: '61', section: 'H', name: '住宿业', trades: ['酒店'], weight: 2,
    staff: [300, 100, 10], revenue: [10_000, 2000, 100], assets: null },
  { code: '65', section: 'I', name: '软件和信息技术服务业', trades: ['软件', '数据科技', '智能科技'], weight: 8,
    staff: [300, 100, 10], revenue: [10_000, 1000, 50], assets: null },
  { code: '04', section: 'A', name: '渔业', trades: ['海洋牧场', '水产'], weight: 3,
    staff: null, revenue: [20_000, 500, 50], assets: null },
  { code: '75', section: 'M', name: '科技推广和应用服务业', trades: ['检测技术', '科技服务'], weight: 3,
    staff: [300, 100, 10], revenue: null, assets: null },
]

const SIZES: readonly Size[] = ['大型', '中型', '小型', '微型']

/** A figure that lies within the class of `size` for the given bounds; a plausible one where the table asks none. */
function within(bounds: Bounds | null, size: Size, random: Random): number {
  const [large, medium, small] = bounds ?? [1000, 200, 20]
  const edges = [large * 4, large, medium, small, 1]
  const index = SIZES.indexOf(size)
  const low = edges[index + 1] ?? 1
  const high = Math.max(low, (edges[index] ?? low) - 1)
  // the lower half of a class is commoner than its top
  return low + Math.floor((high - low) * random.next() ** 2)
}

/** Indicators that the 2017 table puts into the given class, all of them, so that no bound is missed. */
export function indicatorsFor(industry: Industry, size: Size, random: Random):
{ staff: number, revenueWan: number, assetsWan: number } {
  return {
    staff: within(industry.staff, size, random),
    revenueWan: within(industry.revenue, size, random),
    assetsWan: within(industry.assets ?? industry.revenue, size, random),
  }
}
