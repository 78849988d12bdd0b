import { fill } from './particulars.ts'
import type { Random } from './random.ts'

const OPERATIONS = [
  '今年营收{万}万元，同比增加{成}；用工{百}人，订单排到{几}个月以后。', '产能利用{成}，{月}新增设备{几}台，出口占一半。',
  '上半年受原料涨价影响毛利下降{成}，下半年回稳。', '新产线{月}试产，带动本地配套{几}家。', '用工稳定，{数}名技工取得高级证书。',
  '外贸订单减少{成}，正转向国内市场，已签{几}个大客户。', '研发投入{万}万元，申请专利{数}件。', '满产，急缺仓储，租用{园}库房。',
]
const POSITIVES = [
  '对帮办代办、一次办好评价较高。', '对服务专员每月联系表示满意。', '希望继续少一点检查、多一点指导。', '认可去年的道路整修。',
  '对惠企政策网上直达表示认可。', '没有提出新的困难。', '对上次诉求的办理结果表示满意。', '赞成联合走访，不用一件事讲几遍。',
]
const MEMBER_HEARD = [
  '谈到{路}周边群众出行，建议把小事办在前面。', '结合所在界别谈教育和养老，认为基层人手不足。', '对去年建议的答复表示认可，希望看到落实。',
  '建议把走访和调研结合，减少座谈会。', '反映{几}个社区的共同困难，提供了名单。', '对政府工作报告提出{几}条修改意见。',
  '建议重点看{园}职工子女入学。', '谈到冬季供热，希望提前检修。',
]
const POLICIES = ['技改补贴申报要点', '稳岗返还办法', '中小企业账款支付规定', '无还本续贷办理条件', '人才公寓配租办法', '首违不罚清单',
  '绿色工厂奖励办法', '外贸展会补助', '扫码入企说明', '研发加计扣除指引'] as const
const SUGGESTIONS = [
  '建议把政策申报时间固定下来，企业好安排。', '建议部门之间共享材料。', '建议每季度开一次行业座谈会。', '建议公开同类问题的处理结果。',
  '建议园区设一个常驻服务点。', '建议年底前提前告知明年供气计划。',
]
const ON_SPOT = ['企业登录政务网密码失效，当场重置', '政策条款不清楚，当场解释', '联系人变更，当场更新', '公交线路咨询，当场答复']

export interface VisitTexts {
  summary: string
  policies: readonly string[]
  suggestions: readonly string[]
  onSpot: readonly string[]
}

/** What a visit heard, beside the issues that it raised. */
export function visitTexts(
  kind: 'enterprise' | 'member', about: { on: string, districtCode: string, park: string | null }, random: Random,
): VisitTexts {
  const heard = kind === 'enterprise' ? random.pick(OPERATIONS) + random.pick(POSITIVES) : random.pick(MEMBER_HEARD)
  return {
    summary: fill(heard, random, about),
    policies: kind === 'enterprise' ? random.sample(POLICIES, random.int(0, 2)) : [],
    suggestions: random.chance(0.25) ? [random.pick(SUGGESTIONS)] : [],
    onSpot: random.chance(0.12) ? [random.pick(ON_SPOT)] : [],
  }
}
