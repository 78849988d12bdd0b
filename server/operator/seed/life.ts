import { askExtension, extensionLimit, grantExtension, refuseExtension } from '../../../models/issue/extension.ts'
import { contact, nameHandler, plan, progress } from '../../../models/issue/handling.ts'
import { accept, reject, withdraw } from '../../../models/issue/intake.ts'
import { arbitrate, refuse, sign } from '../../../models/issue/signature.ts'
import { dayOf } from '../../../models/shared/calendarDay.ts'
import { addWorkingDays, workingDaysBetween } from '../../../models/shared/workingCalendar.ts'
import { planText, progressText } from './issueTexts.ts'
import { answering } from './lifeAnswers.ts'
import { ending } from './lifeEndings.ts'
import {
  coordinator,
  days,
  handlerOf,
  leadDepartment,
  leaderOf,
  momentOf,
  phrase,
  soon,
  stopsAt,
  type Life,
  type Scene,
} from './scene.ts'

/**
 * A case from 待受理 to its end, told by the verbs themselves: each `yield` is the moment of the next step, and what
 * follows
 * happens only when the player lets that moment come. So a case that is cut off anywhere is one that could stand there.
 */
export function* lifeOf(scene: Scene): Life {
  const { issue, fate } = scene
  if (stopsAt(scene, 'accept')) return
  yield days(scene, scene.random.chance(0.6) ? 0 : 1)
  if (fate.rejected) return reject(issue, coordinator(scene), phrase(scene, 'rejection'), momentOf(scene))
  yield* assignment(scene)
  if (fate.withdrawn && issue.state === 'assigned') {
    yield soon(scene)
    return withdraw(
      issue,
      scene.people.officersOf(issue.visitDepartment ?? 'lianban')[0] ?? coordinator(scene),
      phrase(scene, 'withdrawal'),
      momentOf(scene),
    )
  }
  if (fate.refused !== 'no') {
    const goesOn: boolean = yield* refusal(scene)
    if (!goesOn) return
  }
  if (issue.state === 'assigned') {
    const goesOn: boolean = yield* signature(scene)
    if (!goesOn) return
  }
  const reached: boolean = yield* handling(scene)
  if (!reached) return
  const answered: boolean = yield* answering(scene, fate.resultClass, 'answer')
  if (!answered) return
  yield* ending(scene)
}

function* assignment(scene: Scene): Life {
  const { issue, situation, grade, category, verifying } = scene
  const [lead, ...others] = situation.leads
  accept(
    issue,
    coordinator(scene),
    {
      leadDepartment: lead,
      coDepartments: grade === '一般' || grade === '咨询' ? [] : others,
      category,
      grade,
      verifyingDepartment: verifying === lead ? 'lianban' : verifying,
      closeWorkingDays: grade === '重大' ? scene.random.int(30, 60) : null,
      assignNo: '',
      text: phrase(scene, 'acceptance'),
    },
    momentOf(scene),
  )
}

function* refusal(scene: Scene): Generator<Date, boolean> {
  const { issue, fate, random, situation, people } = scene
  const proposed =
    situation.leads[1] ??
    random.pick(['shenpi', 'caizheng', 'chengguan', 'zhujian'].filter((one) => one !== issue.leadDepartment))
  yield soon(scene)
  refuse(
    issue,
    people.leadOf(leadDepartment(scene)),
    { reason: phrase(scene, 'refusal'), proposedDepartment: proposed },
    momentOf(scene),
  )
  if (stopsAt(scene, 'arbitrate')) return false
  yield days(scene, random.chance(0.7) ? 1 : 0)
  const department = fate.refused === 'reassigned' && proposed !== issue.verifyingDepartment ? proposed : null
  const note = phrase(scene, department === null ? 'uphold' : 'reassign')
  arbitrate(issue, coordinator(scene), { department, note, text: note }, momentOf(scene))
  return true
}

function* signature(scene: Scene): Generator<Date, boolean> {
  const { issue, fate, random, people } = scene
  if (stopsAt(scene, 'sign')) return false
  yield days(scene, fate.signedLate ? random.int(2, 3) : random.chance(0.75) ? 0 : 1)
  sign(
    issue,
    random.chance(0.5) ? people.leadOf(leadDepartment(scene)) : handlerOf(scene),
    { moreDepartments: [], text: '' },
    momentOf(scene),
  )
  return true
}

/** Handler, first contact, plan, progress and perhaps more time: up to the day of the answer. */
function* handling(scene: Scene): Generator<Date, boolean> {
  const { issue, random, people } = scene
  yield soon(scene)
  const officer = random.pick(people.officersOf(leadDepartment(scene)))
  if (officer.id)
    nameHandler(issue, people.leadOf(leadDepartment(scene)), { id: officer.id, name: officer.name }, momentOf(scene))
  yield soon(scene)
  contact(
    issue,
    handlerOf(scene),
    { how: random.pick(['电话', '上门', '微信']), text: phrase(scene, 'contact'), atDay: dayOf(scene.now) },
    momentOf(scene),
  )
  yield days(scene, random.int(0, issue.grade === '咨询' ? 0 : 2))
  plan(issue, handlerOf(scene), planText(scene.situation, scene.raiser, dayOf(scene.now), random), momentOf(scene))
  if (stopsAt(scene, 'answer')) return false
  return yield* progressUntil(scene, answerDay(scene))
}

const answerDay = ({ issue, fate, calendar }: Scene): string => {
  const version = issue.dueVersions.at(-1)
  const limit = version?.workingDays ?? 15
  const used = Math.max(1, Math.round(limit * fate.pace))
  return addWorkingDays(
    version?.startOn ?? issue.dueOn ?? '2026-01-05',
    fate.pace > 1 ? Math.max(limit + 1, used) : used,
    calendar,
  ).day
}

function* progressUntil(scene: Scene, answerOn: string): Generator<Date, boolean> {
  const { issue, fate, random, calendar, people } = scene
  let until = answerOn
  for (let n = 0; ; n += 1) {
    const gap = Math.min(random.int(2, 7), Math.max(0, workingDaysBetween(dayOf(scene.now), until, calendar)))
    if (gap === 0) return true
    yield days(scene, gap)
    const co = issue.coDepartments[n % 2]
    const by =
      co && co.opinionAt === null ? (people.officersOf(co.department)[0] ?? handlerOf(scene)) : handlerOf(scene)
    progress(
      issue,
      by,
      { onDay: dayOf(scene.now), text: progressText(scene.situation, n, scene.raiser, dayOf(scene.now), random) },
      momentOf(scene),
    )
    if (n === 0 && fate.extension !== 'no' && issue.grade !== '咨询' && mayAsk(scene)) {
      const goesOn: boolean = yield* extension(scene)
      if (!goesOn) return false
      if (fate.extension === 'granted') until = answerDay(scene)
    }
  }
}

const mayAsk = ({ issue, now, calendar }: Scene): boolean =>
  issue.state === 'handling' && issue.dueOn !== null && workingDaysBetween(dayOf(now), issue.dueOn, calendar) > 2

function* extension(scene: Scene): Generator<Date, boolean> {
  const { issue, fate, random, people, calendar } = scene
  yield soon(scene)
  if (!mayAsk(scene)) return true
  const most = extensionLimit(issue, calendar)?.days ?? 0
  if (most < 2) return true
  const asked = random.int(2, most)
  askExtension(
    issue,
    people.leadOf(leadDepartment(scene)),
    { days: asked, reason: phrase(scene, 'extension') },
    momentOf(scene),
  )
  if (stopsAt(scene, 'decideExtension')) return false
  yield soon(scene)
  const by = issue.grade === '重大' ? leaderOf(scene) : coordinator(scene)
  if (fate.extension === 'refused') refuseExtension(issue, by, phrase(scene, 'extensionRefused'), momentOf(scene))
  else
    grantExtension(
      issue,
      by,
      { days: random.chance(0.3) ? Math.max(1, asked - 2) : asked, note: phrase(scene, 'extensionGranted') },
      momentOf(scene),
    )
  return true
}
