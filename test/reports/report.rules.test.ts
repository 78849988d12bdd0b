import { expect } from 'chai'
import { lastPublicDay, ReportModel, reviewReport } from '../../models/report/index.ts'

const BY = { name: '杨星河' }
const VOTE = { window: { opensAt: new Date('2026-12-05T08:30+08:00') } }
const sent = () => new ReportModel({ campaign: 2026, department: 'zrzy', state: 'sent', updatedAt: new Date('2026-11-20T09:00+08:00') })
const publishAt = (at: string, lastOn = lastPublicDay(VOTE)) => {
  const report = sent()
  reviewReport(report, { publish: true, why: '', lastOn }, BY, new Date(at))
  return report.state
}

describe('the last day on which a report may become public', () => {
  it('is the tenth before the day of the vote, whatever the hour', () => {
    expect(lastPublicDay(VOTE)).to.equal('2026-11-25')
    expect(lastPublicDay({ window: { opensAt: new Date('2026-12-05T00:00+08:00') } })).to.equal('2026-11-25')
    expect(lastPublicDay({ window: { opensAt: new Date('2026-12-05T23:59+08:00') } })).to.equal('2026-11-25')
    expect(lastPublicDay({ window: null })).to.equal(null)
  })

  it('lasts to its last minute in the city', () => {
    expect(publishAt('2026-11-25T23:59:59+08:00')).to.equal('published')
    expect(() => publishAt('2026-11-26T00:00:00+08:00')).to.throw('最迟 2026-11-25 公布')
  })

  it('is unknown while the vote has no day: then nothing is late', () => {
    expect(publishAt('2026-11-26T00:00:00+08:00', null)).to.equal('published')
  })

  it('hinders nobody from giving a report back', () => {
    const report = sent()
    reviewReport(report, { publish: false, why: '不足写得太少', lastOn: '2026-11-25' }, BY, new Date('2026-12-01T09:00+08:00'))
    expect(report.state).to.equal('returned')
  })
})
