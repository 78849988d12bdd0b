import type { Stop } from './fate.ts'

/**
 * Cases that the sample city must hold whatever chance brings: work due today, cases overdue, drafts, requests and
 * rulings that
 * wait, promises due. `over` = working days past the due day (0 = due today, negative = still to come); `firm` =
 * place in the list
 * of firms that the mockups name.
 */
export interface Special {
  title: string | null
  /** lead department, where the title does not decide */
  lead: string | null
  firm: number | null
  over: number | null
  stop: Stop
  /** in the hands of the officer whom a visitor is shown */
  own?: true
  turn?: 'verificationFails' | 'reopened' | 'unsatisfied'
}

const overdue = (lead: string, ...days: number[]): Special[] =>
  days.map((over): Special => ({ title: null, lead, firm: null, over, stop: 'answer' }))

const own = (over: number): Special =>
  ({ title: null, lead: 'ziran', firm: null, over, stop: 'answer', own: true })

const queue = (stop: Stop, n: number): Special[] =>
  Array.from({ length: n }, (): Special => ({ title: null, lead: null, firm: null, over: null, stop }))

/** @source mockups dashboard-1280, issues-1280, coordinator-home-1280 */
export const SPECIALS: readonly Special[] = [
  { title: '园区蒸汽管网改造后三次停供，产线停工', lead: null, firm: 1, over: 12, stop: 'answer' },
  { title: '港区集卡夜间限行，冷链车排队四小时', lead: null, firm: 2, over: 8, stop: 'answer' },
  {
    title: '二期厂房用地边界与不动产证不符，规划许可办不了',
    lead: null,
    firm: 0,
    over: 2,
    stop: 'redoAnswer',
    turn: 'verificationFails',
  },
  { title: '工业用地分割登记两个月没有答复', lead: null, firm: 3, over: 3, stop: 'answer' },
  { title: '厂区围墙与规划绿线重叠，拆建意见不明', lead: null, firm: 5, over: 0, stop: 'answer' },
  { title: '扩建仓库的容积率调整没有受理回执', lead: null, firm: 6, over: -1, stop: 'answer' },
  { title: '新厂区首次登记缺竣工测绘成果', lead: null, firm: 1, over: -2, stop: 'answer' },
  { title: '临时用地到期续期，材料反复补正', lead: null, firm: 2, over: -3, stop: 'answer' },
  { title: '厂界行道树倒伏，三处无人清理', lead: null, firm: 3, over: null, stop: 'arbitrate' },
  ...overdue('zhujian', 5, 3, 2, 1),
  ...overdue('chengguan', 4, 1),
  ...overdue('jiaotong', 2),
  ...overdue('huanjing', 3),
  ...overdue('shijian', 1),
  ...overdue('shuiwu', 2),
  ...overdue('gongxin', 1),
  ...[2, 1, 0, -1, -2, -3].map(own),
  ...overdue('renshe', 0),
  ...overdue('fagai', 0, -1),
  ...overdue('zhujian', -1, -2),
  ...overdue('chengguan', -1, -3),
  ...overdue('shenpi', -2),
  ...queue('accept', 9),
  ...queue('sign', 7),
  ...queue('arbitrate', 2),
  ...queue('decideExtension', 4),
  ...queue('releaseAnswer', 6),
  ...queue('verify', 2),
  ...queue('callBack', 2),
  ...Array.from({ length: 3 }, (): Special => ({
    title: null,
    lead: null,
    firm: null,
    over: null,
    stop: 'redoAnswer',
    turn: 'reopened',
  })),
  ...Array.from({ length: 3 }, (): Special => ({
    title: null,
    lead: null,
    firm: null,
    over: null,
    stop: 'redoAnswer',
    turn: 'unsatisfied',
  })),
]

/** Promises with the working days until their day (negative = overdue). @source mockup dashboard-1280 (到期的承诺) */
export const PROMISES: readonly { title: string; firm: number; left: number }[] = [
  { title: '公布危险废物处置收费标准', firm: 4, left: -3 },
  { title: '夜间施工公示牌内容不全', firm: 9, left: -1 },
  { title: '人才公寓第二批迟迟不配租', firm: 9, left: 2 },
  { title: '技改补贴尾款一年未到账', firm: 10, left: 7 },
  { title: '学校门口三处人行灯没有改造', firm: 11, left: 12 },
  { title: '园区代征道路移交，用地成本未结清', firm: 3, left: 17 },
]
