import { PLACES } from './places.ts'
import type { Random } from './random.ts'

/** What firms write under 最希望解决的一件事: what it is about, and the ways it is put. */
const WISHES: Readonly<Record<string, readonly string[]>> = {
  政策兑现: [
    '{year}年的设备投入补贴公示过了，钱到现在没到账，问了三次都说在走流程', '希望稳岗返还能按公布的时间兑现，我们是按这个排的资金计划',
    '技改奖补分两年给，第二年的一直没有下文，给个准信也行', '{policy}申报通过半年了，什么时候拨付没人能答复',
  ],
  政策知晓: [
    '知道{policy}的时候申报已经截止了，能不能像天气预报一样提前发到手机上', '政策发在好几个网站上，希望有一个地方能按我们的行业和规模自动列出来',
    '宣讲会办在市里，我们小厂抽不出人去，能不能到{park}来讲一次',
  ],
  审批效率: [
    '厂房加层的手续跑了{n}趟，每次少一样材料，希望一次说全', '环评变更等了两个多月，订单等不起', '消防验收排队太久，{park}好几家都在等',
    '施工许可能不能先容缺受理，图纸备案后补',
  ],
  跨部门协同: [
    '一件事要跑规划、住建、消防三家，各说各的，盼着有一家牵头', '{road}挖开三次，水、气、缆各挖各的，能不能一次挖好',
    '同样的数据三个部门要三遍，格式还不一样',
  ],
  网上办事: [
    '网上申报填到最后一步提示超时，要从头再填，能不能自动保存', '系统只认一种浏览器，会计换了电脑就交不上', '手机上能办查询，办理还得回电脑，希望都能在手机上办',
  ],
  融资: [
    '我们订单有、抵押物少，希望有信用类的贷款，额度{n}0 万就够周转', '续贷要先还再贷，过桥成本太高，盼无还本续贷能覆盖到小微', '银行要的流水和纳税证明能不能直接从平台取',
  ],
  用工: [
    '一线技工难招，希望和职校办定向班', '{park}没有公交直达，年轻人来了留不住', '夏天高峰期缺{n}0 多个熟练工，能不能组织外地对接', '员工孩子入学的名额能不能给重点企业留一些',
  ],
  用地用房: [
    '想扩{n}亩地，三年没轮上指标', '租的厂房明年到期，附近找不到带行车的标准厂房', '{park}二期的厂房什么时候交付，我们设备都订了',
  ],
  道路交通: [
    '{road}晚上没有路灯，夜班员工骑车回去不安全', '货车限行时段和我们出货时间正好撞上，能不能给{park}开个口子', '{road}雨天积水，进出货要绕{n}公里',
  ],
  水电气暖: [
    '夏天限电能不能提前两天通知，我们的炉子停一次要三天才能恢复', '蒸汽价格一年涨了两次，希望给个稳定的价', '{park}的排水管老化，一下大雨就返水',
  ],
  账款: ['给{body}做的工程验收一年半了，尾款还差{n}0 万', '区里平台公司欠的货款，每季度说下季度付', '质保金到期不退，没有说法'],
  检查过多: [
    '一个月来了{n}拨检查，问的差不多，能不能合成一次', '检查结果不写下来，下一拨又从头看', '安全和环保的检查能不能错开生产旺季',
  ],
  报表会议: ['同一张表各部门要不同口径，财务一个人天天填表', '开会通知临下班才发，第二天一早开'],
  合同承诺: ['招商时答应的配套路到现在没修', '当年签的租金优惠，换了人就说没看到文件', '答应帮办的过户手续一直没人接'],
  表扬: [
    '今年服务专员来过{n}次，送来的问题都有回音，挺好，坚持下去', '开办变更一天就办好了，给窗口点个赞', '没有特别要解决的，希望政策稳定就行',
  ],
  其他: ['希望多办几次上下游对接会', '盼能组团去外地参展，单独去成本太高', '暂时没有'],
}
const POLICIES = ['专精特新奖励', '数字化改造补贴', '出口信保补助', '研发加计扣除', '绿色工厂奖励', '首台套补贴']
const BODIES = ['街道', '一所学校', '区里一个平台公司', '一个乡镇']
const OPENINGS = ['', '', '', '', '主要是：', '还是老问题：', '一件事：', '建议：']
const ENDINGS = ['', '', '', '。', '。谢谢！', '，拜托了。', '。去年也反映过。', '，其他都还好。']

/** One wish as a firm would write it, with what it is about. */
export function wishOf(random: Random, district: string, year: number): { topic: string, text: string } {
  const topic = random.pick(Object.keys(WISHES))
  const place = PLACES[district] ?? PLACES['370202']
  const slots: Record<string, string> = {
    year: String(year - 1), n: String(random.int(2, 6)), policy: random.pick(POLICIES), body: random.pick(BODIES),
    road: random.pick(place?.roads ?? ['门前的路']), park: random.pick(place?.parks ?? ['园区']),
  }
  const plain = random.pick(WISHES[topic] ?? []).replaceAll(/\{(\w+)\}/g, (_, slot: string) => slots[slot] ?? '')
  return { topic, text: `${random.pick(OPENINGS)}${plain}${random.pick(ENDINGS)}` }
}

const NAMED = ['行政审批局', '工业和信息化局', '税务', '人社局', '市场监管局', '生态环境局', '自然资源和规划局', '住建局', '供电公司', '街道办', '科技局', '商务局']
const PRAISE = ['{who}的窗口态度好，办得快', '表扬{who}，上门帮我们把材料理顺了', '{who}有问必回']
const BLAME = ['{who}电话总占线', '{who}说法前后不一', '{who}的检查太多', '希望{who}多下来看看']

/** A department that is praised or blamed by name. */
export const namedOf = (random: Random, content: boolean): string =>
  random.pick(content ? PRAISE : BLAME).replace('{who}', random.pick(NAMED))
