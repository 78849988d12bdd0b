import {
  VENUE_KIND_WORDS, VENUE_KINDS, type Campaign, type CampaignGroup, type CampaignSession, type CampaignVenue, type ConferenceMember,
} from '../../models/campaign/index.ts'
import type { CampaignPhase, VotingWindow } from '../../models/campaign/phases.ts'
import { quotasOf } from '../../models/draw/quotas.ts'
import type { CompositionLine } from '../../models/scoringPlan/composition.ts'
import { instantOf } from '../../models/shared/calendarDay.ts'
import type { Body } from '../http/body.ts'
import { choice, day, readForm, requiredDay, text, textOf, textsOf, timeOfDay, wholeNumber, type FormResult } from '../lib/form.ts'
import type { Choice } from '../lib/fields.ts'

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

/** The number that stands for a group that is about to be added. */
export const NEW_GROUP = 'new'

/**
 * Each department in one group or none: a choice for each department cannot put it into two. A name for the new group adds
 * one; a group without a name goes, if no department stands in it.
 */
export function readGroups(body: Body, groups: readonly CampaignGroup[], departments: readonly string[]): FormResult<CampaignGroup[]> {
  const next = Math.max(0, ...groups.map(({ no }) => no)) + 1
  const lines = [...groups.map(({ no }) => ({ no, key: String(no), word: `第${no}组` })), { no: next, key: NEW_GROUP, word: '新的一组' }]
  const names = readForm(body, Object.fromEntries(lines.map(({ key, word }) => [`name-${key}`, text(`${word}的名称`, 30)])))
  if (!names.ok) return names
  const chosenIn = (key: string) => departments.filter((code) => textOf(body[`group-${code}`]) === key)
  const keys = ['', ...lines.map(({ key }) => key)]
  const errors: Record<string, string> = Object.fromEntries(departments.filter((code) => !keys.includes(textOf(body[`group-${code}`])))
    .map((code) => [`group-${code}`, '组别请从列表中选择']))
  const made = lines.map((line) => ({ ...line, name: names.value[`name-${line.key}`] ?? '', departments: chosenIn(line.key) }))
  for (const { key, word, name, departments: own } of made) {
    if (name !== '' || own.length === 0) continue
    errors[`name-${key}`] = key === NEW_GROUP ? `有 ${own.length} 个部门选了新的一组，请写组名` : `${word}还有 ${own.length} 个部门，先改到别的组才能去掉这一组`
  }
  if (Object.keys(errors).length > 0) return { ok: false, values: body, errors }
  return { ok: true, value: made.filter(({ name }) => name !== '').map(({ no, name, departments: own }) => ({ no, name, departments: own })) }
}

export const MEMBER_FIELDS: readonly string[] = ['part-*', 'version']
export const MEMBER_PARTS: Readonly<Record<ConferenceMember['part'], string>> = { convenor: '召集', member: '成员' }

/** The joint conference: a part for each body that is in it, and one that convenes it. */
export function readMembers(body: Body, departments: readonly string[], before: readonly ConferenceMember[]): FormResult<ConferenceMember[]> {
  const partOf = (code: string) => textOf(body[`part-${code}`])
  const errors: Record<string, string> = Object.fromEntries(departments.filter((code) => partOf(code) !== '' && !(partOf(code) in MEMBER_PARTS))
    .map((code) => [`part-${code}`, '职责请从列表中选择']))
  const value = departments.filter((code) => partOf(code) in MEMBER_PARTS).map((department) => ({
    department, part: partOf(department) as ConferenceMember['part'], contact: before.find((each) => each.department === department)?.contact ?? '',
  }))
  if (!value.some(({ part }) => part === 'convenor')) errors[`part-${departments[0] ?? ''}`] ??= '联席会议要有一个召集单位，请选一个“召集”'
  if (Object.keys(errors).length > 0) return { ok: false, values: body, errors }
  return { ok: true, value }
}

export const VENUE_FIELDS: readonly string[] = ['place-*', 'on-*', 'at-*', 'where-*', 'drop-*', 'newKind', 'newDistrict', 'newName', 'newPlace', 'version']

/** Whether the form adds or removes a venue, which only a year that has not started may do. */
export const changesVenues = (body: Body): boolean =>
  textOf(body['newKind']) !== '' || Object.entries(body).some(([name, value]) => name.startsWith('drop-') && textOf(value) !== '')

/** The venues that stay, and the new one: one 主会场, one 网上, one 分会场 of each district. */
export function readVenueList(body: Body, venues: readonly CampaignVenue[], districts: readonly Choice[]): FormResult<CampaignVenue[]> {
  const kept = venues.filter(({ code }) => textOf(body[`drop-${code}`]) === '')
  const kind = textOf(body['newKind'])
  if (kind === '') return { ok: true, value: kept }
  const read = readForm(body, { newKind: choice('新会场的类型', VENUE_KINDS), newName: text('新会场的名称', 30), newPlace: text('新会场的地点', 100) })
  if (!read.ok) return read
  const { newKind, newName, newPlace } = read.value
  const district = districts.find(({ value }) => newKind === 'branch' && value === textOf(body['newDistrict'])) ?? null
  if (newKind === 'branch' && district === null) return { ok: false, values: body, errors: { newDistrict: '分会场设在哪个区市，请选一个' } }
  const code = district === null ? newKind : `branch-${district.value}`
  const alike = kept.find((each) => each.code === code || (each.kind === newKind && each.district === (district?.value ?? null)))
  if (alike) return { ok: false, values: body, errors: { newKind: `已经有${alike.name}了` } }
  const name = newName || (district === null ? VENUE_KIND_WORDS[newKind] : `${district.text}分会场`)
  return { ok: true, value: [...kept, { code, name, kind: newKind, district: district?.value ?? null, place: newPlace }] }
}

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
