import { expect } from 'chai'
import { AnswerModel } from '../../models/answer/index.ts'
import { InvitationModel } from '../../models/invitation/index.ts'
import { QuestionnaireModel, type Questionnaire } from '../../models/questionnaire/index.ts'
import { ResultModel } from '../../models/result/index.ts'
import type { Figures } from '../../models/result/shape.ts'
import { displayText, parseRational } from '../../models/shared/rational.ts'
import { closeDue, computeResults } from '../../server/results/actions.ts'
import { testDeps } from '../support/app.ts'
import { useDatabase } from '../support/db.ts'
import { CLOSES, workedExample } from './worked.ts'

const shown = (value: string | null | undefined) => (value ? displayText(parseRational(value)) : value)

describe('the figures of a questionnaire that is over', function () {
  this.timeout(30_000)
  useDatabase()
  const deps = testDeps()
  let questionnaire: Questionnaire
  let figures: Figures

  before(async () => {
    questionnaire = await workedExample()
  })

  it('are not computed before the grace has passed for everybody', async () => {
    deps.clock.set('2026-11-20T17:59:00+08:00')
    expect(await computeResults(deps, questionnaire._id)).to.deep.equal({ state: 'waiting', dueAt: new Date('2026-11-20T18:00:00+08:00') })
    const late = await InvitationModel.findOneAndUpdate(
      { questionnaire: questionnaire._id, state: 'sent' }, { $set: { extendedUntil: new Date('2026-11-24T17:30:00+08:00') } },
    )
    deps.clock.set('2026-11-24T17:45:00+08:00')
    expect((await computeResults(deps, questionnaire._id)).state).to.equal('waiting')
    await InvitationModel.updateOne({ _id: late?._id ?? null }, { $set: { extendedUntil: null } })
    expect(await ResultModel.countDocuments()).to.equal(0)
  })

  it('are computed by the job that closes what is over, once', async () => {
    deps.clock.set('2026-11-25T10:20:00+08:00')
    expect(await closeDue(deps)).to.deep.equal({ closed: 1, computed: 1 })
    expect(await closeDue(deps)).to.deep.equal({ closed: 0, computed: 0 })
    expect(await computeResults(deps, questionnaire._id)).to.deep.equal({ state: 'present' })
    const after = await QuestionnaireModel.findById(questionnaire._id).lean<Questionnaire>()
    expect(after?.state).to.equal('closed')
    expect(after?.closesAt).to.deep.equal(CLOSES)
    expect(after?.results).to.not.equal(null)
    figures = (await ResultModel.findById(questionnaire._id).lean())?.figures as Figures
  })

  it('are those of the worked example', () => {
    expect(figures.answers).to.equal(316)
    expect(figures.invited).to.equal(1000)
    expect(figures.index?.index).to.equal('4533296/59829')
    expect(shown(figures.index?.index)).to.equal('75.77')
    expect(shown(figures.index?.unweighted)).to.equal('75.92')
    expect(figures.index?.strata.map(({ value, population, mean }) => [value, population, shown(mean)])).to.deep.equal([
      ['大型', 100, '86.97'], ['中型', 300, '79.80'], ['小微', 600, '71.89'],
    ])
    expect(figures.dimensions.map(({ mean }) => shown(mean))).to.deep.equal(['76.40', '78.30', '83.40', '75.40'])
    expect(shown(figures.overall)).to.equal('78.38')
    const nps = figures.items.find(({ kind }) => kind === 'scale')
    expect(nps).to.include({ n: 300, promoters: 120, detractors: 75, nps: '15' })
  })

  it('hide a district of three answers and another with it, in each table alike', () => {
    const makeUp = figures.makeUp.find(({ cut }) => cut === 'district')
    const table = figures.tables.find(({ cut }) => cut === 'district')
    expect(makeUp?.rows.find(({ value }) => value === '370285')?.answered).to.equal(null)
    expect(makeUp?.rows.filter(({ answered: n }) => n === null)).to.have.length(2)
    const hidden = table?.rows.filter(({ n }) => n === null) ?? []
    expect(hidden.map(({ value }) => value)).to.deep.equal(makeUp?.rows.filter(({ answered: n }) => n === null).map(({ value }) => value))
    expect(hidden.flatMap(({ cells }) => cells).every((cell) => cell === null)).to.equal(true)
    expect(figures.cross).to.equal(null)
  })

  it('merge levels of one to four answers with their neighbours', () => {
    const item = figures.items.find(({ key }) => key === 'm1.1')
    expect(item?.kind === 'level' && item.classes).to.deep.equal([
      { levels: [0, 1], count: 70 }, { levels: [2], count: 20 }, { levels: [3, 4], count: 10 }, { levels: [5], count: 216 },
    ])
  })

  it('count filled answers alone', async () => {
    const blank = await workedExample()
    await AnswerModel.insertMany([{ _id: 'blank-one', questionnaire: blank._id, filled: false }])
    await computeResults(deps, blank._id)
    expect((await ResultModel.findById(blank._id).lean())?.figures.answers).to.equal(316)
  })
})
