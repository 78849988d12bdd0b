import { callBack, closeAsDutyDone, reopen } from '../../../models/issue/callBacks.ts'
import { contact, plan, progress } from '../../../models/issue/handling.ts'
import type { Satisfaction, Solved } from '../../../models/issue/words.ts'
import { dayOf } from '../../../models/shared/calendarDay.ts'
import { addWorkingDays, workingDaysBetween } from '../../../models/shared/workingCalendar.ts'
import { planText, progressText } from './issueTexts.ts'
import { answering } from './lifeAnswers.ts'
import { promiseWording } from './phrases.ts'
import {
  coordinator,
  days,
  handlerOf,
  leadDepartment,
  momentOf,
  phrase,
  soon,
  stopsAt,
  type Life,
  type Scene,
} from './scene.ts'

/** What follows an upheld answer: a promise kept or not, call-backs, doing it again, a look-back. */
export function* ending(scene: Scene): Life {
  const { issue, fate, random } = scene
  if (issue.state === 'pledged') {
    const kept: boolean = yield* promise(scene)
    if (!kept) return
  }
  for (let round = 0; issue.state === 'callBack'; round += 1) {
    const again: boolean = yield* callingBack(scene, round)
    if (!again) break
  }
  if (fate.reopened && issue.state === 'closed') {
    yield days(scene, random.int(10, 25))
    reopen(issue, random.pick(scene.people.supervisors), '抽查现场，整改没有到位', momentOf(scene))
    const answered: boolean = yield* redoing(scene)
    if (answered) yield* callingBack(scene, 9)
  }
}

function* promise(scene: Scene): Generator<Date, boolean> {
  const { issue, fate, random, calendar, people, situation } = scene
  if (random.chance(0.7) && issue.promise) {
    yield soon(scene)
    issue.promise.publicText = promiseWording(situation.plan)
    issue.promise.publicApprovedByName = people.leadOf(leadDepartment(scene)).name
  }
  if (stopsAt(scene, 'promiseAnswer')) return false
  const target = addWorkingDays(issue.dueOn ?? dayOf(scene.now), fate.promiseSlip, calendar).day
  const wait = workingDaysBetween(dayOf(scene.now), target, calendar)
  for (let left = wait; left > 20; left -= 20) {
    yield days(scene, 20)
    progress(
      issue,
      handlerOf(scene),
      { onDay: dayOf(scene.now), text: progressText(situation, 2, scene.raiser, dayOf(scene.now), random) },
      momentOf(scene),
    )
  }
  yield days(scene, Math.max(1, workingDaysBetween(dayOf(scene.now), target, calendar)))
  return yield* answering(scene, 'A', 'promiseAnswer')
}

function* redoing(scene: Scene): Generator<Date, boolean> {
  const { issue, random, people } = scene
  yield soon(scene)
  contact(
    issue,
    handlerOf(scene),
    { how: '电话', text: phrase(scene, 'contact'), atDay: dayOf(scene.now) },
    momentOf(scene),
  )
  yield days(scene, random.int(1, 2))
  plan(issue, handlerOf(scene), planText(scene.situation, scene.raiser, dayOf(scene.now), random), momentOf(scene))
  if (stopsAt(scene, 'redoAnswer')) return false
  yield days(scene, random.int(1, 2))
  progress(
    issue,
    people.leadOf(leadDepartment(scene)),
    {
      onDay: dayOf(scene.now),
      text: progressText(scene.situation, 4, scene.raiser, dayOf(scene.now), random),
    },
    momentOf(scene),
  )
  return yield* answering(scene, random.chance(0.8) ? 'A' : 'C', 'redoAnswer')
}

/** One call-back and what comes of it; true = the case waits for another one. */
function* callingBack(scene: Scene, round: number): Generator<Date, boolean> {
  const { issue, fate, random } = scene
  if (stopsAt(scene, 'callBack')) return false
  if (fate.unreachable) return yield* unreachable(scene)
  yield days(scene, random.int(0, 4))
  const wanted: Satisfaction =
    round < fate.unsatisfied ? '不满意' : random.weighted({ 满意: 72, 基本满意: 24, 未评价: 4 })
  const { orderDue } = callBack(issue, coordinator(scene), rating(scene, wanted), momentOf(scene))
  if (orderDue) scene.orderDue()
  if (issue.state === 'redo') return yield* redoing(scene)
  if (issue.state !== 'callBack') return false
  yield days(scene, 2)
  closeAsDutyDone(issue, coordinator(scene), phrase(scene, 'dutyDone'), momentOf(scene))
  return false
}

function rating(
  scene: Scene,
  satisfaction: Satisfaction,
): { how: string; reached: boolean; solved: Solved | null; satisfaction: Satisfaction; text: string } {
  const { issue, random } = scene
  const done = issue.resultClass === 'A'
  const solved: Solved =
    satisfaction === '不满意'
      ? '未解决'
      : done
        ? random.chance(0.94)
          ? '已解决'
          : '部分解决'
        : random.pick(['部分解决', '未解决', '已解决'])
  const key = satisfaction === '满意' ? 'satisfied' : satisfaction === '不满意' ? 'dissatisfied' : 'fairlySatisfied'
  return {
    how: random.chance(0.9) ? '电话' : '上门',
    reached: true,
    solved,
    satisfaction,
    text: satisfaction === '未评价' ? '' : phrase(scene, key),
  }
}

function* unreachable(scene: Scene): Generator<Date, boolean> {
  for (let attempt = 0; scene.issue.state === 'callBack' && attempt < 3; attempt += 1) {
    yield days(scene, 1)
    callBack(
      scene.issue,
      coordinator(scene),
      { how: '电话', reached: false, solved: null, satisfaction: null, text: phrase(scene, 'unreachable') },
      momentOf(scene),
    )
  }
  return false
}
