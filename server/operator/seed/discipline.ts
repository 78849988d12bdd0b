import { Types } from 'mongoose'
import type { StoredCampaign } from '../../../models/campaign/queries.ts'
import { ASPECTS, type AspectAnswers } from '../../../models/disciplineCase/aspects.ts'
import {
  CallSampleModel, decide, DisciplineCaseModel, InspectionModel, investigate, newCase, type CallSample, type DisciplineCase, type Inspection,
} from '../../../models/disciplineCase/index.ts'
import { drawSample, poolHash } from '../../../models/disciplineCase/sample.ts'
import { eraseDueOn } from '../../../models/campaign/erasing.ts'
import { drawnRepresentatives } from '../../../models/representative/queries.ts'
import { dayOf } from '../../../models/shared/calendarDay.ts'
import type { Hands } from './hands.ts'
import type { Random } from './random.ts'
import { insertAll } from './store.ts'

const HOUR = 3_600_000

/** What was reported about the vote, inspection sheets and calls; nothing before the vote opens. @returns the last numbers */
export async function discipline(campaign: StoredCampaign, at: Date, { discipline: name }: Hands, random: Random): Promise<Record<string, number>> {
  const { year, window } = campaign
  if (window === null || window.opensAt > at) return {}
  const by = { name }
  const done = campaign.publishedAt !== null && campaign.publishedAt < at
  const after = (hours: number) => new Date(Math.min(at.getTime(), window.opensAt.getTime() + hours * HOUR))
  const erasedAt = eraseDueOn(campaign) <= dayOf(at) ? at : null
  const cases: DisciplineCase[] = []
  const open = (text: string, department: string | null, hours: number, named: boolean): DisciplineCase => {
    const one: DisciplineCase = {
      _id: new Types.ObjectId(),
      ...newCase({
        campaign: year, no: `JL${year}-${String(cases.length + 1).padStart(3, '0')}`, origin: named ? 'hotline' : 'public', originNo: '', department, venue: 'main',
        happenedOn: dayOf(window.opensAt), text, reporter: named && erasedAt === null ? { named, name: '一位市民代表', phone: '13800000000' } : { named, name: '', phone: '' },
        formKey: null, createdByName: named ? name : '市民',
      }, after(hours)),
      erasedAt,
    }
    cases.push(one)
    return one
  }
  const first = open('会前有部门的人加代表微信，说“多关照”。', 'tiyu', 4, true)
  investigate(first, 'tiyu', by, after(8))
  if (done) {
    decide(first, { result: 'confirmed', department: 'tiyu', text: '工作人员会前联系代表拉票属实，取消年度评优资格，责任人由本单位处理。' }, by, after(120))
    const second = open('主会场有人替邻座填票。', null, 6, false)
    investigate(second, null, by, after(24))
    decide(second, { result: 'unfounded', department: null, text: '查看录像，是帮老人找页码，没有代填。' }, by, after(72))
  } else open('分会场签到没有核对身份证。', null, 10, false)
  await insertAll(DisciplineCaseModel, cases)

  const items = { identity: true, issue: true, box: true, alone: true, canvass: true, order: true }
  const inspections: Inspection[] = campaign.venues.filter(({ kind }) => kind !== 'online').slice(0, 4).map((venue, index) => ({
    _id: new Types.ObjectId(), campaign: year, no: `XC${year}-${String(index + 1).padStart(3, '0')}`, onDay: dayOf(window.opensAt), venue: venue.code,
    inspectors: name, items, remark: '', caseNo: null, createdByName: name, createdAt: after(5),
  }))
  await insertAll(InspectionModel, inspections)
  const sampled = done ? await calls(campaign, name, after(100), random) : 0
  return { [`disciplineCase:${year}`]: cases.length, [`inspection:${year}`]: inspections.length, [`callSample:${year}`]: sampled }
}

async function calls({ year }: StoredCampaign, name: string, drawnAt: Date, random: Random): Promise<number> {
  const pool = new Map((await drawnRepresentatives(year)).map((one) => [one.code, one]))
  if (pool.size === 0) return 0
  const seed = `样例${year} 03 09 14 21 27 32+06`
  const fine = Object.fromEntries(ASPECTS.map(({ key }) => [key, 'fine'])) as AspectAnswers
  const sample: CallSample = {
    _id: new Types.ObjectId(), campaign: year, no: 1, seed, size: 50, poolSize: pool.size, poolHash: poolHash([...pool.keys()]), drawnAt, byName: name,
    calls: drawSample([...pool.keys()], seed, 50).map((code) => {
      const reached = random.chance(0.88)
      return {
        code, representative: new Types.ObjectId(pool.get(code)?.id), reached, answers: reached ? fine : null, text: '', at: drawnAt, byName: name, caseNo: null,
      }
    }),
  }
  await insertAll(CallSampleModel, [sample])
  return 1
}
