import { ContactRequestModel, type ContactRequest } from '../contactRequest/index.ts'
import { IssueModel, type Issue } from '../issue/index.ts'
import { TriageItemModel, type TriageItem } from '../triage/index.ts'
import { findings, type Check, type Finding } from './finding.ts'

/** What came from firms: each text and request decided at most once, and the same on both sides. */
export const outsideChecks: readonly Check[] = [
  { name: 'triageQuotes', word: '转为诉求的问卷意见和诉求里的原话一一对应', find: quotes },
  { name: 'requestText', word: '转走的“请联系我”不再留原话，没转走的都在', find: requestText },
]

type Decided = Pick<TriageItem, '_id' | 'state' | 'issueNo'>
const TAKEN = ['filed', 'merged'] as const

async function quotes(): Promise<Finding[]> {
  const [items, requests, issues] = await Promise.all([
    TriageItemModel.find({}, { state: 1, issueNo: 1 }).lean<Decided[]>(),
    ContactRequestModel.find({ kind: 'answer' }, { state: 1, issueNo: 1 }).lean<Decided[]>(),
    IssueModel.find({ 'quotes.0': { $exists: true } }, { no: 1, quotes: 1 }).lean<Pick<Issue, 'no' | 'quotes'>[]>(),
  ])
  const quoted = new Map(issues.flatMap(({ no, quotes: own = [] }) => own.map(({ entry }) => [entry, no] as const)))
  const decided = [...items, ...requests]
  const known = new Map(decided.map((each) => [each._id, each]))
  return [
    ...decided.flatMap(({ _id, state, issueNo }) => {
      const taken = TAKEN.some((each) => each === state)
      if (!taken) return findings('triageQuotes', _id, issueNo === null ? [] : [`没有转走，却记着 ${issueNo}`])
      return findings('triageQuotes', _id, quoted.get(_id) === issueNo ? [] : [`记着转到 ${issueNo ?? '—'}，那里没有这段原话`])
    }),
    ...[...quoted].flatMap(([entry, no]) =>
      findings('triageQuotes', no, known.has(entry) ? [] : [`原话的来处 ${entry} 不存在`])),
  ]
}

type Kept = Pick<ContactRequest, '_id' | 'state' | 'text'>

async function requestText(): Promise<Finding[]> {
  const requests = await ContactRequestModel.find({ kind: 'answer' }, { state: 1, text: 1 }).lean<Kept[]>()
  return requests.flatMap(({ _id, state, text }) => {
    const taken = TAKEN.some((each) => each === state)
    return findings('requestText', _id, taken && text !== '' ? ['已转走，原话还在'] : !taken && text === '' ? ['没有转走，原话不见了'] : [])
  })
}
