import { expect } from 'chai'
import { openTextsOf, saysSomething } from '../../models/triage/collecting.ts'
import { proposalFor, titleOf } from '../../models/triage/proposal.ts'
import { someSections } from '../answers/sections.ts'

describe('texts for the triage inbox', () => {
  it('are those of open questions that say something, with the kind of their question', () => {
    const values = { q1: ['a'], q18: '9', q19: '厂区路口的路灯不亮', q20: '行政审批局办事快' }
    expect(openTextsOf(someSections(), values).map(({ key, kind }) => `${key} ${kind}`)).to.deep.equal(['q19 wish', 'q20 department'])
    expect(openTextsOf(someSections(), { q19: '没有', q20: '无。' })).to.deep.equal([])
  })

  for (const [text, says] of [
    ['无', false], ['没有', false], ['暂无', false], ['暂时没有意见', false], ['——', false], ['无问题。', false], ['没了', false],
    ['没有路灯', true], ['无人接电话', true], ['水', true],
  ] as const) {
    it(`“${text}” ${says ? 'says something' : 'says nothing'}`, () => expect(saysSomething(text)).to.equal(says))
  }
})

describe('what a new case is proposed as', () => {
  const categories = [
    { _id: 'ydgh', words: ['用地规划', '用地'], leadDepartment: 'zrzy' }, { _id: 'rz', words: ['融资', '贷款'], leadDepartment: 'jrj' },
  ]
  const departments = [{ _id: 'xzsp', words: ['行政审批局', '审批局'] }, { _id: 'zjj', words: ['住房城乡建设局'] }]

  it('the longest word that stands in the quote decides', () => {
    const proposal = proposalFor('用地规划一直没批，审批局说再等', categories, departments)
    expect(proposal).to.deep.equal({ title: '用地规划一直没批，审批局说再等', category: 'ydgh', department: 'xzsp' })
  })

  it('the category leads to its department where no body is named', () => {
    expect(proposalFor('贷款难', categories, departments)).to.include({ category: 'rz', department: 'jrj' })
    expect(proposalFor('路灯不亮', categories, departments)).to.include({ category: null, department: null })
  })

  for (const [quote, title] of [
    ['厂区路口的路灯不亮。晚上很黑', '厂区路口的路灯不亮'], ['一，二，三', '一，二，三'], ['长'.repeat(40), '长'.repeat(30)], ['', ''],
    [`前半句，${'后'.repeat(40)}`, '前半句'],
  ] as const) {
    it(`“${quote.slice(0, 12)}” is called “${title.slice(0, 12)}”`, () => expect(titleOf(quote)).to.equal(title))
  }
})
