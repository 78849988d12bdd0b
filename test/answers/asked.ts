import { Types } from 'mongoose'
import mongoose from 'mongoose'
import request from 'supertest'
import '../../models/all.ts'
import { makeBlanks } from '../../models/answer/blanks.ts'
import { InvitationModel, type Invitation } from '../../models/invitation/index.ts'
import { QuestionnaireModel, type Questionnaire } from '../../models/questionnaire/index.ts'
import type { Deps } from '../../server/deps.ts'
import { linkAddress, makeLinks } from '../../server/links/actions.ts'
import type { Agent, TestApp } from '../support/app.ts'
import { aFirm } from '../visits/city.ts'
import { someSections } from './sections.ts'

const SINCE = new Date('2026-11-20T09:00:00+08:00')
let count = 0

/** A published questionnaire until 4 December 2026, 17:30. */
export async function aQuestionnaire(values: Partial<Questionnaire> = {}): Promise<Questionnaire> {
  const made = await QuestionnaireModel.create({
    no: `WJ2026-${String(++count).padStart(2, '0')}`, title: '企业服务满意度问卷', year: 2026,
    state: 'published', confidentiality: 'confidential', asker: '市统计局',
    purpose: '尊敬的企业家：为了解企业对政府服务的真实感受并据此改进工作，请您用约5分钟填写本问卷。每题选一项，没有办过相关事项请选“未接触”。', minutes: 5,
    thanks: '感谢您的意见。办理和改进情况将于明年3月前公布，可用本链接查看。',
    versions: [{ n: 1, publishedAt: SINCE, sections: someSections() }],
    opensAt: SINCE, closesAt: new Date('2026-12-04T17:30:00+08:00'), createdBy: new Types.ObjectId(), createdAt: SINCE,
    ...values,
  })
  return made.toObject<Questionnaire>()
}

export interface Invited {
  invitation: Invitation
  /** path of the link as it stands in the letter */
  path: string
}

/** Invites so many firms, with links and, for an anonymous questionnaire, blanks. */
export async function invite(
  deps: Deps, questionnaire: Questionnaire, firms: number, values: Partial<Invitation> = {},
): Promise<Invited[]> {
  const roster = []
  for (let i = 0; i < firms; i++) roster.push(await aFirm())
  const made = await InvitationModel.insertMany(roster.map((firm) => ({
    questionnaire: questionnaire._id, enterprise: firm._id, enterpriseName: firm.name, district: firm.district,
    industry: 'C', size: firm.size, state: 'sent', sentAt: SINCE, createdAt: SINCE, ...values,
  })))
  const links = await mongoose.connection.transaction(async (session) => {
    if (questionnaire.confidentiality === 'anonymous') await makeBlanks(session, questionnaire._id, firms)
    return makeLinks(
      deps, session,
      made.map(({ _id }) => ({ purpose: 'questionnaire' as const, subject: String(_id), expiresAt: null })),
    )
  })
  return made.map((invitation, index) => {
    const link = links[index]
    if (!link) throw new Error('no link')
    return { invitation: invitation.toObject<Invitation>(), path: new URL(linkAddress(deps, link)).pathname }
  })
}

/** A browser that has opened the link: posts carry what the page's form carries. */
export async function openBy(city: TestApp, path: string): Promise<Answering> {
  const agent = request.agent(city.app)
  const entered = await agent.get(path)
  const base = entered.headers['location']
  if (!base) throw new Error(`${path} did not open: ${entered.status}`)
  return { agent, base, send: (to, fields = {}, more = {}) => sendForm(agent, base, to, fields, more) }
}

export interface Answering {
  agent: Agent
  base: string
  send(to: string, fields?: Fields, more?: Fields): ReturnType<Agent['post']>
}
type Fields = Record<string, string | string[]>

/** Hidden fields are read from step 1 once and reused, as they are the same on every page of the link. */
const marks = new WeakMap<Agent, Fields>()

function sendForm(agent: Agent, base: string, to: string, fields: Fields, more: Fields) {
  const mark = marks.get(agent)
  if (!mark) throw new Error('read the form first: await hidden(browser)')
  return agent.post(`${base}/${to}`).type('form').send({ ...mark, ...fields, ...more })
}

/** Reads the hidden fields that the forms of this link carry. */
export async function hidden({ agent, base }: Answering): Promise<Fields> {
  const { text } = await agent.get(`${base}/1`)
  const fields = Object.fromEntries(
    [...text.matchAll(/type="hidden" name="(\w+)" value="([^"]*)"/g)].map(
      ([, name, value]) => [String(name), String(value)]
    )
  )
  marks.set(agent, fields)
  return fields
}

export const FILLED: Fields[] = [
  { 'a-q1': ['a', 'b'], 'a-q2': '3', 'a-q3': '2026-10-08' },
  { 'a-m2.1': '4', 'a-m2.2': '0' },
  { 'a-q17': '4', 'a-q18': '9', 'a-q19': '厂区路口的路灯不亮', 'a-q20': '' },
]

/** Answers the whole questionnaire and sends it. */
export async function answerAll(browser: Answering, filled: Fields[] = FILLED): Promise<void> {
  await hidden(browser)
  for (const [index, fields] of filled.entries()) {
    const saved = await browser.send(String(index + 1), fields)
    if (saved.status !== 303) throw new Error(`step ${index + 1}: ${saved.status}`)
  }
  const sent = await browser.send('answer')
  if (sent.status !== 303) throw new Error(`sending: ${sent.status}`)
}
