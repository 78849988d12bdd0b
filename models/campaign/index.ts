import { Schema, model, type Types } from 'mongoose'
import { RuleBroken } from '../shared/errors.ts'
import type { CivilDay } from '../shared/calendarDay.ts'
import { phaseComplaints, type CampaignPhase, type VotingWindow } from './phases.ts'

/** A set of departments that are judged together, by the same representatives; ranks exist within a group only. */
export interface CampaignGroup {
  no: number
  name: string
  departments: string[]
}

export const VENUE_KINDS = ['main', 'branch', 'online'] as const
export type VenueKind = (typeof VENUE_KINDS)[number]

/** The words under which the scoring plan weighs each kind of venue. */
export const VENUE_KIND_WORDS: Record<VenueKind, string> = { main: '主会场', branch: '分会场', online: '网上' }

/** Where representatives vote: one 主会场, a 分会场 in each district, 网上. */
export interface CampaignVenue {
  code: string
  name: string
  kind: VenueKind
  /** code of the district of a 分会场, null for the others */
  district: string | null
  place: string
}

/** One half-day in which a group reports and is judged; `venue` null = at all venues at once. */
export interface CampaignSession {
  no: number
  group: number
  venue: string | null
  startsAt: Date
  place: string
}

/** A body of the joint conference. */
export interface ConferenceMember {
  department: string
  part: 'convenor' | 'member'
  contact: string
}

/** What representatives are asked to read before they vote. */
export interface TrainingMaterial {
  no: number
  title: string
  text: string
  link: string
  publishedAt: Date
  byName: string
}

/** Who keeps a part of the key to the ballots. */
export interface KeyHolder {
  user: Types.ObjectId
  name: string
}

/** One year of 三民. @source domain.md §1, DESIGN.md §7 */
export interface Campaign {
  _id: Types.ObjectId
  year: number
  title: string
  phases: CampaignPhase[]
  members: ConferenceMember[]
  groups: CampaignGroup[]
  venues: CampaignVenue[]
  sessions: CampaignSession[]
  window: VotingWindow | null
  holders: KeyHolder[]
  materials: TrainingMaterial[]
  /** the version it started with; later versions stand in the scoring plans with their reasons */
  scoringPlan: { version: number, hash: string } | null
  startedAt: Date | null
  startedByName: string
  /** last day for objections, set when scores are opened to the departments */
  objectionUntilOn: CivilDay | null
  publishedAt: Date | null
  /** the guided run: what was taken over from which year, and which steps were looked through */
  setup: { fromYear: number | null, checked: { step: string, at: Date, byName: string }[] }
  createdAt: Date
  createdByName: string
}

const text = (maxlength: number) => ({ type: String, default: '', maxlength })
const sub = (shape: object) => new Schema(shape, { _id: false })

const exitSchema = sub({
  key: { type: String, required: true, maxlength: 40 }, text: { type: String, required: true, maxlength: 100 },
  metAt: { type: Date, default: null }, metByName: text(40),
})

const schema = new Schema<Campaign>({
  year: { type: Number, required: true, min: 2000, max: 2199 },
  title: { type: String, required: true, maxlength: 60 },
  phases: [sub({
    key: { type: String, required: true, maxlength: 10 }, name: { type: String, required: true, maxlength: 30 },
    fromOn: { type: String, required: true }, toOn: { type: String, required: true }, exit: [exitSchema],
  })],
  members: [sub({
    department: { type: String, required: true }, part: { type: String, enum: ['convenor', 'member'], required: true }, contact: text(60),
  })],
  groups: [sub({
    no: { type: Number, required: true }, name: { type: String, required: true, maxlength: 30 }, departments: { type: [String], default: [] },
  })],
  venues: [sub({
    code: { type: String, required: true, maxlength: 30 }, name: { type: String, required: true, maxlength: 30 },
    kind: { type: String, enum: VENUE_KINDS, required: true }, district: { type: String, default: null }, place: text(100),
  })],
  sessions: [sub({
    no: { type: Number, required: true }, group: { type: Number, required: true }, venue: { type: String, default: null },
    startsAt: { type: Date, required: true }, place: text(100),
  })],
  window: { type: sub({ opensAt: { type: Date, required: true }, closesAt: { type: Date, required: true } }), default: null },
  holders: [sub({ user: { type: Schema.Types.ObjectId, required: true }, name: text(40) })],
  materials: [sub({
    no: { type: Number, required: true }, title: { type: String, required: true, maxlength: 60 }, text: text(5000), link: text(300),
    publishedAt: { type: Date, required: true }, byName: text(40),
  })],
  scoringPlan: { type: sub({ version: { type: Number, required: true }, hash: { type: String, required: true } }), default: null },
  startedAt: { type: Date, default: null },
  startedByName: text(40),
  objectionUntilOn: { type: String, default: null },
  publishedAt: { type: Date, default: null },
  setup: {
    fromYear: { type: Number, default: null },
    checked: [sub({ step: { type: String, required: true }, at: { type: Date, required: true }, byName: text(40) })],
  },
  createdAt: { type: Date, required: true },
  createdByName: text(40),
}, { optimisticConcurrency: true })
schema.index({ year: -1 }, { unique: true })

export const CampaignModel = model('Campaign', schema, 'campaigns')
export type CampaignDocument = InstanceType<typeof CampaignModel>

/**
 * Sets the days of the phases and of the vote. What has come already, the opening or the close of the vote, stays.
 * @throws RuleBroken('phases-unsound') with everything that is wrong
 */
export function setDays(campaign: CampaignDocument, phases: readonly CampaignPhase[], window: VotingWindow | null, now: Date): void {
  const { opensAt, closesAt } = campaign.window ?? {}
  const differ = (before: Date, after: Date | undefined) => before.getTime() !== after?.getTime()
  const complaints = [
    ...(opensAt && now >= opensAt && differ(opensAt, window?.opensAt) ? ['投票已经开始，开始的时间不能再改'] : []),
    ...(closesAt && now >= closesAt && differ(closesAt, window?.closesAt) ? ['投票已经截止，截止的时间不能再改'] : []),
    ...phaseComplaints(phases), ...(window !== null && window.closesAt <= window.opensAt ? ['投票的结束时间不晚于开始时间'] : []),
  ]
  if (complaints.length > 0) throw new RuleBroken('phases-unsound', `日期还不能这样定：${complaints.join('；')}。`)
  campaign.set({ phases, window })
}

/**
 * Starts the campaign on a frozen plan: from now on groups, venues and quotas stand.
 * @throws RuleBroken('campaign-started') RuleBroken('campaign-incomplete') with what is missing
 */
export function startCampaign(
  campaign: CampaignDocument, plan: { version: number, hash: string }, missing: readonly string[], by: { name: string }, now: Date,
): void {
  if (campaign.startedAt !== null) throw new RuleBroken('campaign-started', `${campaign.year}年的活动已经启动。`)
  if (missing.length > 0) throw new RuleBroken('campaign-incomplete', `还不能启动：${missing.join('；')}。`)
  campaign.set({ scoringPlan: plan, startedAt: now, startedByName: by.name })
}
