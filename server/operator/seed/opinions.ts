import { Types } from 'mongoose'
import type { Attachment } from '../../../models/attachment/index.ts'
import { AttachmentModel } from '../../../models/attachment/index.ts'
import { campaignOf, type StoredCampaign } from '../../../models/campaign/queries.ts'
import { eraseDueOn } from '../../../models/campaign/erasing.ts'
import { IssueModel, type Issue } from '../../../models/issue/index.ts'
import { answerThatHolds } from '../../../models/issue/outsideWords.ts'
import {
  dispatch, giveAnswer, judge, mergeInto, newOpinion, NO_AUTHOR, OpinionModel, publish, rate, setMark, type Opinion, type OpinionSource,
} from '../../../models/opinion/index.ts'
import { addDays, dayOf, yearOf } from '../../../models/shared/calendarDay.ts'
import { currentDb } from '../../database/connect.ts'
import { opinionNumber } from '../../opinions/actions.ts'
import { discipline } from './discipline.ts'
import type { Hands } from './hands.ts'
import { mobileNumber, personNames } from './personNames.ts'
import { randomSource, type Random } from './random.ts'
import { rectifications } from './rectifications.ts'
import { insertAll } from './store.ts'

type Evidence = Pick<Attachment, 'name' | 'mime' | 'bytes' | 'sha256' | 'path'>

const BEGINNINGS = ['', '我反映一个问题：', '住在附近的人都知道，', '去年就提过，', '代表大家说一句：', '希望重视：', '老人孩子都受影响。', '上班天天路过，']
const ENDS = ['', '请尽快解决。', '能不能给个准话，什么时候办好？', '希望有人到现场看看。', '周围几个小区都一样。', '不要只是答复，要看结果。', '请公布办理时间。']
const PROPOSALS = ['', '', '建议先修最急的一段，再统一改造。', '建议每季度公布一次进度。', '建议请居民代表参加验收。', '建议明确一个负责的人和电话。']
const IDLE: readonly (readonly [string, string, string])[] = [
  ['感谢政府', '感谢政府，辛苦了。', '内容不具体'], ['测试', '测试一下能不能提交', '广告或测试'], ['邻居吵架', '楼上邻居半夜吵架，请让他们搬走。', '不属于政府职责'],
  ['单位工资', '我们单位年终奖没有发，应该是公司的问题。', '咨询投诉，已转热线'], ['装修广告', '专业装修，价格优惠，欢迎来电。', '广告或测试'], ['都不错', '都挺好，没有意见。', '内容不具体'],
]
const FRESH: readonly (readonly [string, string, string])[] = [
  ['公交站没有座椅', '香港东路几个公交站没有座椅，老人等车只能站着，一等二十分钟。', 'jiaotong'],
  ['小区门口路灯不亮', '小区门口的路灯三个月不亮，晚上接孩子放学看不清路。', 'chengguan'],
  ['学校门口接送拥堵', '实验小学门口早晚接送时间车堵成一片，学生在车缝里走。', 'gongan'],
  ['医院自助机看不懂', '医院自助机字太小，老人不会用，窗口又减少了。', 'weijian'],
  ['老楼加装电梯流程慢', '加装电梯材料交了半年，三个窗口来回跑，没有人说清还差什么。', 'zhujian'],
  ['河道有异味', '楼下河道夏天有异味，开不了窗，投诉过两次没有回音。', 'shuiwu'],
  ['公园厕所晚上关门', '公园厕所晚上六点就锁门，散步的人很多，很不方便。', 'yuanlin'],
  ['医保异地报销材料多', '医保异地报销要的材料每次说的不一样，跑了四趟。', 'yibao'],
  ['工地夜间施工', '旁边工地半夜还在施工，孩子睡不着，打电话说有许可。', 'huanjing'],
  ['养老餐厅停办', '社区养老餐厅办了半年停了，不知道还开不开。', 'minzheng'],
]

/**
 * What citizens said: last year's opinions from in to answered, with merges, honours and what was published; this year's on their
 * way. Rectifications and discipline cases come with them. Comes after campaigns and cases.
 */
export async function opinions(at: Date, evidence: Evidence, hands: Hands): Promise<void> {
  const year = yearOf(dayOf(at))
  for (const each of [year - 1, year]) {
    const campaign = await campaignOf(each)
    if (campaign === null || campaign.startedAt === null) continue
    const random = randomSource(`opinions/${each}`)
    const rows = await opinionsOfYear(campaign, at, hands, random)
    await insertAll(OpinionModel, rows)
    const fixes = rectifications(campaign, rows, at, hands, random.fork('rectifications'), evidence)
    await insertAll(fixes.model, fixes.rows)
    await insertAll(AttachmentModel, fixes.files)
    const conduct = await discipline(campaign, at, hands, random.fork('discipline'))
    await setCounters({ [`opinion:${each}`]: rows.length, [`rectification:${each}`]: fixes.rows.length, ...conduct })
  }
}

async function setCounters(counters: Record<string, number>): Promise<void> {
  const rows = Object.entries(counters).filter(([, last]) => last > 0).map(([_id, last]) => ({ _id, last }))
  if (rows.length > 0) await currentDb().collection<{ _id: string, last: number }>('counters').insertMany(rows)
}

type Case = Pick<Issue, 'no' | 'title' | 'text' | 'leadDepartment' | 'category' | 'answers' | 'assignedAt' | 'createdAt'>

async function opinionsOfYear(campaign: StoredCampaign, at: Date, { office }: Hands, random: Random): Promise<Opinion[]> {
  const { year } = campaign
  const issues = (await IssueModel.find({ source: 'opinion', assignedAt: { $ne: null } }, {
    no: 1, title: 1, text: 1, leadDepartment: 1, category: 1, answers: 1, assignedAt: 1, createdAt: 1,
  }).sort({ no: 1 }).lean<Case[]>()).filter(({ createdAt }) => yearOf(dayOf(createdAt)) === year)
  const names = personNames(random.fork('names'))
  const isOld = eraseDueOn(campaign) <= dayOf(at)
  const made: Opinion[] = []
  const take = (title: string, text: string, department: string | null, createdAt: Date): Opinion => {
    const source: OpinionSource = random.weighted({ hall: 60, online: 25, representative: 8, hotline: 7 })
    const named = random.chance(source === 'online' ? 0.55 : 0.3)
    const one: Opinion = {
      _id: new Types.ObjectId(),
      ...newOpinion({
        campaign: year, no: opinionNumber(year, made.length + 1), source, session: source === 'hall' ? `第${random.pick('一二三四'.split(''))}场` : '',
        sheetNo: source === 'hall' ? String(made.length + 1).padStart(4, '0') : '', consentAt: source === 'online' ? createdAt : null,
        author: { named, ...(named && !isOld ? { name: names(), unit: '', phone: mobileNumber(random), mayCall: random.chance(0.4) } : NO_AUTHOR) },
        department, category: null, title, text, proposal: random.pick(PROPOSALS), createdByName: source === 'online' ? '' : office,
      }, createdAt),
      erasedAt: isOld ? at : null,
    }
    one.marks = { ...one.marks }
    made.push(one)
    return one
  }
  const by = { name: office }
  for (const issue of issues) followCase(issue, { at, by, random, take, few: year === yearOf(dayOf(at)) })
  const last = year === yearOf(dayOf(at)) ? at : (campaign.window?.closesAt ?? at)
  const ago = (days: number) => new Date(last.getTime() - days * 86_400_000 - random.int(1, 36_000_000))
  for (let n = 0; n < (issues.length > 12 ? 42 : 8); n += 1) {
    const [title, text, why] = random.pick(IDLE)
    const when = ago(random.int(2, 20))
    const one = take(title, text, null, when)
    judge(one, { valid: false, reason: why, hasMerged: false }, by, new Date(when.getTime() + 86_400_000))
  }
  if (campaign.publishedAt !== null) return made
  for (const [title, text, department] of [...FRESH, ...FRESH, ...FRESH.slice(0, 6)]) {
    const when = ago(random.int(0, 6))
    const one = take(title, `${random.pick(BEGINNINGS)}${text}${random.pick(ENDS)}`, random.chance(0.7) ? department : null, when)
    if (random.chance(0.3)) judge(one, { valid: true, reason: '', hasMerged: false }, by, new Date(Math.min(at.getTime(), when.getTime() + 20_000_000)))
  }
  return made
}

interface Following {
  at: Date
  by: { name: string }
  random: Random
  few: boolean
  take(title: string, text: string, department: string | null, at: Date): Opinion
}

/** The opinions that one case was made of: some stand for themselves, others were merged into those. */
function followCase(issue: Case, { at, by, random, take, few }: Following): void {
  const assignedAt = issue.assignedAt ?? issue.createdAt
  const count = few ? random.int(3, 7) : random.int(7, 19)
  const all = Array.from({ length: count }, (_, index) => take(
    issue.title, `${random.pick(BEGINNINGS)}${issue.text}${random.pick(ENDS)}`, random.chance(0.8) ? issue.leadDepartment : null,
    new Date(issue.createdAt.getTime() - (count - index) * 3_600_000 - 86_400_000),
  ))
  const heads = all.slice(0, Math.max(1, Math.ceil(count * 0.55)))
  for (const one of heads) {
    judge(one, { valid: true, reason: '', hasMerged: false }, by, issue.createdAt)
    dispatch(one, {
      issueNo: issue.no, department: issue.leadDepartment ?? '', category: issue.category, manner: heads.length > 1 ? 'collective' : 'single',
    }, by, assignedAt)
  }
  for (const one of all.slice(heads.length)) mergeInto(one, random.pick(heads), by, assignedAt)
  const answer = answerThatHolds(issue)
  const verifiedAt = answer?.verification?.at
  if (!answer || !verifiedAt || verifiedAt > at) return
  for (const one of heads) {
    giveAnswer(one, { text: answer.text, adoption: random.weighted({ 采纳: 45, 部分采纳: 30, 未采纳: 10, 留作参考: 15 }), department: issue.leadDepartment ?? '' }, by, verifiedAt)
    if (random.chance(0.4)) rate(one, { word: random.weighted({ 满意: 60, 基本满意: 28, 不满意: 12 }), text: '' }, true, verifiedAt)
  }
  const [first] = heads
  if (!first || !random.chance(0.75)) return
  publish(first, { text: `市民反映：${issue.title}。`, answer: answer.text }, by, verifiedAt)
  if (!random.chance(0.4)) return
  const on = dayOf(verifiedAt)
  setMark(first, 'excellent', { onDay: on, note: '' }, by, verifiedAt)
  if (random.chance(0.6)) setMark(first, 'reported', { onDay: on, note: '报分管副市长' }, by, verifiedAt)
  if (!few && random.chance(0.4)) setMark(first, 'adopted', { onDay: addDays(on, 60), note: '写入政府工作报告' }, by, verifiedAt)
  if (!few && random.chance(0.3)) setMark(first, 'awarded', { onDay: addDays(on, 30), note: '优秀意见建议证书' }, by, verifiedAt)
}
