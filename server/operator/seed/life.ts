import { Types } from 'mongoose'
import { draftAnswer, releaseAnswer, verify, type AnswerDraft } from '../../../models/issue/answering.ts'
import { callBack, closeAsDutyDone, reopen } from '../../../models/issue/callBacks.ts'
import { askExtension, extensionLimit, grantExtension, refuseExtension } from '../../../models/issue/extension.ts'
import { contact, nameHandler, plan, progress } from '../../../models/issue/handling.ts'
import { accept, reject, withdraw } from '../../../models/issue/intake.ts'
import type { Issue } from '../../../models/issue/record.ts'
import { arbitrate, refuse, sign } from '../../../models/issue/signature.ts'
import type { Moment } from '../../../models/issue/step.ts'
import type { Grade, Satisfaction, Solved } from '../../../models/issue/words.ts'
import { dayOf } from '../../../models/shared/calendarDay.ts'
import { addWorkingDays, workingDaysBetween, type WorkingCalendar } from '../../../models/shared/workingCalendar.ts'
import type { OfficeHours } from '../../../models/shared/officeHours.ts'
import type { Actor } from '../../../models/user/actor.ts'
import type { Fate, Stop } from './fate.ts'
import { answerText, planText, progressText, type Raiser } from './issueTexts.ts'
import { daysAfter, soonAfter } from './moments.ts'
import { fill } from './particulars.ts'
import type { People } from './people.ts'
import { PHRASES, promiseWording } from './phrases.ts'
import type { Random } from './random.ts'
import type { Situation } from './situations/index.ts'

/** Everything that the life of one case draws on. `now` is moved by whoever plays the life. */
export interface Scene {
  issue: Issue
  situation: Situation
  raiser: Raiser
  fate: Fate
  people: People
  random: Random
  calendar: WorkingCalendar
  hours: OfficeHours
  now: Date
  category: string
  grade: Grade
  verifying: string
  /** gives the id of a stored file for an answer */
  evidence(by: Actor): Types.ObjectId
  /** an order (L3) is due beside the ladder: the second unsatisfied raiser */
  orderDue(): void
}

type Life = Generator<Date, void>

const momentOf = ({ now, calendar, hours }: Scene): Moment => ({ now, calendar, hours })
const leadDepartment = ({ issue }: Scene): string => issue.leadDepartment ?? 'bangong'
const phrase = (scene: Scene, key: keyof typeof PHRASES): string =>
  fill(scene.random.pick<string>(PHRASES[key]), scene.random, { on: dayOf(scene.now), ...scene.raiser })
const soon = ({ now, random, calendar }: Scene): Date => soonAfter(now, random, calendar)
const days = ({ now, random, calendar }: Scene, n: number): Date => daysAfter(now, n, random, calendar)
const stopsAt = ({ fate }: Scene, stop: Stop): boolean => fate.stopBefore === stop
const coordinator = ({ people, random }: Scene): Actor => random.pick(people.coordinators)

/** Who did the work; the lead's first officer until somebody is named. */
function handlerOf(scene: Scene): Actor {
  const officers = scene.people.officersOf(leadDepartment(scene))
  return officers.find(({ id }) => String(id) === String(scene.issue.handler)) ?? officers[0] ?? scene.people.leadOf(leadDepartment(scene))
}

/**
 * A case from 待受理 to its end, told by the verbs themselves: each `yield` is the moment of the next step, and what follows
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
    return withdraw(issue, scene.people.officersOf(issue.visitDepartment ?? 'lianban')[0] ?? coordinator(scene), phrase(scene, 'withdrawal'), momentOf(scene))
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
  accept(issue, coordinator(scene), {
    leadDepartment: lead, coDepartments: grade === '一般' || grade === '咨询' ? [] : others, category, grade,
    verifyingDepartment: verifying === lead ? 'lianban' : verifying, closeWorkingDays: grade === '重大' ? scene.random.int(30, 60) : null,
    assignNo: '', text: phrase(scene, 'acceptance'),
  }, momentOf(scene))
}

function* refusal(scene: Scene): Generator<Date, boolean> {
  const { issue, fate, random, situation, people } = scene
  const proposed = situation.leads[1] ?? random.pick(['shenpi', 'caizheng', 'chengguan', 'zhujian'].filter((one) => one !== issue.leadDepartment))
  yield soon(scene)
  refuse(issue, people.leadOf(leadDepartment(scene)), { reason: phrase(scene, 'refusal'), proposedDepartment: proposed }, momentOf(scene))
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
  sign(issue, random.chance(0.5) ? people.leadOf(leadDepartment(scene)) : handlerOf(scene), { moreDepartments: [], text: '' }, momentOf(scene))
  return true
}

/** Handler, first contact, plan, progress and perhaps more time: up to the day of the answer. */
function* handling(scene: Scene): Generator<Date, boolean> {
  const { issue, random, people } = scene
  yield soon(scene)
  const officer = random.pick(people.officersOf(leadDepartment(scene)))
  if (officer.id) nameHandler(issue, people.leadOf(leadDepartment(scene)), { id: officer.id, name: officer.name }, momentOf(scene))
  yield soon(scene)
  contact(issue, handlerOf(scene), { how: random.pick(['电话', '上门', '微信']), text: phrase(scene, 'contact'), atDay: dayOf(scene.now) }, momentOf(scene))
  yield days(scene, random.int(0, issue.grade === '咨询' ? 0 : 2))
  plan(issue, handlerOf(scene), planText(scene.situation, scene.raiser, dayOf(scene.now), random), momentOf(scene))
  if (stopsAt(scene, 'answer')) return false
  return yield* progressUntil(scene, answerDay(scene))
}

const answerDay = ({ issue, fate, calendar }: Scene): string => {
  const version = issue.dueVersions.at(-1)
  const limit = version?.workingDays ?? 15
  const used = Math.max(1, Math.round(limit * fate.pace))
  return addWorkingDays(version?.startOn ?? issue.dueOn ?? '2026-01-05', fate.pace > 1 ? Math.max(limit + 1, used) : used, calendar).day
}

function* progressUntil(scene: Scene, answerOn: string): Generator<Date, boolean> {
  const { issue, fate, random, calendar, people } = scene
  let until = answerOn
  for (let n = 0; ; n += 1) {
    const gap = Math.min(random.int(2, 7), Math.max(0, workingDaysBetween(dayOf(scene.now), until, calendar)))
    if (gap === 0) return true
    yield days(scene, gap)
    const co = issue.coDepartments[n % 2]
    const by = co && co.opinionAt === null ? people.officersOf(co.department)[0] ?? handlerOf(scene) : handlerOf(scene)
    progress(issue, by, { onDay: dayOf(scene.now), text: progressText(scene.situation, n, scene.raiser, dayOf(scene.now), random) }, momentOf(scene))
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
  askExtension(issue, people.leadOf(leadDepartment(scene)), { days: asked, reason: phrase(scene, 'extension') }, momentOf(scene))
  if (stopsAt(scene, 'decideExtension')) return false
  yield soon(scene)
  const by = issue.grade === '重大' ? leaderOf(scene) : coordinator(scene)
  if (fate.extension === 'refused') refuseExtension(issue, by, phrase(scene, 'extensionRefused'), momentOf(scene))
  else grantExtension(issue, by, { days: random.chance(0.3) ? Math.max(1, asked - 2) : asked, note: phrase(scene, 'extensionGranted') }, momentOf(scene))
  return true
}

function leaderOf({ people }: Scene): Actor {
  const user = people.leaders[1] ?? people.leaders[0]
  return { id: user?._id ?? null, name: user?.name ?? '', department: 'bangong', roles: ['leader'], isHead: false, leader: user?._id ?? null }
}

/** One answer with its release and its verification; a failed one is given again. False = it stops on the way. */
function* answering(scene: Scene, resultClass: Fate['resultClass'], stop: Stop): Generator<Date, boolean> {
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
  verify(issue, verifier(scene), { upheld: !fails, reason: phrase(scene, fails ? 'verificationFailed' : 'verified') }, momentOf(scene))
  if (!fails) return true
  yield days(scene, random.int(1, 3))
  progress(issue, handlerOf(scene), { onDay: dayOf(scene.now), text: progressText(scene.situation, 3, scene.raiser, dayOf(scene.now), random) }, momentOf(scene))
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
    class: resultClass, text: answerText(situation, resultClass, raiser, on, random, promisedOn), toldHow: random.pick(['电话', '当面', '书面']), toldOn: on,
    evidence: [scene.evidence(handlerOf(scene))], promise: resultClass === 'B' ? { text: situation.plan, dueOn: promisedOn } : null,
  }
}

/** What follows an upheld answer: a promise kept or not, call-backs, doing it again, a look-back. */
function* ending(scene: Scene): Life {
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
    progress(issue, handlerOf(scene), { onDay: dayOf(scene.now), text: progressText(situation, 2, scene.raiser, dayOf(scene.now), random) }, momentOf(scene))
  }
  yield days(scene, Math.max(1, workingDaysBetween(dayOf(scene.now), target, calendar)))
  return yield* answering(scene, 'A', 'promiseAnswer')
}

function* redoing(scene: Scene): Generator<Date, boolean> {
  const { issue, random, people } = scene
  yield soon(scene)
  contact(issue, handlerOf(scene), { how: '电话', text: phrase(scene, 'contact'), atDay: dayOf(scene.now) }, momentOf(scene))
  yield days(scene, random.int(1, 2))
  plan(issue, handlerOf(scene), planText(scene.situation, scene.raiser, dayOf(scene.now), random), momentOf(scene))
  if (stopsAt(scene, 'redoAnswer')) return false
  yield days(scene, random.int(1, 2))
  progress(issue, people.leadOf(leadDepartment(scene)), {
    onDay: dayOf(scene.now), text: progressText(scene.situation, 4, scene.raiser, dayOf(scene.now), random),
  }, momentOf(scene))
  return yield* answering(scene, random.chance(0.8) ? 'A' : 'C', 'redoAnswer')
}

/** One call-back and what comes of it; true = the case waits for another one. */
function* callingBack(scene: Scene, round: number): Generator<Date, boolean> {
  const { issue, fate, random } = scene
  if (stopsAt(scene, 'callBack')) return false
  if (fate.unreachable) return yield* unreachable(scene)
  yield days(scene, random.int(0, 4))
  const wanted: Satisfaction = round < fate.unsatisfied ? '不满意' : random.weighted({ 满意: 72, 基本满意: 24, 未评价: 4 })
  const { orderDue } = callBack(issue, coordinator(scene), rating(scene, wanted), momentOf(scene))
  if (orderDue) scene.orderDue()
  if (issue.state === 'redo') return yield* redoing(scene)
  if (issue.state !== 'callBack') return false
  yield days(scene, 2)
  closeAsDutyDone(issue, coordinator(scene), phrase(scene, 'dutyDone'), momentOf(scene))
  return false
}

function rating(scene: Scene, satisfaction: Satisfaction): { how: string, reached: boolean, solved: Solved | null, satisfaction: Satisfaction, text: string } {
  const { issue, random } = scene
  const done = issue.resultClass === 'A'
  const solved: Solved = satisfaction === '不满意' ? '未解决' : done ? (random.chance(0.94) ? '已解决' : '部分解决') : random.pick(['部分解决', '未解决', '已解决'])
  const key = satisfaction === '满意' ? 'satisfied' : satisfaction === '不满意' ? 'dissatisfied' : 'fairlySatisfied'
  return { how: random.chance(0.9) ? '电话' : '上门', reached: true, solved, satisfaction, text: satisfaction === '未评价' ? '' : phrase(scene, key) }
}

function* unreachable(scene: Scene): Generator<Date, boolean> {
  for (let attempt = 0; scene.issue.state === 'callBack' && attempt < 3; attempt += 1) {
    yield days(scene, 1)
    callBack(scene.issue, coordinator(scene), { how: '电话', reached: false, solved: null, satisfaction: null, text: phrase(scene, 'unreachable') }, momentOf(scene))
  }
  return false
}
