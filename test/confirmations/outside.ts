import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import mongoose from 'mongoose'
import request from 'supertest'
import '../../models/all.ts'
import type { Enterprise } from '../../models/enterprise/index.ts'
import { IssueModel, type Issue } from '../../models/issue/index.ts'
import type { Purpose } from '../../models/link/token.ts'
import { VisitModel, type Visit } from '../../models/visit/index.ts'
import type { Deps } from '../../server/deps.ts'
import { linkAddress, makeLinks } from '../../server/links/actions.ts'
import { deliverDue } from '../../server/outbox/actions.ts'
import { Types } from 'mongoose'
import { toCallBack, when } from '../issues/aCase.ts'
import type { Agent, TestApp } from '../support/app.ts'

let count = 0

/** A gateway for short messages: keeps what it is sent. */
export interface Gateway { url: string, messages: { to: string, text: string, link: string }[], close(): Promise<void> }
export async function aGateway(): Promise<Gateway> {
  const messages: Gateway['messages'] = []
  const server = createServer((req, res) => {
    let text = ''
    req.on('data', (part) => { text += String(part) }).on('end', () => {
      messages.push(JSON.parse(text) as Gateway['messages'][number])
      res.end('{}')
    })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, messages,
    close: () => new Promise((done) => { server.closeAllConnections(); server.close(() => done()) }),
  }
}

/** Sends what is due and returns the digits of the last message. */
export async function codeFrom(deps: Deps, gateway: Gateway): Promise<string> {
  await deliverDue(deps)
  const digits = /验证码 (\d{6})/.exec(gateway.messages.at(-1)?.text ?? '')?.[1]
  if (!digits) throw new Error('no code was sent')
  return digits
}

/** A case of this firm that waits for its call-back. */
export async function aCallBackOf(firm: Enterprise, facts: Partial<Issue> = {}): Promise<Issue> {
  const issue = toCallBack(when('2026-11-12'), when('2026-11-02'))
  const made = await IssueModel.create({
    ...issue, no: `SQ2026-${String(++count).padStart(6, '0')}`, leadDepartment: 'zrzy', verifyingDepartment: 'xzsp', category: 'ydgh',
    raiser: { ...issue.raiser, kind: 'enterprise', id: firm._id, name: firm.name }, coDepartments: [], ...facts,
  })
  return made.toObject<Issue>()
}

export async function aVisitTo(firm: Enterprise, facts: Partial<Visit> = {}): Promise<Visit> {
  const at = new Date('2026-11-20T17:00:00+08:00')
  const made = await VisitModel.create({
    no: `ZF20261120${String(++count).padStart(4, '0')}`, department: 'zrzy', createdBy: new Types.ObjectId(), createdByName: '秦若川',
    subjects: [{ type: 'enterprise', id: firm._id, name: firm.name, district: firm.district }], onDay: '2026-11-20', fromTime: '14:00',
    mode: '实地', visitors: [{ user: new Types.ObjectId(), name: '秦若川' }], state: 'done', createdAt: at, updatedAt: at, ...facts,
  })
  return made.toObject<Visit>()
}

/** Makes a link and gives its path as it stands in a message. */
export async function linkFor(deps: Deps, purpose: Purpose, subject: string): Promise<string> {
  const [link] = await mongoose.connection.transaction((session) =>
    makeLinks(deps, session, [{ purpose, subject, expiresAt: null }]))
  if (!link) throw new Error('no link')
  return new URL(linkAddress(deps, link)).pathname
}

/** A phone that has opened a link. */
export interface Phone {
  agent: Agent
  base: string
  /** posts a form with the hidden fields of the page it stands on */
  send(from: string, fields: Record<string, string>): ReturnType<Agent['post']>
}
export async function openOn(city: TestApp, path: string): Promise<Phone> {
  const agent = request.agent(city.app)
  const base = (await agent.get(path)).headers['location']
  if (!base) throw new Error(`${path} did not open`)
  return {
    agent, base,
    send: async (from, fields) => {
      const { text } = await agent.get(`${base}${from}`)
      return agent.post(`${base}${from}`).type('form').send({ ...hiddenIn(text), ...fields })
    },
  } as Phone
}

/** The hidden fields of the first form of a page. */
export const hiddenIn = (html: string): Record<string, string> => {
  const form = /<form[\s\S]*?<\/form>/.exec(html)?.[0] ?? ''
  return Object.fromEntries([...form.matchAll(/type="hidden" name="(\w+)" value="([^"]*)"/g)].map(([, name, value]) => [String(name), String(value)]))
}
