import { expect } from 'chai'
import mongoose from 'mongoose'
import '../models/all.ts'
import { departmentsByCode } from '../models/department/queries.ts'
import { DEMO_PASSWORD, demoSignIns } from '../server/operator/seed/city.ts'
import { fillDatabase } from '../server/operator/seed/profiles.ts'

import { anApp, type Agent, type TestApp } from './support/app.ts'
import { useDatabase } from './support/db.ts'

/** Of addresses alike so many are followed by each person. */
const ALIKE = 1
/** What is a number, a name or a code in a piece of an address; pages that differ in it alone are alike. */
const OWN = /^(\d+|[A-Z]+\d[\dA-Z-]*|[0-9a-f]{24}|[0-9A-Z]{18}|[a-z\d]{18})$/

const alike = (href: string, codes: ReadonlySet<string>): string => {
  const { pathname, searchParams } = new URL(href, 'http://a')
  const pieces = pathname.split('/').map((piece) => (OWN.test(piece) || codes.has(piece) ? '…' : piece))
  return `${pieces.join('/')}?${[...new Set(searchParams.keys())].sort().join('&')}`
}

const words = (html: string) => html.replace(/<(script|style|svg)[\s\S]*?<\/\1>/g, ' ').replace(/<[^>]+>/g, ' ')
const linksOf = (html: string) =>
  [...html.matchAll(/<a [^>]*href="([^"]*)"/g)].map(([, href]) => (href ?? '').replaceAll('&amp;', '&').replaceAll('&#x3D;', '='))

/** Follows links from a page on, each kind a few times. @returns what is wrong: `address (from page): what` */
async function walk(agent: Agent, start: string, codes: ReadonlySet<string>): Promise<{ wrong: string[], pages: number }> {
  const [queue, met, from, wrong] = [[start], new Map<string, number>(), new Map([[start, '']]), [] as string[]]
  for (const at of queue) {
    const { status, text, type } = await agent.get(at).buffer(true)
    const say = (what: string) => wrong.push(`${at} (from ${from.get(at) ?? ''}): ${what}`)
    if (![200, 303].includes(status)) say(String(status))
    if (type !== 'text/html' || status !== 200) continue
    const raw = /.{0,20}(\bundefined\b|\[object |\bNaN\b|\{\{).{0,20}/.exec(words(text))
    if (raw) say(raw[0])
    for (const link of linksOf(text)) {
      const { origin, pathname, search } = new URL(link, `http://a${at}`)
      const href = pathname + search
      if (origin !== 'http://a' || from.has(href) || /\.(xlsx|csv|docx|png|svg|json|txt)$/.test(pathname)) continue
      const seen = met.get(alike(href, codes)) ?? 0
      if (seen >= ALIKE) continue
      met.set(alike(href, codes), seen + 1)
      from.set(href, at)
      queue.push(href)
    }
  }
  return { wrong, pages: queue.length }
}

describe('every link on every page of the sample city', function () {
  this.timeout(300_000)
  useDatabase()
  let house: TestApp
  before(async () => {
    house = anApp()
    await fillDatabase(house.deps, { profile: 'demo', scale: 0.3, at: house.deps.clock.now() })
  })

  it('leads those who see it to a page that they may open, in words and figures', async () => {
    const people = await demoSignIns(mongoose.connection)
    expect(people).to.have.length.above(9)
    const codes = new Set((await departmentsByCode()).keys())
    const wrong: string[] = []
    for (const { account, role } of people) {
      const walked = await walk(await house.signIn(account, DEMO_PASSWORD), '/', codes)
      wrong.push(...walked.wrong.map((each) => `${role} ${each}`))
      expect(walked.pages, role).to.be.above(10)
    }
    expect(wrong).to.deep.equal([])
  })
})
