import { expect } from 'chai'
import { Types } from 'mongoose'
import { VisitModel } from '../../models/visit/index.ts'
import { VisitTaskModel } from '../../models/visitTask/index.ts'
import { AttachmentModel } from '../../models/attachment/index.ts'
import { STANDING_FILTERS } from '../../models/visitTask/queries.ts'
import type { Actor } from '../../models/user/actor.ts'
import { scopeFilter } from '../../models/user/permissions.ts'
import { listFilter } from '../../server/visits/listQuery.ts'
import { VISIT_TABS, type VisitTab } from '../../server/visits/listView.ts'
import { taskFilter } from '../../server/visitTasks/taskQuery.ts'
import { useDatabase } from '../support/db.ts'

interface Plan { stage?: string, inputStage?: Plan, inputStages?: Plan[], queryPlan?: Plan }

const stagesOf = (plan: Plan | undefined): string[] => plan === undefined ? [] : [
  plan.stage ?? '', ...stagesOf(plan.inputStage), ...stagesOf(plan.queryPlan), ...(plan.inputStages ?? []).flatMap(stagesOf),
]

async function stages(query: { explain(): unknown }): Promise<string[]> {
  const explained = await query.explain() as { queryPlanner: { winningPlan: Plan } }
  return stagesOf(explained.queryPlanner.winningPlan)
}

describe('what pages read of visits', () => {
  useDatabase()
  const user = new Types.ObjectId()
  const officer: Actor = { id: user, name: '秦若川', department: 'zrzy', roles: ['officer'], isHead: false, leader: null }
  const office: Actor = { ...officer, roles: ['coordinator'], department: 'lxb' }
  const newest = { onDay: -1, _id: -1 } as const

  before(async () => {
    await VisitModel.collection.insertMany(Array.from({ length: 2000 }, (_, at) => ({
      no: `ZF20260918${String(at).padStart(4, '0')}`, department: at % 7 === 0 ? 'zrzy' : `d${at % 30}`, alsoDepartments: [],
      createdBy: at % 50 === 0 ? user : new Types.ObjectId(), visitors: [{ user: at % 50 === 0 ? user : new Types.ObjectId(), name: 'x' }],
      subjects: [{ type: 'enterprise', id: new Types.ObjectId(), name: '企业', district: '370212' }],
      onDay: `2026-${String((at % 11) + 1).padStart(2, '0')}-18`, state: 'done', mode: '实地', outcome: '', confirmation: null,
    })))
    await VisitTaskModel.collection.insertMany(Array.from({ length: 2000 }, (_, at) => ({
      period: at % 2 ? '2026H2' : '2025H2', department: `d${at % 30}`, dueOn: '2026-12-31', timesDone: 0, timesConfirmed: 0,
      failedAttempts: [], subject: { type: 'enterprise', id: new Types.ObjectId(), name: 'x', linkedLeader: null },
    })))
  })

  for (const [who, actor] of [['an officer', officer], ['the office', office]] as const) {
    for (const tab of Object.keys(VISIT_TABS) as VisitTab[]) {
      it(`never scans all visits for ${who}'s tab ${VISIT_TABS[tab]}`, async () => {
        const filter = await listFilter({}, tab, actor)
        expect(await stages(VisitModel.find(filter).sort(newest).limit(50))).not.to.include('COLLSCAN')
      })
    }
  }

  it('finds a record, a subject\'s visits and a user\'s by an index, without sorting', async () => {
    const queries = [
      VisitModel.find({ $and: [{ no: 'ZF202609180001' }, scopeFilter(officer, 'visit.read')] }),
      VisitModel.find({ 'subjects.id': user, state: 'done' }).sort(newest).limit(1),
      VisitModel.find({ 'visitors.user': user }).sort(newest).limit(30),
    ]
    for (const query of queries) expect(await stages(query)).not.to.include('COLLSCAN')
  })

  it('reads tasks and coverage by their period', async () => {
    for (const actor of [officer, office]) {
      for (const standing of Object.keys(STANDING_FILTERS)) {
        const filter = await taskFilter({ standing }, actor, '2026-11-25')
        expect(await stages(VisitTaskModel.find(filter))).not.to.include('COLLSCAN')
      }
    }
  })

  it('reads the files of a record by an index', async () => {
    const filter = { 'owner.id': user, 'owner.type': 'visit', pending: { $ne: true } } as const
    expect(await stages(AttachmentModel.find(filter).sort({ _id: 1 }))).not.to.include('COLLSCAN')
    const stray = { pending: true, uploadedAt: { $lt: new Date() } }
    expect(await stages(AttachmentModel.find(stray))).not.to.include('COLLSCAN')
  })
})
