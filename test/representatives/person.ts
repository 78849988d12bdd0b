import { Types } from 'mongoose'
import { RepresentativeModel, type Representative } from '../../models/representative/index.ts'
import { nameKeys } from '../../models/shared/names.ts'

let count = 0

/** Somebody in the pool of 2026, vetted, from 崂山区. Names only what matters. */
export async function aRepresentative(more: Partial<Representative> = {}): Promise<Representative> {
  count += 1
  const name = more.name ?? `钱若${'甲乙丙丁戊己庚辛壬癸'[count % 10] ?? '甲'}${count}`
  const phone = more.phone ?? `1700000${String(count).padStart(4, '0')}`
  const { sortKey, searchKeys } = nameKeys(name, 'person')
  const row: Representative = {
    _id: new Types.ObjectId(), campaign: 2026, code: null, name, sortKey, searchKeys, phone, phones: [phone], gender: '女', birth: '1980-05',
    category: '社区居民', district: '370212', districtDepartment: 'laoshan', recommendedBy: '崂山区街道办事处', tags: [], recusals: [], recusalNote: '', remark: '',
    origin: 'recommended', consentAt: new Date('2026-04-20T10:00+08:00'), vetting: { state: 'passed', reason: '', byName: '徐希川', at: new Date('2026-04-21T10:00+08:00') },
    state: 'candidate', group: null, venue: null, planCategory: null, stratum: null, order: null, drawnAt: null, leftAt: null, leftReason: '', replaces: null,
    trainingReadAt: null, reportsReadAt: null, createdAt: new Date('2026-04-20T10:00+08:00'), ...more,
  }
  await RepresentativeModel.create(row)
  return row
}
