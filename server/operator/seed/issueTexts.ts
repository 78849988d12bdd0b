import { dayAfter, fill, spokenDay } from './particulars.ts'
import type { Random } from './random.ts'
import type { Situation } from './situations/index.ts'

/** Who raises it and where: what the particulars are drawn for. */
export interface Raiser {
  kind: 'enterprise' | 'member'
  districtCode: string
  park: string | null
  staff: number | null
}

export interface IssueTexts {
  title: string
  text: string
}

const EFFECTS_FIRM = [
  '现在{数}名职工的生产安排受影响，{月}的订单已经推迟交货。', '客户给的最后期限是{天}天以后，再拖要付违约金{万}万元。',
  '同一园区还有{几}家企业遇到同样情况，愿意一起参加会商。', '企业已经自己想过{几}种办法，都绕不过这一步。',
  '财务测算，每拖一个月多支出{万}万元。', '{路}一带的配套企业也在等结果。', '企业今年计划再投{万}万元，这件事定不下来不敢动工。',
  '前后找过{几}个科室，都很客气，但没有人能定。', '总部{月}来问过，如果年底前没有结论，后续产能可能放到外地。',
  '这条生产线{月}刚通过客户审核，停不起。', '经办人说每次去都要重新讲一遍，资料交了{几}套。', '',
]

const EFFECTS_MEMBER = [
  '走访时{数}位居民当场签名，希望今年能有个说法。', '社区已经调解{几}次，缺的是部门之间定一个标准。',
  '去年也提过，答复是正在研究，一年过去没有变化。', '周边{几}个社区情况一样，建议一并解决。',
  '{月}又有群众打来电话，老人和孩子最受影响。', '{路}一带常住人口近年增加{成}，设施还是老样子。', '外市已有成熟做法，材料可以提供。', '',
]

const ASKS = [
  '请明确由谁牵头、什么时候有结果。', '希望{天}天内给书面答复。', '盼有一次现场会，把话当面说清楚。', '请帮助协调。',
  '如果现在办不了，也请说清楚原因和时间。', '建议定一个联系人，不用再来回跑。', '希望举一反三，同类问题一次解决。',
  '请有关部门到现场看一看。',
]

/** Title and text of an issue as the visitor writes it down on `on`; the text never repeats in practice. */
export function issueTexts(situation: Situation, raiser: Raiser, on: string, random: Random): IssueTexts {
  const about = { on, ...raiser }
  const effect = random.pick(situation.category === '其他' ? EFFECTS_MEMBER : EFFECTS_FIRM)
  return {
    title: situation.title,
    text: fill(situation.text + effect + random.pick(ASKS), random, about),
  }
}

const CLASS_TAILS: Readonly<Record<'A' | 'B' | 'C' | 'D', readonly string[]>> = {
  A: ['办理结果已当面告知，对方表示认可。', '相关材料已交对方签收。', '后续由专人跟进一个月。'],
  B: ['期间每月告知一次进展。', '到期前由承办科室主动回访。', '如提前完成，第一时间告知。'],
  C: ['条件具备后优先办理，已向对方说明。', '已列入问题清单，每半年复核一次。', '已提供替代办法供选择。'],
  D: ['已就有关规定作出说明，供参考。', '意见已转有关科室研究。', '感谢提出意见，将在工作中吸收。'],
}

/**
 * Answer of a department in one of the four classes. @param promisedOn day promised, only for class B
 * @source domain.md §3 (classes), forms.md §4 (办结报告)
 */
export function answerText(
  situation: Situation, resultClass: 'A' | 'B' | 'C' | 'D', raiser: Raiser, on: string, random: Random,
  promisedOn?: string,
): string {
  const tail = random.pick(CLASS_TAILS[resultClass])
  const opening = `收到后，我们于${spokenDay(dayAfter(on, -random.int(3, 9)))}与您联系并核实情况。`
  const body = {
    A: `${situation.plan}。目前${situation.done}。`,
    B: `${situation.plan}，承诺${promisedOn === undefined ? '按期' : spokenDay(promisedOn)}前完成。`,
    C: `经研究，${situation.obstacle}。`,
    D: `按现行规定，${situation.obstacle}。`,
  }[resultClass]
  return fill(opening + body + tail, random, { on, ...raiser })
}

/** What the department plans, as it tells the office within three days. */
export const planText = (situation: Situation, raiser: Raiser, on: string, random: Random): string =>
  fill(`${situation.plan}。${random.pick(['责任科室已明确', '分管负责同志牵头', '已与协办部门约定时间', '分两步办理'])}，` +
    `${spokenDay(dayAfter(on, random.int(4, 9)))}前完成第一步。`, random, { on, ...raiser })

const STEPS = [
  '到现场核实情况，与负责人当面沟通', '调阅{几}年来的有关材料，核对双方说法', '与协办部门开会一次，分歧还剩一处',
  '征求法律顾问意见，程序上没有障碍', '方案初稿完成，发对方征求意见', '对方补充材料{几}份，已登记', '报分管负责同志审定',
  '向上级主管部门请示，等待口径', '召集{几}家单位会商，定下时间表', '约定每周通报一次进度',
]
const BUILDING_STEPS = ['施工单位进场，计划{天}天完成', '第三方检测报告出具，数据一致', '现场已完成一半，剩余部分排在下周', '图纸会审完成']
const PAYING_STEPS = ['资金渠道确定，进入拨付程序', '金额核对一致，双方签字', '完成公示，没有收到异议']
const STEPS_OF: Readonly<Record<string, readonly string[]>> = {
  要素保障: [...STEPS, ...BUILDING_STEPS], 用地规划: [...STEPS, ...BUILDING_STEPS], 其他: [...STEPS, ...BUILDING_STEPS],
  政策兑现: [...STEPS, ...PAYING_STEPS], 拖欠账款: [...STEPS, ...PAYING_STEPS], 税费: [...STEPS, ...PAYING_STEPS],
}

/** The `n`-th progress entry of an issue (from 0). */
export const progressText = (situation: Situation, n: number, raiser: Raiser, on: string, random: Random): string =>
  fill(
    n > 2 && random.chance(0.4) ? `${situation.plan}，已完成大部分` : random.pick(STEPS_OF[situation.category] ?? STEPS),
    random, { on, ...raiser },
  )
