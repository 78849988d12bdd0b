import { Types } from 'mongoose'
import type { Campaign } from '../../models/campaign/index.ts'
import { phasesOfNewYear } from '../../models/campaign/phases.ts'

/** The campaign of 2026 in the vote, with one group of the small city's departments. Names only what matters. */
export const aCampaign = (more: Partial<Campaign> = {}): Campaign => ({
  _id: new Types.ObjectId(), year: 2026, title: '2026年三民活动', phases: phasesOfNewYear(2026),
  members: [{ department: 'lxb', part: 'convenor', contact: '' }],
  groups: [{ no: 1, name: '规划建设组', departments: ['zrzy', 'zjj'] }, { no: 2, name: '政务服务组', departments: ['xzsp'] }],
  venues: [
    { code: 'main', name: '主会场', kind: 'main', district: null, place: '市级机关会议中心' },
    { code: 'branch-370212', name: '崂山区分会场', kind: 'branch', district: '370212', place: '' },
    { code: 'online', name: '网上', kind: 'online', district: null, place: '' },
  ],
  sessions: [], window: { opensAt: new Date('2026-11-24T09:00+08:00'), closesAt: new Date('2026-11-27T17:30+08:00') },
  holders: [], materials: [], scoringPlan: null, startedAt: new Date('2026-03-20T10:00+08:00'), startedByName: '杨星河',
  objectionUntilOn: null, publishedAt: null, setup: { fromYear: null, checked: [] },
  createdAt: new Date('2026-03-01T10:00+08:00'), createdByName: '杨星河', ...more,
})
