import { Types } from 'mongoose'
import type { Attachment } from '../../../models/attachment/index.ts'
import type { StoredCampaign } from '../../../models/campaign/queries.ts'
import type { Opinion } from '../../../models/opinion/index.ts'
import {
  approvePromise, check, newRectification, plan, progress, RectificationModel, report, type Rectification,
} from '../../../models/rectification/index.ts'
import { addDays, dayOf, instantOf, type CivilDay } from '../../../models/shared/calendarDay.ts'
import type { Hands } from './hands.ts'
import type { Random } from './random.ts'

type Evidence = Pick<Attachment, 'name' | 'mime' | 'bytes' | 'sha256' | 'path'>

const MEASURES: readonly (readonly [measure: string, target: string, promise: string])[] = [
  ['逐处排查，列出清单，分两批修复；每周在部门网站公布一次进度。', '清单内全部修复，三个月内没有同类投诉', '清单内的问题分两批修好，每周公布进度。'],
  ['增开窗口和自助设备，高峰时段增派人员引导。', '平均等候不超过 15 分钟', '办事平均等候不超过 15 分钟。'],
  ['重写办事指南，材料一次告知；窗口人员培训考核。', '材料一次告知率 100%，没有重复跑', '办事材料一次告知，不让群众跑第二趟。'],
  ['和街道、社区建立联系单，接到反映两日内到现场。', '反映两日内到现场率 100%', '接到反映两天内到现场。'],
  ['调整保洁和养护频次，夜间增加一次巡查。', '抽查合格率不低于 95%', '重点路段每晚巡查一次。'],
]

/** What departments mend after the vote: last year's closed by another body, this year's on its way and one of them late. */
export function rectifications(
  campaign: StoredCampaign, opinions: readonly Opinion[], at: Date, hands: Hands, random: Random, evidence: Evidence,
): { model: typeof RectificationModel, rows: Rectification[], files: Attachment[] } {
  const today = dayOf(at)
  const done = campaign.publishedAt !== null && campaign.publishedAt < at
  const heads = opinions.filter(({ state, leadDepartment }) => leadDepartment !== null && (state === 'answered' || state === 'dispatched'))
  const sources = random.sample([...new Map(heads.map((one) => [one.issueNo, one])).values()], done ? 14 : 6)
  const files: Attachment[] = []
  const rows = sources.map((source, index): Rectification => {
    const startOn: CivilDay = done ? addDays(dayOf(campaign.publishedAt ?? at), 3) : addDays(today, -30)
    const dueOn = done ? addDays(startOn, 60 + random.int(0, 30)) : addDays(today, index === 0 ? -4 : random.int(10, 60))
    const row: Rectification = {
      _id: new Types.ObjectId(),
      ...newRectification({
        campaign: campaign.year, no: `ZG${campaign.year}-${String(index + 1).padStart(4, '0')}`, source: { kind: 'opinion', no: source.no },
        level: random.weighted({ 一般: 60, 较重: 30, 重大: 10 }), problem: source.text, extent: `${random.int(2, 30)} 处`, department: source.leadDepartment ?? '',
        dueOn, remark: '', createdBy: null, createdByName: hands.office,
      }, instantOf(startOn, '10:00')),
    }
    const by = { id: null, name: '承办人', department: row.department }
    if (!done && index === 1) return row
    const [measure, target, promise] = random.pick(MEASURES)
    plan(row, { measure, target, leaderName: '分管负责人', ownerName: '承办人', dueOn })
    approvePromise(row, promise, by, instantOf(addDays(startOn, 5), '15:00'))
    const workedOn = addDays(startOn, done ? 25 : 15)
    progress(row, { onDay: workedOn, text: '已排查，第一批开始整改。' }, by, instantOf(workedOn, '16:00'))
    if (!done && index < 4) return row
    const uploadedAt = instantOf(addDays(workedOn, 5), '11:00')
    files.push({ _id: new Types.ObjectId(), owner: { type: 'rectification', id: row._id }, ...evidence, uploadedBy: hands.uploader, uploadedAt, pending: false })
    const reportedOn = done ? addDays(dueOn, -random.int(0, 6)) : addDays(today, -2)
    report(row, { onDay: reportedOn, text: '已按措施完成，附现场照片和清单。' }, 1, by, instantOf(reportedOn, '14:00'))
    if (!done) return row
    const checkedOn = addDays(reportedOn, 5)
    check(row, { passed: true, text: '现场抽查，情况属实。' }, { id: null, name: hands.supervisor, department: 'ducha' }, instantOf(checkedOn, '10:30'), checkedOn)
    return row
  })
  return { model: RectificationModel, rows, files }
}
