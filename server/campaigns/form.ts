import type { Campaign, CampaignGroup, CampaignSession, CampaignVenue } from '../../models/campaign/index.ts'
import type { CampaignPhase, VotingWindow } from '../../models/campaign/phases.ts'
import { quotasOf } from '../../models/draw/quotas.ts'
import type { CompositionLine } from '../../models/scoringPlan/composition.ts'
import { instantOf } from '../../models/shared/calendarDay.ts'
import type { Body } from '../http/body.ts'
import { day, readForm, requiredDay, text, textOf, textsOf, timeOfDay, wholeNumber, type FormResult } from '../lib/form.ts'

const OPENS_BY_DEFAULT = '08:30'
const CLOSES_BY_DEFAULT = '17:30'

export const DAY_FIELDS: readonly string[] = ['from-*', 'to-*', 'opensOn', 'opensAt', 'closesOn', 'closesAt', 'version']

/** The days of the phases and of the vote; a vote without days is not set yet. */
export function readDays(body: Body, phases: readonly CampaignPhase[]): FormResult<{ phases: CampaignPhase[], window: VotingWindow | null }> {
  const spans = Object.fromEntries(phases.flatMap(({ key, name }) => [[`from-${key}`, requiredDay(`${name}的起日`)], [`to-${key}`, requiredDay(`${name}的止日`)]]))
  const days = readForm(body, spans)
  const vote = readForm(body, { opensOn: day('投票开始的日期'), closesOn: day('投票结束的日期'), opensAt: timeOfDay('投票开始的时间'), closesAt: timeOfDay('投票结束的时间') })
  if (!days.ok || !vote.ok) return { ok: false, values: body, errors: { ...(days.ok ? {} : days.errors), ...(vote.ok ? {} : vote.errors) } }
  const { opensOn, closesOn, opensAt, closesAt } = vote.value
  const window = opensOn === null || closesOn === null ? null
    : { opensAt: instantOf(opensOn, opensAt || OPENS_BY_DEFAULT), closesAt: instantOf(closesOn, closesAt || CLOSES_BY_DEFAULT) }
  const dayIn = (name: string) => days.value[name] ?? ''
  return { ok: true, value: { window, phases: phases.map((phase) => ({ ...phase, fromOn: dayIn(`from-${phase.key}`), toOn: dayIn(`to-${phase.key}`) })) } }
}

export const GROUP_FIELDS: readonly string[] = ['name-*', 'group-*', 'version']

/** Each department in one group or none: a choice for each department cannot put it into two. */
export function readGroups(body: Body, groups: readonly CampaignGroup[], departments: readonly string[]): FormResult<CampaignGroup[]> {
  const names = readForm(body, Object.fromEntries(groups.map(({ no }) => [`name-${no}`, text(`第${no}组的名称`, 30, { required: true })])))
  if (!names.ok) return names
  const numbers = new Set(groups.map(({ no }) => String(no)))
  const wrong = departments.filter((code) => !['', ...numbers].includes(textOf(body[`group-${code}`])))
  if (wrong.length > 0) return { ok: false, values: body, errors: Object.fromEntries(wrong.map((code) => [`group-${code}`, '组别请从列表中选择'])) }
  return {
    ok: true, value: groups.map(({ no }) => ({
      no, name: names.value[`name-${no}`] ?? '', departments: departments.filter((code) => textOf(body[`group-${code}`]) === String(no)),
    })),
  }
}

export const VENUE_FIELDS: readonly string[] = ['place-*', 'on-*', 'at-*', 'where-*', 'version']

/** Places of the venues, and the half-day of each group. */
export function readVenues(body: Body, { venues, groups }: Pick<Campaign, 'venues' | 'groups'>): FormResult<{ venues: CampaignVenue[], sessions: CampaignSession[] }> {
  const places = readForm(body, Object.fromEntries(venues.map(({ code, name }) => [`place-${code}`, text(`${name}的地点`, 100)])))
  const days = readForm(body, Object.fromEntries(groups.map(({ no }) => [`on-${no}`, day(`第${no}组的日期`)])))
  const rest = readForm(body, Object.fromEntries(groups.flatMap(({ no }) => [[`at-${no}`, timeOfDay(`第${no}组的时间`)], [`where-${no}`, text(`第${no}组的地点`, 100)]])))
  if (!places.ok || !days.ok || !rest.ok) {
    return { ok: false, values: body, errors: Object.assign({}, ...[places, days, rest].map((read) => (read.ok ? {} : read.errors))) as Record<string, string> }
  }
  return {
    ok: true, value: {
      venues: venues.map((venue) => ({ ...venue, place: places.value[`place-${venue.code}`] ?? '' })),
      sessions: groups.flatMap(({ no }) => {
        const on = days.value[`on-${no}`]
        return on ? [{ no, group: no, venue: null, startsAt: instantOf(on, rest.value[`at-${no}`] || '09:00'), place: rest.value[`where-${no}`] ?? '' }] : []
      }),
    },
  }
}

export const COMPOSITION_FIELDS: readonly string[] = ['seats-*', 'pool-*', 'related-*', 'version']

/** The composition: seats of each category in each group, shared out evenly over the venues of its kind. */
export function readComposition(body: Body, lines: readonly CompositionLine[], venuesOf: (line: CompositionLine) => readonly string[]): FormResult<CompositionLine[]> {
  const read = readForm(body, Object.fromEntries(lines.map(({ category }, at) => [`seats-${at}`, wholeNumber(`“${category}”的人数`, 0, 10_000)])))
  if (!read.ok) return read
  return {
    ok: true, value: lines.map((line, at) => {
      const venues = venuesOf(line)
      const seats = quotasOf(read.value[`seats-${at}`] ?? 0, venues.map(() => '1'))
      return {
        ...line, pool: textsOf(body[`pool-${at}`]), related: textOf(body[`related-${at}`]) !== '',
        quotas: venues.map((venue, index) => ({ venue, count: seats[index] ?? 0 })),
      }
    }),
  }
}

export const readMaterial = (body: Body): FormResult<{ title: string, text: string, link: string }> =>
  readForm(body, { title: text('标题', 60, { required: true }), text: text('内容', 5000, { required: true }), link: text('链接', 300) })
