import { expect } from 'chai'
import { campaignStateAt, phaseAt, phaseComplaints, phasesOfNewYear, type CampaignTimes } from '../../models/campaign/phases.ts'

const at = (text: string) => new Date(`${text}+08:00`)
const phases = phasesOfNewYear(2026)

const times = (more: Partial<CampaignTimes> = {}): CampaignTimes => ({
  phases, window: { opensAt: at('2026-08-03T09:00'), closesAt: at('2026-08-05T17:30') }, startedAt: at('2026-03-20T10:00'),
  objectionUntilOn: null, publishedAt: null, ...more,
})

describe('the phases of a campaign', () => {
  it('start from the template of the rules, each with its exit conditions', () => {
    expect(phases.map(({ key, fromOn, toOn }) => `${key} ${fromOn} ${toOn}`)).to.deep.equal([
      'P1 2026-03-01 2026-03-31', 'P2 2026-04-01 2026-05-31', 'P3 2026-04-01 2026-07-31', 'P4 2026-07-01 2026-07-31',
      'P5 2026-08-01 2026-08-14', 'P6 2026-08-15 2026-09-30',
    ])
    expect(phases.every(({ exit }) => exit.length > 0)).to.equal(true)
  })

  for (const [day, key] of [
    ['2026-02-28T23:59', null], ['2026-03-01T00:00', 'P1'], ['2026-04-01T00:00', 'P3'], ['2026-07-01T00:00', 'P4'],
    ['2026-08-14T23:59', 'P5'], ['2026-12-01T00:00', 'P6'],
  ] as const) {
    it(`stand at ${key ?? 'none'} on ${day}`, () => expect(phaseAt({ phases }, at(day))?.key ?? null).to.equal(key))
  }

  it('may not end before they begin, nor begin before the one before them', () => {
    const wrong = phases.map((phase) => (phase.key === 'P4' ? { ...phase, fromOn: '2026-03-15', toOn: '2026-03-01' } : phase))
    expect(phaseComplaints(wrong)).to.deep.equal(['“述职公示”的止日早于起日', '“述职公示”早于它前面的“走访、问卷和征集”开始'])
    expect(phaseComplaints(phases)).to.deep.equal([])
  })
})

describe('where a campaign stands', () => {
  for (const [moment, more, state] of [
    ['2026-03-05T09:00', { startedAt: null }, 'planning'],
    ['2026-08-03T08:59', {}, 'running'],
    ['2026-08-03T09:00', {}, 'voting'],
    ['2026-08-05T17:30', {}, 'counting'],
    ['2026-08-20T09:00', { objectionUntilOn: '2026-08-20' }, 'objection'],
    ['2026-08-21T00:00', { objectionUntilOn: '2026-08-20' }, 'counting'],
    ['2026-09-01T09:00', { publishedAt: at('2026-08-30T09:00') }, 'published'],
    ['2026-08-04T09:00', { window: null }, 'running'],
  ] as const) {
    it(`${state} at ${moment}`, () => expect(campaignStateAt(times(more), at(moment))).to.equal(state))
  }
})
