import { expect } from 'chai'
import { instantOf } from '../../models/shared/calendarDay.ts'
import { RuleBroken } from '../../models/shared/errors.ts'
import { closeAsDutyDone, callBack, reopen } from '../../models/issue/callBacks.ts'
import { draftAnswer, releaseAnswer, returnDraft, verify } from '../../models/issue/answering.ts'
import { askExtension, extensionLimit, grantExtension, refuseExtension } from '../../models/issue/extension.ts'
import { contact, nameHandler, note, plan, progress } from '../../models/issue/handling.ts'
import { accept, reassign, reject, withdraw } from '../../models/issue/intake.ts'
import { markRaised, markSignatureTold, recount, signatureStepDue, stepsDue } from '../../models/issue/rungs.ts'
import { arbitrate, refuse, sign } from '../../models/issue/signature.ts'
import type { Issue } from '../../models/issue/record.ts'
import { calendarFrom } from '../../models/shared/workingCalendar.ts'
import { PUBLISHED_YEARS } from '../../models/holiday/publishedYears.ts'
import { ANSWER, answered, ASSIGNMENT, anAssigned, aRegistered, aSigned, PEOPLE, toCallBack, when } from './aCase.ts'

const { coordinator, officer, lead, head, helper, verifier, supervisor, leader } = PEOPLE
const refusedWith = (code: string, work: () => unknown) => {
  let error: unknown
  try { work() } catch (thrown) { error = thrown }
  expect(error).to.be.instanceOf(RuleBroken)
  expect((error as RuleBroken).code).to.equal(code)
  return (error as RuleBroken).message
}
const unsatisfied = { how: '电话', reached: true, solved: '未解决', satisfaction: '不满意', text: '边界还是不对' } as const
const unreached = { how: '电话', reached: false, solved: null, satisfaction: null, text: '' } as const
const satisfied = { how: '电话', reached: true, solved: '已解决', satisfaction: '满意', text: '' } as const

describe('a registered case', () => {
  it('waits for the office, which has one working day, and counts in no stock yet', () => {
    const issue = aRegistered(when('2026-03-06', '18:00'))
    expect([issue.state, issue.open, issue.stock]).to.deep.equal(['submitted', true, null])
    expect(issue.turnDueAt).to.deep.equal(instantOf('2026-03-10', '17:30'))
  })
  it('assigned: every clock has its end, and the first rung its moment', () => {
    const issue = anAssigned(when('2026-03-02', '16:45'))
    expect([issue.state, issue.stock, issue.dueOn, issue.dueVersion]).to.deep.equal([
      'assigned',
      'handling',
      '2026-03-23',
      1,
    ])
    expect(issue.signatureDueAt).to.deep.equal(instantOf('2026-03-03', '17:30'))
    expect(issue.contactDueAt).to.deep.equal(instantOf('2026-03-03', '10:15'))
    expect(issue.planDueAt).to.deep.equal(instantOf('2026-03-05', '17:30'))
    expect(issue.nextRungAt).to.deep.equal(instantOf('2026-03-04', '09:00'))
    expect(issue.coDepartments.map(({ department, dueOn }) => [department, dueOn])).to.deep.equal([
      ['housing', '2026-03-05'],
    ])
  })
  it('of grade 重大 counts from its entry, day and night, for as long as a leader sets', () => {
    const issue = aRegistered(when('2026-03-06', '22:00'))
    accept(issue, coordinator, { ...ASSIGNMENT, grade: '重大', closeWorkingDays: 20 }, when('2026-03-06', '22:30'))
    expect(issue.contactDueAt).to.deep.equal(instantOf('2026-03-07', '00:00'))
    expect([issue.dueVersions[0]?.startOn, issue.dueOn]).to.deep.equal(['2026-03-09', '2026-04-07'])
    refusedWith('issue-close-limit', () =>
      accept(aRegistered(), coordinator, { ...ASSIGNMENT, grade: '重大', closeWorkingDays: 61 }, when('2026-03-02')),
    )
  })
  it('of a congress has three months, of a citizen fifteen working days, whatever the grade', () => {
    expect(anAssigned(when('2026-02-27'), { grade: '咨询' }, { source: 'proposal' }).dueOn).to.equal('2026-05-27')
    expect(anAssigned(when('2026-03-02'), { grade: '咨询' }, { source: 'opinion' }).dueOn).to.equal('2026-03-23')
  })
  it('is not given to a lead that is also co-handling or verifying', () => {
    refusedWith('issue-lead-is-co', () => anAssigned(when('2026-03-02'), { coDepartments: ['planning'] }))
    refusedWith('issue-lead-verifies', () => anAssigned(when('2026-03-02'), { verifyingDepartment: 'planning' }))
  })
  it('can be refused or taken back, and is over then', () => {
    const [refused, taken] = [aRegistered(), anAssigned()]
    reject(refused, coordinator, '不属本级职权，请向省厅反映', when('2026-03-02'))
    withdraw(taken, officer, '企业已自行解决', when('2026-03-03'))
    expect(
      [refused, taken].map(({ state, open, stock, nextRungAt }) => [state, open, stock, nextRungAt]),
    ).to.deep.equal([
      ['rejected', false, null, null],
      ['withdrawn', false, null, null],
    ])
  })
})

describe('签收', () => {
  it('has a small ladder of its own: the head after one working day, the office after two', () => {
    const issue = anAssigned(when('2026-03-02'))
    expect(signatureStepDue(issue, when('2026-03-03', '17:31'))).to.equal(null)
    expect(signatureStepDue(issue, when('2026-03-04', '09:00'))).to.equal(1)
    markSignatureTold(issue, 1, when('2026-03-04', '09:00'))
    expect(issue.nextRungAt).to.deep.equal(instantOf('2026-03-05', '09:00'))
    expect(signatureStepDue(issue, when('2026-03-05', '09:00'))).to.equal(2)
    markSignatureTold(issue, 2, when('2026-03-05', '09:00'))
    expect(issue.nextRungAt).to.deep.equal(instantOf('2026-03-18', '09:00'))
  })
  it('may ask for more departments', () => {
    const issue = anAssigned()
    sign(issue, officer, { moreDepartments: ['water', 'housing', 'planning'], text: '' }, when('2026-03-02', '15:00'))
    expect([issue.state, issue.coDepartments.map(({ department }) => department)]).to.deep.equal([
      'handling',
      ['housing', 'water'],
    ])
  })
  it('refused stops the clock until the office rules; reassigned, only 签收 starts anew', () => {
    const issue = anAssigned(when('2026-03-02'))
    refuse(issue, officer, { reason: '依据三定方案不属本单位', proposedDepartment: 'water' }, when('2026-03-03'))
    expect([issue.state, issue.remainingAtStop, issue.nextRungAt]).to.deep.equal(['refusalReview', 14, null])
    arbitrate(issue, coordinator, { department: 'water', note: '按职责', text: '' }, when('2026-03-05'))
    expect([issue.state, issue.leadDepartment, issue.dueOn, issue.dueVersion]).to.deep.equal([
      'assigned',
      'water',
      '2026-03-25',
      1,
    ])
    expect([issue.signatureDueAt, issue.signedAt]).to.deep.equal([instantOf('2026-03-06', '17:30'), null])
  })
  it('refused and upheld counts as signed', () => {
    const issue = anAssigned()
    refuse(issue, officer, { reason: '不属本单位', proposedDepartment: null }, when('2026-03-02', '11:00'))
    arbitrate(issue, coordinator, { department: null, note: '', text: '' }, when('2026-03-02', '16:00'))
    expect([issue.state, issue.dueOn, issue.refusals[0]?.ruling]).to.deep.equal([
      'handling',
      '2026-03-23',
      'upheldHandling',
    ])
    expect(issue.signedAt).to.deep.equal(instantOf('2026-03-02', '16:00'))
  })
  it('is not refused too late, nor a third time, nor in favour of oneself', () => {
    refusedWith('issue-need', () =>
      refuse(anAssigned(), officer, { reason: '晚', proposedDepartment: null }, when('2026-03-04')),
    )
    refusedWith('issue-proposes-itself', () =>
      refuse(anAssigned(), officer, { reason: '', proposedDepartment: 'planning' }, when('2026-03-02')),
    )
    const issue = anAssigned()
    for (const department of ['water', 'planning']) {
      refuse(issue, officer, { reason: '不属本单位', proposedDepartment: null }, when('2026-03-02', '11:00'))
      arbitrate(issue, coordinator, { department, note: '', text: '' }, when('2026-03-02', '11:30'))
    }
    expect(
      refusedWith('issue-need', () =>
        refuse(issue, officer, { reason: '', proposedDepartment: null }, when('2026-03-02', '12:00')),
      ),
    ).to.contain('退办两次')
  })
  it('starts anew when the office reassigns; handler and draft go with the old department', () => {
    const issue = aSigned()
    nameHandler(
      issue,
      lead,
      { id: officer.id as NonNullable<typeof officer.id>, name: officer.name },
      when('2026-03-03'),
    )
    draftAnswer(issue, officer, ANSWER, when('2026-03-04'))
    reassign(issue, coordinator, { ...ASSIGNMENT, leadDepartment: 'water' }, when('2026-03-04'))
    expect([issue.state, issue.leadDepartment, issue.handler, issue.answers.length, issue.dueOn])
      .to.deep.equal(['assigned', 'water', null, 0, '2026-03-23'])
  })
})

describe('handling', () => {
  it('contact and plan stop their own clocks, not the main one', () => {
    const issue = aSigned()
    contact(issue, officer, { how: '电话', text: '贺临洲接听', atDay: '2026-03-02' }, when('2026-03-02', '11:00'))
    plan(issue, officer, '先统一边界，再受理规划许可', when('2026-03-04'))
    expect([issue.state, issue.dueOn, issue.remainingAtStop]).to.deep.equal(['handling', '2026-03-23', null])
    expect(refusedWith('issue-need', () => plan(issue, officer, '又一次', when('2026-03-05')))).to.contain('记进展')
  })
  it('progress entered on a later day is marked; days to come and days before 交办 are refused', () => {
    const issue = aSigned()
    progress(issue, officer, { onDay: '2026-03-03', text: '现场复测' }, when('2026-03-05'))
    progress(issue, officer, { onDay: '2026-03-05', text: '送会签' }, when('2026-03-05'))
    expect(issue.progress.map(({ backdated }) => backdated)).to.deep.equal([true, false])
    expect(issue.history.at(-2)?.happenedOn).to.equal('2026-03-03')
    refusedWith('issue-future-day', () =>
      progress(issue, officer, { onDay: '2026-03-06', text: '' }, when('2026-03-05')),
    )
    refusedWith('issue-early-day', () =>
      progress(issue, officer, { onDay: '2026-02-27', text: '' }, when('2026-03-05')),
    )
  })
  it('of a co-handling department is its opinion', () => {
    const issue = aSigned()
    progress(issue, helper, { onDay: '2026-03-04', text: '边界以登记成果为准' }, when('2026-03-04'))
    expect(issue.coDepartments[0]).to.deep.include({ signedByName: '宋听澜', opinion: '边界以登记成果为准' })
  })
  it('owes a progress report each month', () => {
    const issue = aSigned(when('2026-09-24'), { grade: '复杂' })
    expect(issue.nextProgressOn).to.equal('2026-10-26')
    progress(issue, officer, { onDay: '2026-10-26', text: '' }, when('2026-10-26'))
    expect(issue.nextProgressOn).to.equal('2026-11-24')
    progress(issue, officer, { onDay: '2026-11-24', text: '' }, when('2026-11-24'))
    expect(issue.nextProgressOn).to.equal('2026-12-24')
  })
  it('a note changes nothing but the history', () => {
    const issue = aSigned()
    const before = JSON.stringify({ ...issue, history: [] })
    note(issue, supervisor, '已电话了解', when('2026-03-02', '15:00'))
    expect(JSON.stringify({ ...issue, history: [] })).to.equal(before)
    expect(issue.history.at(-1)?.text).to.equal('已电话了解')
  })
})

describe('an answer', () => {
  it('waits in the own department while the clock runs; its release stops the clock', () => {
    const issue = aSigned()
    draftAnswer(issue, officer, ANSWER, when('2026-03-10'))
    expect([issue.state, issue.remainingAtStop]).to.deep.equal(['handling', null])
    releaseAnswer(issue, lead, when('2026-03-11'))
    expect([issue.state, issue.remainingAtStop, issue.nextRungAt]).to.deep.equal(['answered', 8, null])
    expect(issue.turnDueAt).to.deep.equal(instantOf('2026-03-18', '17:30'))
  })
  it('can be sent back to its writer', () => {
    const issue = aSigned()
    draftAnswer(issue, officer, ANSWER, when('2026-03-10'))
    returnDraft(issue, lead, '缺复测成果', when('2026-03-10'))
    expect([issue.answers.length, issue.state]).to.deep.equal([0, 'handling'])
    refusedWith('issue-need', () => releaseAnswer(issue, lead, when('2026-03-10')))
  })
  it('needs evidence, and for class B a promise within twelve months on a working day', () => {
    const draft = (given: object) => () => draftAnswer(aSigned(), officer, { ...ANSWER, ...given }, when('2026-03-10'))
    refusedWith('issue-evidence', draft({ evidence: [] }))
    refusedWith('issue-promise', draft({ class: 'B' }))
    refusedWith('issue-promise', draft({ promise: { text: '办成', dueOn: '2026-06-01' } }))
    for (const dueOn of ['2026-03-10', '2027-03-11', '2026-10-03']) {
      refusedWith('issue-promise-day', draft({ class: 'B', promise: { text: '办成', dueOn } }))
    }
  })
  it('of grade 重大 or to a congress is released by the head', () => {
    for (const issue of [
      aSigned(when('2026-03-02'), { grade: '重大' }),
      aSigned(when('2026-03-02'), {}, { source: 'suggestion' }),
    ]) {
      draftAnswer(issue, officer, ANSWER, when('2026-03-10'))
      expect(refusedWith('issue-need', () => releaseAnswer(issue, lead, when('2026-03-10')))).to.contain('主要负责人')
      releaseAnswer(issue, head, when('2026-03-10'))
    }
  })
  it('upheld settles the case at the moment of the answer, in time or not', () => {
    const [early, late] = [toCallBack(when('2026-03-23', '17:30')), toCallBack(when('2026-03-24'))]
    expect([early.state, early.settledAt, early.settledInTime]).to.deep.equal([
      'callBack',
      instantOf('2026-03-23', '17:30'),
      true,
    ])
    expect([late.settledInTime, late.remainingAtStop]).to.deep.equal([false, -1])
  })
  it('is not verified by the handling department', () => {
    refusedWith('issue-need', () =>
      verify(answered(aSigned(), when('2026-03-10')), lead, { upheld: true, reason: '' }, when('2026-03-11')),
    )
  })
  it('that fails lets the same clock go on with its remaining days, negative when it was late', () => {
    const issue = answered(aSigned(), when('2026-03-24'))
    verify(issue, verifier, { upheld: false, reason: '两图仍差 1.6 米' }, when('2026-03-30'))
    expect([issue.state, issue.dueVersion, issue.dueOn, issue.reworkCount, issue.unsatisfiedCount])
      .to.deep.equal(['redo', 1, '2026-03-27', 1, 0])
  })
  it('of class B leaves 在办 for 挂账 with its promised day and the whole ladder', () => {
    const issue = answered(aSigned(), when('2026-03-10'), {
      class: 'B',
      promise: { text: '六月底前发证', dueOn: '2026-06-30' },
    })
    verify(issue, verifier, { upheld: true, reason: '' }, when('2026-03-11'))
    expect([issue.state, issue.stock, issue.dueOn, issue.dueVersion, issue.settledAt, issue.resultClass])
      .to.deep.equal(['pledged', 'pledged', '2026-06-30', 2, null, 'B'])
    expect(issue.nextRungAt).to.deep.equal(instantOf('2026-06-25', '09:00'))
    expect(stepsDue(issue, when('2026-07-01'))).to.deep.equal(['L2'])
    answered(issue, when('2026-06-29'))
    verify(issue, verifier, { upheld: true, reason: '' }, when('2026-06-30'))
    expect([issue.state, issue.stock, issue.settledInTime, issue.promise?.text]).to.deep.equal([
      'callBack',
      'handling',
      true,
      '六月底前发证',
    ])
  })
  it('to a promise that fails brings the main clock back as it stood', () => {
    const issue = answered(aSigned(when('2026-09-24', '16:05'), { grade: '复杂' }), when('2026-10-19', '15:10'), {
      class: 'B',
      promise: { text: '', dueOn: '2026-10-27' },
    })
    verify(issue, verifier, { upheld: true, reason: '' }, when('2026-10-20', '10:30'))
    answered(issue, when('2026-10-27', '16:05'))
    verify(issue, verifier, { upheld: false, reason: '仍差' }, when('2026-10-28', '11:20'))
    expect([issue.state, issue.dueVersion, issue.dueOn, issue.pauses.length, issue.pauses[0]?.why])
      .to.deep.equal(['redo', 1, '2026-11-23', 1, '待核验、挂账'])
  })
})

describe('a call-back', () => {
  it('satisfied strikes the case off', () => {
    const issue = toCallBack()
    callBack(issue, coordinator, satisfied, when('2026-03-13'))
    expect([issue.state, issue.open, issue.satisfaction, issue.stock, issue.dueOn]).to.deep.equal([
      'closed',
      false,
      '满意',
      null,
      '2026-03-23',
    ])
  })
  it('without a rating is 未评价, never satisfied', () => {
    const issue = toCallBack()
    callBack(issue, coordinator, { ...satisfied, satisfaction: null }, when('2026-03-13'))
    expect([issue.state, issue.satisfaction]).to.deep.equal(['closed', '未评价'])
  })
  it('unsatisfied starts the case again with seven working days, twice; the second time calls for an order', () => {
    const issue = toCallBack()
    expect(callBack(issue, coordinator, unsatisfied, when('2026-03-13'))).to.deep.equal({ orderDue: false })
    expect([issue.state, issue.dueVersion, issue.dueOn, issue.settledAt, issue.contactedAt]).to.deep.equal([
      'redo',
      2,
      '2026-03-24',
      null,
      null,
    ])
    answered(issue, when('2026-03-16'))
    verify(issue, verifier, { upheld: true, reason: '' }, when('2026-03-16'))
    expect(callBack(issue, coordinator, unsatisfied, when('2026-03-17'))).to.deep.equal({ orderDue: true })
    answered(issue, when('2026-03-18'))
    verify(issue, verifier, { upheld: true, reason: '' }, when('2026-03-18'))
    callBack(issue, coordinator, unsatisfied, when('2026-03-19'))
    expect([issue.state, issue.unsatisfiedCount]).to.deep.equal(['callBack', 3])
    refusedWith('issue-need', () => callBack(issue, coordinator, satisfied, when('2026-03-20')))
    closeAsDutyDone(issue, coordinator, '政策所限，已当面解释', when('2026-03-20'))
    expect([issue.state, issue.satisfaction]).to.deep.equal(['closed', '不满意'])
  })
  it('is not closed as 已尽责 before that', () => {
    refusedWith('issue-need', () => closeAsDutyDone(toCallBack(), coordinator, '', when('2026-03-13')))
  })
  it('not reached on three different days ends as 无法回访', () => {
    const issue = toCallBack()
    callBack(issue, coordinator, unreached, when('2026-03-13'))
    refusedWith('issue-called-today', () => callBack(issue, coordinator, unreached, when('2026-03-13', '15:00')))
    callBack(issue, coordinator, unreached, when('2026-03-16'))
    expect(issue.state).to.equal('callBack')
    callBack(issue, coordinator, unreached, when('2026-03-17'))
    expect([issue.state, issue.closingNote, issue.satisfaction]).to.deep.equal(['closed', '无法回访', '未评价'])
  })
  it('is not made by the handler', () => {
    const issue = toCallBack()
    issue.handler = coordinator.id
    refusedWith('issue-need', () => callBack(issue, coordinator, satisfied, when('2026-03-13')))
  })
  it('is followed by the look-back, which can open the case again', () => {
    const issue = toCallBack()
    callBack(issue, coordinator, satisfied, when('2026-03-13'))
    reopen(issue, supervisor, '现场未办', when('2026-05-06'))
    expect([issue.state, issue.reopened, issue.dueOn, issue.settledInTime, issue.closedAt]).to.deep.equal([
      'redo',
      true,
      '2026-05-14',
      null,
      null,
    ])
  })
})

describe('an extension', () => {
  it('granted for fewer days is a new due version; cards already issued stay with the old one', () => {
    const issue = aSigned()
    markRaised(issue, ['L0'], when('2026-03-18'))
    askExtension(issue, lead, { days: 7, reason: '等复测成果' }, when('2026-03-18'))
    expect([issue.extensions[0]?.dueOnAsked, issue.dueOn]).to.deep.equal(['2026-04-01', '2026-03-23'])
    expect(issue.turnDueAt).to.deep.equal(instantOf('2026-03-19', '17:30'))
    grantExtension(issue, coordinator, { days: 4, note: '尽快' }, when('2026-03-19'))
    expect([issue.dueVersion, issue.dueOn, issue.dueVersions[1]?.workingDays, issue.rung]).to.deep.equal([
      2,
      '2026-03-27',
      19,
      null,
    ])
    expect(issue.dueVersions[0]?.raised).to.deep.equal(['L0'])
    refusedWith('issue-need', () => askExtension(issue, lead, { days: 1, reason: '' }, when('2026-03-20')))
  })
  it('keeps its distance from a stop', () => {
    const issue = answered(aSigned(), when('2026-03-10'))
    verify(issue, verifier, { upheld: false, reason: '' }, when('2026-03-12'))
    expect(issue.dueOn).to.equal('2026-03-25')
  })
  it('refused changes nothing; a second request may follow', () => {
    const issue = aSigned()
    askExtension(issue, lead, { days: 7, reason: '' }, when('2026-03-10'))
    refusedWith('issue-need', () => askExtension(issue, lead, { days: 7, reason: '' }, when('2026-03-10')))
    refuseExtension(issue, coordinator, '理由不足', when('2026-03-10'))
    expect([issue.dueOn, issue.turnDueAt]).to.deep.equal(['2026-03-23', null])
    askExtension(issue, lead, { days: 3, reason: '补充' }, when('2026-03-11'))
  })
  it('is bounded by the grade, and granted for no more than was asked', () => {
    refusedWith('issue-extension-days', () =>
      askExtension(aSigned(), lead, { days: 8, reason: '' }, when('2026-03-10')),
    )
    const issue = aSigned()
    askExtension(issue, lead, { days: 3, reason: '' }, when('2026-03-10'))
    refusedWith('issue-extension-days', () =>
      grantExtension(issue, coordinator, { days: 4, note: '' }, when('2026-03-10')),
    )
  })
  it('of grade 重大 is granted by a leader, of others by the office', () => {
    const [major, plain] = [aSigned(when('2026-03-02'), { grade: '重大', closeWorkingDays: 20 }), aSigned()]
    for (const issue of [major, plain]) askExtension(issue, lead, { days: 5, reason: '' }, when('2026-03-10'))
    refusedWith('issue-need', () => grantExtension(major, coordinator, { days: 5, note: '' }, when('2026-03-10')))
    refusedWith('issue-need', () => grantExtension(plain, leader, { days: 5, note: '' }, when('2026-03-10')))
    grantExtension(major, leader, { days: 5, note: '' }, when('2026-03-10'))
  })
  it('of a congress paper reaches six months in all', () => {
    const issue = aSigned(when('2026-03-25'), {}, { source: 'proposal' })
    const days = extensionLimit(issue, when('2026-06-01').calendar)?.days ?? 0
    askExtension(issue, lead, { days, reason: '委员同意' }, when('2026-06-01'))
    grantExtension(issue, coordinator, { days, note: '' }, when('2026-06-02'))
    expect([issue.dueOn, issue.dueVersions[1]?.months]).to.deep.equal(['2026-09-28', 6])
  })
  it('of a congress paper for a few days moves once with each stop, those before it and those after', () => {
    const issue = aSigned(when('2026-03-25'), {}, { source: 'proposal' })
    askExtension(issue, lead, { days: 3, reason: '检测周期' }, when('2026-04-01'))
    grantExtension(issue, coordinator, { days: 3, note: '' }, when('2026-04-01', '15:00'))
    const granted = issue.dueOn
    expect(granted).to.equal('2026-06-30')
    for (const [answeredOn, verifiedOn] of [['2026-04-08', '2026-04-10'], ['2026-04-14', '2026-04-15']] as const) {
      answered(issue, when(answeredOn))
      verify(issue, verifier, { upheld: false, reason: '佐证不足' }, when(verifiedOn))
    }
    // two working days stood still the first time, one the second
    expect(issue.dueOn).to.equal('2026-07-03')
    expect(recount(issue, when('2026-04-16'))).to.equal(null)
  })
  it('lapses with the answer', () => {
    const issue = aSigned()
    askExtension(issue, lead, { days: 3, reason: '' }, when('2026-03-10'))
    answered(issue, when('2026-03-10', '15:00'))
    expect(issue.extensions[0]?.decision).to.equal('lapsed')
  })
})

describe('a case whose calendar changes', () => {
  it('is counted anew, and the move stands in its history', () => {
    const issue: Issue = aSigned(when('2026-12-18'))
    expect([issue.dueOn, issue.provisional]).to.deep.equal(['2027-01-11', true])
    const off = [
      { day: '2027-01-01', name: '元旦' },
      { day: '2027-01-04', name: '元旦' },
    ]
    const loaded = {
      ...when('2026-12-21'),
      calendar: calendarFrom([...PUBLISHED_YEARS, { year: 2027, off, makeUp: [] }]),
    }
    expect(recount(issue, loaded)).to.deep.equal({ from: '2027-01-11', to: '2027-01-12' })
    expect([issue.provisional, issue.history.at(-1)?.act]).to.deep.equal([false, 'recount'])
    expect(recount(issue, loaded)).to.equal(null)
  })
})
