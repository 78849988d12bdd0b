import { Types } from 'mongoose'
import { CardModel } from '../../models/card/index.ts'
import { IssueModel, type Issue } from '../../models/issue/index.ts'
import { VisitModel } from '../../models/visit/index.ts'
import { VisitTaskModel } from '../../models/visitTask/index.ts'
import { currentDb } from '../../server/database/connect.ts'
import { toCallBack, when } from '../issues/aCase.ts'

const at = (text: string) => new Date(`${text}+08:00`)

/** domain.md §7, worked example: 满意, 比较满意, 基本满意, 不满意, 不了解. */
export const MARKS: readonly (readonly [venue: string, category: string, marks: readonly number[]])[] = [
  ['主会场', '行政审批办事群众', [22, 12, 4, 2, 0]], ['主会场', '党代表·人大·政协', [15, 10, 4, 1, 0]], ['主会场', '专家·媒体', [14, 9, 5, 1, 1]],
  ['分会场', '社区居民', [420, 260, 90, 20, 10]], ['分会场', '小微企业', [230, 190, 60, 10, 10]], ['分会场', '区市代表委员', [150, 110, 30, 5, 5]],
  ['分会场', '村居', [48, 32, 12, 3, 5]], ['网上', '公众', [300, 180, 90, 60, 70]],
]

const repeated = <T>(times: number, make: (n: number) => T): T[] => Array.from({ length: times }, (_, n) => make(n))

/** 60 cases of firms and 40 of citizens, with so many answered in time, solved and rated as the example says. */
export async function worked(): Promise<void> {
  const like = toCallBack(when('2026-03-12'), when('2026-03-02'))
  const call = (solved: string, satisfaction: string) => ({
    n: 1, at: at('2026-03-16T10:00'), by: new Types.ObjectId(), byName: '沈砚秋', how: '电话', reached: true, solved, satisfaction, text: '',
  })
  const row = (n: number, facts: object): object =>
    ({ ...like, _id: new Types.ObjectId(), no: `SQ2026-${String(n).padStart(6, '0')}`, leadDepartment: 'zrzy', state: 'closed', ...facts })
  const firms = repeated(60, (n) => row(n + 1, {
    contactedAt: n < 59 ? at('2026-03-02T10:30') : null,
    callBacks: [call(n < 48 ? '已解决' : '部分解决', n < 40 ? '满意' : n < 45 ? '不满意' : '未评价')],
  }))
  const citizens = repeated(40, (n) => row(n + 61, {
    raiser: { kind: 'citizen', id: null, name: '市民', person: '', personTitle: '', phone: '' }, source: 'opinion', settledInTime: n < 38,
    callBacks: [call('已解决', n < 33 ? '满意' : n < 36 ? '不满意' : '未评价')],
  }))
  await IssueModel.insertMany([...firms, ...citizens] as unknown as Issue[])
  // what is filed next follows on
  await currentDb().collection<{ _id: string, last: number }>('counters').insertOne({ _id: 'issue:2026', last: 100 })
  const subjects = repeated(120, (n) => ({ type: 'enterprise' as const, id: new Types.ObjectId(), name: `企业${n}`, district: '370212' }))
  await VisitTaskModel.insertMany(subjects.map((subject) => ({
    period: '2026H1', fromOn: '2026-01-01', dueOn: '2026-06-30', department: 'zrzy', subject: { ...subject, linkedLeader: null }, timesDone: 1,
    createdAt: at('2026-01-05T09:00'),
  })))
  await VisitModel.insertMany(subjects.slice(0, 114).map((subject, n) => ({
    no: `ZF20260401${String(n).padStart(4, '0')}`, department: 'zrzy', createdBy: new Types.ObjectId(), createdByName: '秦若川', subjects: [subject],
    onDay: '2026-04-01', mode: '实地', state: 'done', createdAt: at('2026-04-01T09:00'), updatedAt: at('2026-04-01T09:00'),
    confirmation: { how: 'call', at: at('2026-04-02T09:00'), by: null, byName: '沈砚秋', note: '' },
  })))
  await CardModel.insertMany(repeated(2, (n) => ({
    key: `test:${n}`, rung: 'L2', issue: new Types.ObjectId(), issueNo: `SQ2026-00000${n + 1}`, issueTitle: '厂房用地', dueVersion: 1, dueOn: '2026-03-23',
    department: 'zrzy', basis: 'overdue', state: 'issued', raisedAt: at('2026-03-24T09:00'), raisedOn: '2026-03-24', issuedAt: at('2026-03-24T09:00'),
    issuedOn: '2026-03-24',
  })))
}

