import { isDeepStrictEqual } from 'node:util'
import type { Types } from 'mongoose'
import { ageBands } from '../dashboard/ageBands.ts'
import { enterpriseCoverage } from '../dashboard/ahead.ts'
import { openWork } from '../dashboard/queries.ts'
import { IssueModel } from '../issue/index.ts'
import type { Issue } from '../issue/record.ts'
import { isOpen, isRunning, stockOf } from '../issue/state.ts'
import type { Ballots } from '../score/ballotScore.ts'
import { ScoreModel, type Score } from '../score/index.ts'
import { rowsOfScore } from '../score/queries.ts'
import { scoreComplaints } from '../score/soundness.ts'
import { planById } from '../scoringPlan/queries.ts'
import { scaleOf } from '../scoringPlan/scales.ts'
import { dayOf } from '../shared/calendarDay.ts'
import { agreedSheets, ballotsByDepartment, tallyOf } from '../tally/queries.ts'
import { VisitModel, type Visit } from '../visit/index.ts'
import { coverageOf, type Coverage } from '../visitTask/coverage.ts'
import { VisitTaskModel, type VisitTask } from '../visitTask/index.ts'
import { halfYearOf } from '../visitTask/period.ts'
import { progressOf } from '../visitTask/progress.ts'
import { publicationChecks } from './publications.ts'
import { findings, type Check, type Finding, type Frame } from './finding.ts'

/** Figures that pages show, counted a second time from the raw rows. @source security.md N4 */
export const figureChecks: readonly Check[] = [
  { name: 'dashboard', word: '领导页的数与逐件重数一致', find: dashboard },
  { name: 'coverage', word: '走访覆盖与逐次重数一致', find: coverage },
  { name: 'scores', word: '得分能由逐件记录和计票重算', find: scores },
  ...publicationChecks,
]

type Counted = Pick<Issue, 'state' | 'leadDepartment' | 'dueAt'>
const figuresOf = (issues: readonly Counted[], now: Date) => ({
  handling: issues.filter(({ state }) => stockOf(state) === 'handling').length,
  pledged: issues.filter(({ state }) => stockOf(state) === 'pledged').length,
  submitted: issues.filter(({ state }) => state === 'submitted').length,
  overdue: issues.filter(({ state, dueAt }) => isRunning(state) && dueAt !== null && dueAt < now).length,
})

/** The page groups by stored flags through an index; here the states themselves are counted, so a wrong flag shows. */
async function dashboard({ now, calendar }: Frame): Promise<Finding[]> {
  const shown = await openWork({}, ageBands(dayOf(now), calendar), now)
  const issues = (await IssueModel.find({}, { state: 1, leadDepartment: 1, dueAt: 1 }).lean<Counted[]>()).filter(
    ({ state }) => isOpen(state),
  )
  const departments = new Set([
    ...shown.map(({ department }) => department),
    ...issues.map(({ leadDepartment }) => leadDepartment),
  ])
  return [...departments].flatMap((department) => {
    const row = shown.find((each) => each.department === department)
    const recount = figuresOf(
      issues.filter(({ leadDepartment }) => leadDepartment === department),
      now,
    )
    const bands = row?.bands.reduce((sum, n) => sum + n, 0) ?? 0
    return findings('dashboard', department ?? '未定部门', [
      ...(['handling', 'pledged', 'submitted', 'overdue'] as const).flatMap((name) =>
        (row?.[name] ?? 0) === recount[name] ? [] : [`${name} 显示 ${row?.[name] ?? 0}，重数 ${recount[name]}`],
      ),
      ...(bands === (row?.handling ?? 0) ? [] : [`各时间段相加 ${bands}，在办 ${row?.handling ?? 0}`]),
    ])
  })
}

const ratio = ({ numerator, denominator }: Coverage): string => `${numerator}/${denominator}`

type Counting = Pick<
  Visit,
  'department' | 'alsoDepartments' | 'onDay' | 'mode' | 'outcome' | 'state' | 'confirmation' | 'subjects'
>

/** The figures kept on each task, and the coverage that the leader's page makes of them. */
async function coverage({ now }: Frame): Promise<Finding[]> {
  const tasks = await VisitTaskModel.find({}).lean<VisitTask[]>()
  const bySubject = await visitsBySubject()
  const recounted = tasks.map((task) => ({
    task,
    own: progressOf({ ...task, subjectType: task.subject.type }, bySubject.get(String(task.subject.id)) ?? []),
  }))
  const wrong = recounted.flatMap(({ task, own }) => {
    const { timesDone, timesConfirmed, lastVisitOn } = task
    return isDeepStrictEqual(own, { timesDone, timesConfirmed, lastVisitOn })
      ? []
      : findings('coverage', `${task.period} ${task.department} ${task.subject.name}`, [
          `记的是走访 ${timesDone} 次、确认 ${timesConfirmed} 次，重数 ${own.timesDone}、${own.timesConfirmed}`,
        ])
  })
  const period = halfYearOf(dayOf(now))
  const present = recounted
    .filter(({ task }) => task.period === period && task.subject.type === 'enterprise')
    .map(({ task, own }) => ({ ...task, ...own }))
  const shown = (await enterpriseCoverage(dayOf(now))).total
  return [
    ...wrong,
    ...(isDeepStrictEqual(shown, coverageOf(present))
      ? []
      : findings('coverage', period, [
          `重点企业覆盖显示 ${ratio(shown)}，重数 ${ratio(coverageOf(present))}`,
        ])),
  ]
}

async function visitsBySubject(): Promise<Map<string, (Counting & { confirmed: boolean })[]>> {
  const facts = {
    department: 1,
    alsoDepartments: 1,
    onDay: 1,
    mode: 1,
    outcome: 1,
    state: 1,
    confirmation: 1,
    'subjects.id': 1,
  } as const
  const visits = await VisitModel.find({ state: 'done' }, facts).lean<Counting[]>()
  const bySubject = new Map<string, (Counting & { confirmed: boolean })[]>()
  for (const visit of visits) {
    for (const { id } of visit.subjects) {
      const own = bySubject.get(String(id)) ?? []
      own.push({ ...visit, confirmed: visit.confirmation !== null })
      bySubject.set(String(id), own)
    }
  }
  return bySubject
}

async function scores(): Promise<Finding[]> {
  const found: Finding[] = []
  const plans = new Map<string, Awaited<ReturnType<typeof planById>>>()
  for await (const each of ScoreModel.find({}).lean<Score[]>().cursor()) {
    const score = each as Score
    const plan = plans.get(String(score.plan.id)) ?? (await planById(String(score.plan.id)))
    plans.set(String(score.plan.id), plan)
    found.push(
      ...findings(
        'scores',
        `${score.year} ${score.department} 第 ${score.n} 次`,
        scoreComplaints(score, plan, await rowsOfScore(score._id as Types.ObjectId), await talliedOf(score)),
      ),
    )
  }
  return found
}

/** The marks that a calculation must have counted: of the latest one with votes, as long as no paper sheet came in after it. */
async function talliedOf({ year, department, n, ballots, at, plan: { id } }: Score): Promise<Ballots | undefined> {
  if (ballots === null || (await ScoreModel.exists({ year, department, n: { $gt: n } })) !== null) return undefined
  if ((await agreedSheets(year)).some(({ agreedAt }) => agreedAt !== null && agreedAt > at)) return undefined
  const plan = await planById(String(id))
  return ballotsByDepartment(await tallyOf(year), scaleOf(plan?.weights.scale ?? 'B4')).get(department) ?? {}
}
