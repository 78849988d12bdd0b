import { expect } from 'chai'
import { callBack } from '../../models/issue/callBacks.ts'
import { PEOPLE, toCallBack, when } from '../issues/aCase.ts'

const NOBODY = { how: '电话', reached: false, solved: null, satisfaction: null, text: '' } as const

describe('the call-back of a case from a questionnaire', () => {
  it('ends at the first entry when it has no name: nobody can be rung', () => {
    const issue = toCallBack()
    Object.assign(issue, { source: 'questionnaire', raiser: { ...issue.raiser, id: null, phone: '' } })
    callBack(issue, PEOPLE.coordinator, NOBODY, when('2026-03-13'))
    expect(issue).to.include({ state: 'closed', closingNote: '无法回访', satisfaction: '未评价' })
  })

  it('takes three days as any other when somebody is named', () => {
    const issue = toCallBack()
    issue.source = 'questionnaire'
    callBack(issue, PEOPLE.coordinator, NOBODY, when('2026-03-13'))
    expect(issue.state).to.equal('callBack')
  })
})
