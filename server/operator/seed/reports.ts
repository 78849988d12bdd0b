import { campaignOf, type StoredCampaign } from '../../../models/campaign/queries.ts'
import { OpinionModel } from '../../../models/opinion/index.ts'
import { RectificationModel } from '../../../models/rectification/index.ts'
import {
  lastPublicDay, ReportModel, reviewReport, sendReport, writeReport, type Report, type ReportSection, type ReportState,
} from '../../../models/report/index.ts'
import { addDays, dayOf, instantOf, yearOf } from '../../../models/shared/calendarDay.ts'
import { DEPARTMENTS } from './departments.ts'
import type { People } from './people.ts'
import { randomSource, type Random } from './random.ts'
import { insertAll } from './store.ts'

/** Where the reports of this year stand that are not yet public, by department; null = nobody has begun. */
const UNDER_WAY: Readonly<Record<string, Exclude<ReportState, 'published'> | null>> = {
  haiyang: 'sent', yuanlin: 'sent', minying: 'returned', gongxiao: 'draft', zhongcai: null,
}

/**
 * 述职报告 of all judged departments: last year's public, this year's public too but for a few that are still drafted, in review or
 * sent back while the vote is near. Comes after the opinions: the third section speaks of them.
 */
export async function reports(people: People, at: Date): Promise<void> {
  const year = yearOf(dayOf(at))
  for (const each of [year - 1, year]) {
    const campaign = await campaignOf(each)
    if (campaign?.window) await insertAll(ReportModel, await reportsOfYear(campaign, people, at))
  }
}

async function reportsOfYear(campaign: StoredCampaign, people: People, at: Date): Promise<Report[]> {
  const lastOn = lastPublicDay(campaign)
  if (lastOn === null || at < instantOf(addDays(lastOn, -14), '09:00')) return []
  const random = randomSource(`reports/${campaign.year}`)
  const over = campaign.window !== null && at > campaign.window.closesAt
  const heard = await heardIn(campaign.year - 1)
  const judged = campaign.groups.flatMap(({ departments }) => departments)
  return judged.flatMap((department) => {
    const state = over || !(department in UNDER_WAY) ? 'published' : UNDER_WAY[department]
    return state ? [reportOf({ campaign, department, state, lastOn, people, at, random, heard: heard(department) })] : []
  })
}

interface Making {
  campaign: StoredCampaign
  department: string
  state: ReportState
  lastOn: string
  people: People
  at: Date
  random: Random
  heard: Heard
}

/** Written by the department, sent and looked through, by the verbs of the pages, as far as that has happened. */
function reportOf({ campaign, department, state, lastOn, people, at, random, heard }: Making): Report {
  const office = people.users.find(({ roles }) => roles.includes('evaluation'))?.name ?? ''
  const writtenAt = instantOf(addDays(lastOn, -random.int(6, 12)), '15:00')
  const report = new ReportModel({ campaign: campaign.year, department, updatedAt: writtenAt })
  const sections = sectionsOf(campaign.year, DEPARTMENTS.find(({ code }) => code === department)?.name ?? department, heard, random)
  writeReport(report, state === 'draft' ? { ...sections, problems: '', plans: '' } : sections, people.leadOf(department), writtenAt)
  if (state === 'draft') return plain(report)
  sendReport(report)
  if (state === 'sent') return plain(report)
  const reviewedAt = instantOf(addDays(lastOn, -random.int(0, 3)), '10:30')
  const publish = state === 'published' && reviewedAt <= at
  if (publish || state === 'returned') {
    reviewReport(report, { publish, why: publish ? '' : '第四部分只写了困难，没有写问题出在哪里、责任在谁；第三部分请逐条对上去年的意见台账。', lastOn }, { name: office }, reviewedAt)
  }
  return plain(report)
}

const plain = (report: { toObject(): object }): Report => report.toObject() as Report

interface Heard {
  opinions: number
  answered: number
  mended: number
  closed: number
}

/** What citizens said to each department in a year, and what was mended. */
async function heardIn(year: number): Promise<(department: string) => Heard> {
  const [opinions, fixes] = await Promise.all([
    OpinionModel.find({ campaign: year, state: { $in: ['dispatched', 'answered'] } }, { leadDepartment: 1, state: 1 }).lean(),
    RectificationModel.find({ campaign: year }, { department: 1, state: 1 }).lean(),
  ])
  return (department) => {
    const [own, mended] = [opinions.filter(({ leadDepartment }) => leadDepartment === department), fixes.filter((one) => one.department === department)]
    return {
      opinions: own.length, answered: own.filter(({ state }) => state === 'answered').length,
      mended: mended.length, closed: mended.filter(({ state }) => state === 'closed').length,
    }
  }
}

const SERVICE = [
  '审批事项材料平均减少两份，办理时间压缩三分之一，网上可办率达到九成以上。', '窗口推行一次告知，设置老年人和残疾人优先窗口，高峰时段领导带班。',
  '整理政策清单一百二十条，能免申即享的都不再要企业申报。', '现场服务从“等上门”改为“走上门”，联系企业和代表委员，当场能定的当场定。',
]
const PROBLEMS = [
  '一是几个科室之间信息不通，群众还要重复交材料；二是电话有时打不进来，夜间没有人接；三是有的答复照抄文件，群众看不懂。',
  '一是承诺的时间留得太宽，办得慢也不算超期；二是基层人手不足，现场处置不够快；三是新政策宣传不够，符合条件的人不知道。',
  '一是遗留问题拖得久，跨部门的事牵头不够主动；二是个别窗口人员态度生硬，培训没有跟上；三是办完以后回访少。',
]
const PLANS = [
  '明年做三件事：把最常办的十件事做成一张清单、一次办好；每季度公开一次办理进度；每件意见办完都回访。',
  '明年重点是把答复写明白、把时限写实：每件事写清谁办、哪天办完、办到什么程度，办不成的说明原因。',
  '明年把力量放到现场：每周三领导到窗口、到社区，当面听意见；超过一个月没有办完的，由主要负责人包案。',
]

function sectionsOf(year: number, name: string, { opinions, answered, mended, closed }: Heard, random: Random): Record<ReportSection, string> {
  const goals = random.int(12, 28)
  const open = random.int(0, 2)
  return {
    targets: `${year}年${name}承担市政府年度目标 ${goals} 项，截至报告日完成 ${goals - open} 项`
      + `${open === 0 ? '。' : `，其余 ${open} 项按计划推进，年底前完成。`}群众关心的实事项目每月公布一次进度。`,
    service: random.pick(SERVICE),
    lastYear: opinions + mended === 0
      ? `${year - 1}年没有市民意见建议分办到${name}。我们对照全市意见台账自查，把同类问题列入今年的工作。`
      : `${year - 1}年市民提给我们的意见建议 ${opinions} 条，已答复 ${answered} 条。列入整改 ${mended} 项，已完成 ${closed} 项。没有办完的都写明了期限，进度在网上能看到。`,
    problems: random.pick(PROBLEMS), plans: random.pick(PLANS),
  }
}
