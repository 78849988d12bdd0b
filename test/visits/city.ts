import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Types } from 'mongoose'
import '../../models/all.ts'
import { EnterpriseModel, type Enterprise } from '../../models/enterprise/index.ts'
import { MemberModel, type Member } from '../../models/member/index.ts'
import { enterpriseKeys } from '../../models/enterprise/keys.ts'
import { memberKeys } from '../../models/member/keys.ts'
import { VisitTaskModel, type VisitTask } from '../../models/visitTask/index.ts'
import { tokenIn, type Agent } from '../support/app.ts'

const SINCE = new Date('2026-01-05T09:00:00+08:00')
let count = 0

/** A firm of the roster in 崂山区. Names only what matters. */
export async function aFirm(values: Partial<Enterprise> = {}): Promise<Enterprise> {
  const name = values.name ?? `青岛测试${++count}有限公司`
  const made = await EnterpriseModel.create({
    ...enterpriseKeys(name, ''), name, uscc: `9137021200000${String(++count).padStart(5, '0')}`, district: '370212', size: '大型',
    contacts: [{ name: '贺临洲', title: '总经理', phones: ['13800005678'], email: '' }],
    linkedLeader: { name: '裴青野', post: null, user: null }, visitDepartment: 'zrzy', createdAt: SINCE, updatedAt: SINCE, ...values,
  })
  return made.toObject<Enterprise>()
}

export async function aDeputy(values: Partial<Member> = {}): Promise<Member> {
  const name = values.name ?? `祁月汀${++count}`
  const made = await MemberModel.create({
    ...memberKeys(name), kind: 'npc', name, unitAndTitle: '青岛某中学教师', district: '370212', liaisonDepartment: 'zrzy',
    createdAt: SINCE, updatedAt: SINCE, ...values,
  })
  return made.toObject<Member>()
}

/** The task of 自然资源和规划局 to visit a firm in the second half of 2026. */
export async function aTask(firm: Pick<Enterprise, '_id' | 'name'>, values: Partial<VisitTask> = {}): Promise<VisitTask> {
  const made = await VisitTaskModel.create({
    period: '2026H2', fromOn: '2026-07-01', dueOn: '2026-12-31', department: 'zrzy', createdAt: SINCE,
    subject: { type: 'enterprise', id: firm._id, name: firm.name, district: '370212', linkedLeader: null }, ...values,
  })
  return made.toObject<VisitTask>()
}

export const photo = (name = 'gps.jpg') => readFileSync(join(import.meta.dirname, '../attachments/photos', name))

export type Fields = Record<string, string | string[]>

/** A filled form of a visit to these subjects. */
export const filled = (subjects: { _id: Types.ObjectId }[], more: Fields = {}): Fields => ({
  ...Object.fromEntries(subjects.map(({ _id }, at) => [`subject-${at + 1}`, String(_id)])),
  onDay: '2026-11-25', fromTime: '14:00', mode: '实地', hosts: '贺临洲，总经理', companions: '',
  heard: '复测做完了，东边界以界桩为准，企业认可。', integrity: 'on', secrecy: '公开', once: randomUUID(), ...more,
})

/** Sends the form as a browser does: multipart, with the token of the page it stands on. */
export async function send(agent: Agent, to: string, fields: Fields, files: { field?: string, bytes: Buffer, name: string }[] = [], from = '/visits/new') {
  const page = await agent.get(from)
  let request = agent.post(to).field('_csrf', tokenIn(page.text))
  for (const [name, values] of Object.entries(fields)) for (const value of [values].flat()) request = request.field(name, value)
  for (const { field = 'photos', bytes, name } of files) request = request.attach(field, bytes, name)
  return request
}

/** The number of the visit that an answer leads to. */
export function numberIn(location: string | undefined): string {
  const found = /\/visits\/(ZF\d+)/.exec(location ?? '')
  if (!found?.[1]) throw new Error(`No visit in ${location ?? 'nothing'}`)
  return found[1]
}
