import { draftAnswer, releaseAnswer, verify, type AnswerDraft } from '../../../models/issue/answering.ts'
import { progress } from '../../../models/issue/handling.ts'
import { dayOf } from '../../../models/shared/calendarDay.ts'
import { addWorkingDays } from '../../../models/shared/workingCalendar.ts'
import type { Actor } from '../../../models/user/actor.ts'
import type { Fate, Stop } from './fate.ts'
import { answerText, progressText } from './issueTexts.ts'
import { days, handlerOf, leadDepartment, momentOf, phrase, soon, stopsAt, type Scene } from './scene.ts'

/** One answer with its release and its verification; a failed one is given again. False = it stops on the way. */
export function* answering(scene: Scene, resultClass: Fate['resultClass'], stop: Stop): Generator<Date, boolean> {
  const { issue, fate, random, people } = scene
  if (stop !== 'answer' && stopsAt(scene, stop)) return false
  yield soon(scene)
  draftAnswer(issue, handlerOf(scene), draftOf(scene, resultClass), momentOf(scene))
  if (stopsAt(scene, 'releaseAnswer')) return false
  yield soon(scene)
  releaseAnswer(issue, people.headOf(leadDepartment(scene)), momentOf(scene))
  if (stopsAt(scene, 'verify')) return false
  yield days(scene, random.int(0, 4))
  const fails = fate.verificationFails && issue.answers.length === 1 && stop === 'answer'
  verify(
    issue,
    verifier(scene),
    { upheld: !fails, reason: phrase(scene, fails ? 'verificationFailed' : 'verified') },
    momentOf(scene),
  )
  if (!fails) return true
  yield days(scene, random.int(1, 3))
  progress(
    issue,
    handlerOf(scene),
    { onDay: dayOf(scene.now), text: progressText(scene.situation, 3, scene.raiser, dayOf(scene.now), random) },
    momentOf(scene),
  )
  yield days(scene, random.int(0, 2))
  return yield* answering(scene, resultClass, 'redoAnswer')
}

const verifier = (scene: Scene): Actor => {
  const department = scene.issue.verifyingDepartment ?? 'lianban'
  return scene.random.pick(scene.people.officersOf(department))
}

function draftOf(scene: Scene, resultClass: Fate['resultClass']): AnswerDraft {
  const { situation, raiser, random, calendar, now, fate } = scene
  const on = dayOf(now)
  const promisedOn = addWorkingDays(on, fate.promiseDays, calendar).day
  return {
    class: resultClass,
    text: answerText(situation, resultClass, raiser, on, random, promisedOn),
    toldHow: random.pick(['电话', '当面', '书面']),
    toldOn: on,
    evidence: [scene.evidence(handlerOf(scene))],
    promise: resultClass === 'B' ? { text: situation.plan, dueOn: promisedOn } : null,
  }
}
