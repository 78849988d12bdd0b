import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { allCategories } from '../../models/category/queries.ts'
import { allDepartments } from '../../models/department/queries.ts'
import { allDistricts } from '../../models/district/queries.ts'
import { IssueModel } from '../../models/issue/index.ts'
import { momentAt } from '../../models/issue/moment.ts'
import { filterOf, issuePage, tabCounts } from '../../models/issue/queries.ts'
import type { Actor } from '../../models/user/actor.ts'
import { readIssueList } from '../../server/issues/listForm.ts'
import { issueListPage } from '../../server/issues/listView.ts'
import type { Frame } from '../../server/lib/frame.ts'
import { render } from '../../server/lib/templates.ts'
import { load, withLoadCity, type Measured } from './city.ts'

const LIST = '/issues?tab=handling&grade=一般'
const OFFICE: Actor = { id: null, name: '沈砚秋', department: 'lianban', roles: ['coordinator'], isHead: false, leader: null }
const FRAME: Frame = {
  title: '诉求', product: '走访联系与三民评议', campaignLine: null, user: { name: '沈砚秋', department: '联席会议办公室' }, nav: [], phoneNav: [], notices: 0, csrf: 'x', search: true, once: 'x', flash: null,
  breadcrumb: [], contact: '', updatedText: null, printHref: null, print: false, printedBy: '', bodyClass: null,
}

/**
 * The list, a record and the leader's page on a load city, against `a`: a bare Express route that renders the same list from
 * memory, measured in the same run. @source DESIGN.md §6, speed.md
 */
export const pages = (scale: number): Promise<Measured[]> =>
  withLoadCity(scale, async ({ server, filled, signIn }) => {
    const office = await signIn('联席会议办公室')
    const leader = await signIn('市领导')
    const size = { issues: await IssueModel.estimatedDocumentCount(), filledSeconds: filled }
    const to = (path: string, cookie: string, connections: number) => load(`${server.address}${encodeURI(path)}`, connections, { headers: { cookie } })

    const a = await yardstick()
    const list = await to(LIST, office.cookie, 16)
    const bytes = Buffer.byteLength(await (await fetch(`${server.address}${encodeURI(LIST)}`, { headers: { cookie: office.cookie } })).text())
    const no = (await IssueModel.findOne({ open: true, state: 'handling' }, { no: 1 }).sort({ _id: -1 }).lean())?.no ?? ''
    const record = await to(`/issues/${no}`, office.cookie, 16)
    const few = await to(`/issues/${no}`, office.cookie, 4)
    const dashboard = await to('/dashboard', leader.cookie, 4)
    const ratio = (rps: number) => Math.round((rps / a.rps) * 1000) / 1000
    return [
      { name: 'a', goal: 'the yardstick', met: true, figures: { ...a } },
      { name: 'list', goal: '≥ 0.16 of a at 16 connections, ≤ 70 kB', met: ratio(list.rps) >= 0.16 && bytes <= 70_000, figures: { ...size, ...list, ratio: ratio(list.rps), bytes } },
      { name: 'record', goal: '≥ 0.12 of a; p50 ≤ 10 ms at 4 connections', met: ratio(record.rps) >= 0.12 && few.p50 <= 10, figures: { ...size, ...record, ratio: ratio(record.rps), p50At4: few.p50 } },
      { name: 'leader', goal: 'p95 ≤ 60 ms at 4 connections', met: dashboard.p95 <= 60, figures: { ...size, ...dashboard } },
    ]
  })

/** The bare route: same template, same rows, no database, no session. */
async function yardstick(): Promise<{ rps: number, p50: number, p95: number, p99: number, failed: number }> {
  const asked = readIssueList(OFFICE, { tab: 'handling', grade: '一般' })
  const when = await momentAt(new Date())
  const [found, counted, departments, categories, districts] = await Promise.all([
    issuePage(filterOf(OFFICE, asked.filter, when), asked.sort, asked.page, 50), tabCounts(OFFICE, asked.filter.part, when), allDepartments(), allCategories(), allDistricts(),
  ])
  const byCode = <Row extends { _id: string }>(rows: readonly Row[]) => new Map(rows.map((row) => [row._id, row]))
  const model = issueListPage(OFFICE, asked, found, counted, { departments: byCode(departments), categories: byCode(categories), districts: byCode(districts), handlers: [] }, when, 50)
  const app = express()
  app.get('/', (_req, res) => void res.type('html').send(render('issues/index', model, FRAME)))
  const server = createServer(app)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const result = await load(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`, 16)
  server.closeAllConnections()
  await new Promise<void>((resolve) => void server.close(() => resolve()))
  return result
}
