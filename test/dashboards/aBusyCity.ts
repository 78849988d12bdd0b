import { Types } from 'mongoose'
import { CardModel, type Card } from '../../models/card/index.ts'
import { EnterpriseModel, type Size } from '../../models/enterprise/index.ts'
import { IssueModel, type Issue } from '../../models/issue/index.ts'
import { addDays, instantOf } from '../../models/shared/calendarDay.ts'
import { SnapshotModel } from '../../models/snapshot/index.ts'
import type { User } from '../../models/user/index.ts'
import { VisitTaskModel } from '../../models/visitTask/index.ts'
import { aDepartment, aPost, aSmallCity, aUser } from '../support/factories.ts'

const ON = '2026-11-25'
let number = 1000

/** A case in hand, assigned on a day and due on another. Names only what matters. */
export async function anIssue(values: Partial<Issue> & { assignedOn?: string } = {}): Promise<Issue> {
  const { assignedOn = '2026-11-10', ...given } = values
  const dueOn = given.dueOn ?? '2026-12-15'
  const state = given.state ?? 'handling'
  const stock = state === 'pledged' ? 'pledged' : state === 'submitted' ? null : 'handling'
  const [stored] = await IssueModel.create([{
    no: `SQ2026-${String(++number).padStart(6, '0')}`, title: '厂区东侧规划道路多年未建', text: '货车绕行 6 公里。', source: 'visit',
    raiser: { kind: 'enterprise', id: null, name: '浔禾纺织', person: '贺临洲', personTitle: '总经理', phone: '13812345678' },
    createdAt: instantOf(assignedOn, '09:00'), createdByName: '秦若川', category: 'ydgh', district: '370212', state,
    open: true, stock,
    leadDepartment: 'zrzy', assignedAt: state === 'submitted' ? null : instantOf(assignedOn, '16:05'),
    submittedAt: instantOf(assignedOn, '15:20'),
    signedAt: instantOf(assignedOn, '17:05'), contactedAt: instantOf(assignedOn, '17:20'),
    turnSinceAt: instantOf(assignedOn, '16:05'),
    dueVersions: [
      {
        n: 1, kind: 'assign', startOn: assignedOn, workingDays: 15, dueOn, dueAt: instantOf(dueOn, '17:30'),
        provisional: false, reason: '', setAt: instantOf(assignedOn, '16:05'),
      },
    ],
    dueVersion: 1, dueOn, dueAt: instantOf(dueOn, '17:30'), ...given,
  }])
  if (!stored) throw new Error('The case was not stored')
  return stored.toObject<Issue>()
}

export async function aCard(values: Partial<Card> & Pick<Card, 'rung'>) {
  return CardModel.create({
    key: `test:${++number}`, issue: null, issueNo: null, issueTitle: '', dueVersion: 1, dueOn: '2026-11-20',
    department: 'zrzy', basis: 'overdue',
    state: 'issued', raisedAt: instantOf(ON, '09:00'), raisedOn: ON, issuedAt: instantOf(ON, '09:00'), issuedOn: ON,
    told: [{ user: null, name: '吴敬山', post: '局长' }], ...values,
  })
}

export async function anEnterprise(name: string, size: Size, leader: Pick<User, '_id' | 'name'> | null) {
  return EnterpriseModel.create({
    uscc: `9137021${String(++number).padStart(11, '0')}`, name: `青岛${name}有限公司`, shortName: name, sortKey: name,
    district: '370212', size,
    linkedLeader: { name: leader?.name ?? '', post: null, user: leader?._id ?? null }, createdAt: new Date(),
    updatedAt: new Date(),
  })
}

/** Firms to visit this half-year, some of them visited and confirmed. */
export async function tasksFor(
  leader: Types.ObjectId | null, count: number, visited: number, officer: Types.ObjectId | null = null,
): Promise<void> {
  await VisitTaskModel.insertMany(Array.from({ length: count }, (_, index) => ({
    period: '2026H2', fromOn: '2026-07-01', dueOn: '2026-12-31', department: 'zrzy', officer, officerName: '',
    subject: {
      type: 'enterprise', id: new Types.ObjectId(), name: `企业${index}`, district: '370212', linkedLeader: leader,
    },
    timesRequired: 1, timesDone: index < visited ? 1 : 0, timesConfirmed: index < visited ? 1 : 0, failedAttempts: [],
    createdAt: new Date(),
  })))
}

/** Frozen days of the last weeks, the stock falling in the last four. */
export async function frozenWeeks(weeks = 12, department = ''): Promise<void> {
  const days = Array.from({ length: weeks * 7 + 2 }, (_, index) => addDays('2026-11-24', -index))
  await SnapshotModel.insertMany(days.map((onDay, index) => ({
    onDay, department, handling: 217 + Math.min(16, index) - Math.max(0, Math.floor((index - 30) / 2)), pledged: 22,
    overdue: 17,
    received: index % 7 > 4 ? 1 : 7, closed: index % 7 > 4 ? 0 : 8, takenAt: instantOf(addDays(onDay, 1), '00:10'),
  })))
}

/** The people, firms and cases of the pictures, on a smaller scale. */
export async function aBusyCity() {
  await aSmallCity()
  for (const [index, [code, name]] of ([['jtj', '交通运输局'], ['sthj', '生态环境局'], ['csgl', '城市管理局'], ['swj', '水务局'],
    ['scjg', '市场监管局'],
    ['gxj', '工业和信息化局'], ['yllyj', '园林林业局'], ['rsj', '人力资源社会保障局'], ['gaj', '公安局'], ['wgj', '文化和旅游局'],
    ['jyj', '教育局'], ['wjw', '卫生健康委']] as const).entries()) {
    await aDepartment({ _id: code, name, order: 10 + index })
  }
  const leader = await aUser({ name: '裴青野', roles: ['leader'], department: 'lxb', title: '副市长' })
  const other = await aUser({ name: '陶一苇', roles: ['leader'], department: 'lxb', title: '副市长' })
  const head = await aUser({ name: '江砚北', roles: ['lead'], isHead: true, department: 'zjj' })
  await aPost({ department: 'zjj', kind: 'head', title: '局长', user: head._id })
  const firm = await anEnterprise('岚砾新材料', '大型', leader)
  const raiser = {
    kind: 'enterprise', id: firm._id, name: firm.name, person: '贺临洲', personTitle: '总经理', phone: '13812345678',
  } as const
  const worst = await anIssue({
    title: '园区蒸汽管网改造后三次停供，产线停工', leadDepartment: 'zjj', dueOn: '2026-11-09', assignedOn: '2026-10-12', raiser,
  })
  await aCard({
    rung: 'L3', issue: worst._id, issueNo: worst.no, issueTitle: worst.title, department: 'zjj',
    replyDueOn: '2026-11-17', issuedOn: '2026-11-12', no: '联督〔2026〕12号',
  })
  await anIssue({
    title: '港区集卡夜间限行，冷链车排队四小时', leadDepartment: 'jtj', dueOn: '2026-11-13', assignedOn: '2026-10-20',
    unsatisfiedCount: 1,
  })
  await anIssue({
    title: '厂界行道树倒伏，三处无人清理', state: 'refusalReview', leadDepartment: 'csgl',
    turnSinceAt: instantOf('2026-11-19', '10:00'), turnDueAt: instantOf(ON, '17:30'),
    refusals: [1, 2].map(n => ({
      n, at: instantOf('2026-11-19', '10:00'), by: head._id, byName: '苏景和', department: 'csgl', reason: '不归我们',
      proposedDepartment: null, ruling: null, ruledAt: null, ruledByName: '', ruledDepartment: null, note: '',
    })),
  })
  await anIssue({
    title: '公布危险废物处置收费标准', state: 'pledged', leadDepartment: 'sthj', dueOn: '2026-11-20', assignedOn: '2026-09-10',
    promise: { text: '公布危险废物处置收费标准', dueOn: '2026-11-20', publicText: '', publicApprovedByName: null },
  })
  await anIssue({
    title: '二期厂房用地边界与不动产证不符，规划许可办不了', leadDepartment: 'zrzy', dueOn: '2026-11-23',
    assignedOn: '2026-09-24', state: 'redo', raiser, rung: 'L2',
    answers: [
      {
        n: 1, class: 'A', text: '已勘误', toldHow: '电话', toldOn: '2026-10-19', evidence: [], promise: null,
        draftedBy: head._id, draftedAt: instantOf('2026-10-19', '15:10'), releasedBy: head._id,
        releasedAt: instantOf('2026-10-19', '15:10'),
        verification: {
          upheld: false, by: head._id, byName: '行政审批局', at: instantOf('2026-10-28', '11:20'), reason: '仍差 1.6 米',
        },
      },
    ],
  })
  const plenty: [string, string, number][] = [
    ['zjj', '2026-10-09', 7], ['zjj', '2026-11-04', 6],
    ['zrzy', '2026-11-20', 5], ['zrzy', '2026-11-12', 2], ['jtj', '2026-10-28', 4], ['sthj', '2026-11-18', 3],
    ['csgl', '2026-11-23', 2], ['swj', '2026-11-02', 5], ['scjg', '2026-10-13', 2],
    ['gxj', '2026-11-11', 3], ['yllyj', '2026-11-05', 1], ['rsj', '2026-11-19', 2], ['gaj', '2026-10-15', 1],
    ['wgj', '2026-11-16', 1], ['jyj', '2026-11-17', 2], ['wjw', '2026-11-03', 1],
  ]
  for (const [leadDepartment, assignedOn, count] of plenty) {
    for (let each = 0; each < count; each++) await anIssue({ leadDepartment, assignedOn })
  }
  for (const dueOn of ['2026-11-27', '2026-12-04', '2026-12-11']) {
    await anIssue({
      state: 'pledged', leadDepartment: 'zrzy', dueOn,
      promise: { text: `园区代征道路移交（${dueOn}）`, dueOn, publicText: '', publicApprovedByName: null },
    })
  }
  for (const each of [1, 2]) await anIssue({
    state: 'submitted', leadDepartment: null, dueOn: null, dueAt: null, dueVersions: [], dueVersion: 0,
    turnDueAt: instantOf(ON, each === 1 ? '17:30' : '12:00'), title: '围垦区养殖证续期没有窗口受理',
  })
  await tasksFor(leader._id, 12, 9)
  await tasksFor(other._id, 8, 8)
  await frozenWeeks()
  return { leader, other, head, firm, worst }
}
