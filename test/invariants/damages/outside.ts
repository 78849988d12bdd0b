import { Types } from 'mongoose'
import { added, changed, no, type Damage } from '../damage.ts'

const item = (values: object): object => ({
  _id: 'madeMadeMadeMade', questionnaire: new Types.ObjectId(), questionnaireNo: 'WJ2026-99', questionnaireTitle: '', key: 'q19', answer: 'made',
  confidentiality: 'anonymous', kind: 'wish', question: '', text: '路灯不亮', state: 'waiting', issueNo: null, reason: '', decidedBy: null,
  decidedByName: '', decidedAt: null, ...values,
})

const request = (values: object): object => ({
  _id: 'madeMadeMadeMade', kind: 'answer', enterprise: null, enterpriseName: '青岛测试有限公司', steward: null, questionnaire: null,
  invitation: null, answer: null, key: 'q19', question: '', text: '路灯不亮', about: '', said: null, newContact: null, verified: false,
  contact: { name: '', phone: '' }, state: 'waiting', openKey: null, issueNo: null, decidedBy: null, decidedByName: '',
  decidedAt: null, note: '', receivedOn: '2026-11-25', ...values,
})

/** What firms wrote, on its way to a case. */
export const outsideDamages: readonly Damage[] = [
  {
    check: 'triageQuotes',
    what: 'a text that became a case which does not quote it',
    by: () => added('triageItems', [item({ state: 'filed', issueNo: 'SQ2026-000001' })], 'madeMadeMadeMade'),
  },
  {
    check: 'triageQuotes',
    what: 'a text that was not taken and names a case',
    by: () => added('triageItems', [item({ state: 'dismissed', issueNo: 'SQ2026-000001' })], 'madeMadeMadeMade'),
  },
  {
    check: 'triageQuotes',
    what: 'a quote that nobody wrote',
    by: () => changed('issues', { quotes: { $exists: false } }, { $set: { quotes: [{ text: '说过', entry: 'nothing' }] } }, no),
  },
  {
    check: 'requestText',
    what: 'a request that was taken and kept its text',
    also: ['triageQuotes'],
    by: () => added('contactRequests', [request({ state: 'filed', issueNo: 'SQ2026-000001' })], 'madeMadeMadeMade'),
  },
  {
    check: 'requestText',
    what: 'a waiting request whose text is gone',
    by: () => added('contactRequests', [request({ text: '' })], 'madeMadeMadeMade'),
  },
]
