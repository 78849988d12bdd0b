import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { AxeBuilder } from '@axe-core/playwright'
import { expect } from 'chai'
import type { Express } from 'express'
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core'
import { PASSWORD } from './factories.ts'

/** One page of one person: what the browser complained about is collected and must be empty at the end. */
export interface Visitor {
  page: Page
  /** goes to an address of the application and checks that the page is accessible */
  open(path: string): Promise<void>
  /** fails when axe finds a violation, the page scrolls sideways or the browser complained */
  checkPage(): Promise<void>
  close(): Promise<void>
}

const ARGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']
export const DESKTOP = { width: 1280, height: 900 }
export const PHONE = { width: 375, height: 812 }

/** A Chromium and the application on a port of loopback, for one test file. Call it after the hook that makes the application. */
export function useBrowser(appOf: () => Express): { visit(size: { width: number, height: number }, more?: { javaScriptEnabled?: boolean }): Promise<Visitor>, address(): string } {
  let browser: Browser | undefined
  let server: Server | undefined
  let address = ''
  before(async function () {
    this.timeout(60_000)
    browser = await chromium.launch({ executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium', args: ARGS })
    server = createServer(appOf())
    await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve))
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })
  after(async () => {
    await browser?.close()
    server?.closeAllConnections()
    await new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve()))
  })
  return {
    address: () => address,
    visit: async (size, more = {}) => {
      if (!browser) throw new Error('The browser is not running')
      const context = await browser.newContext({ locale: 'zh-CN', timezoneId: 'Asia/Shanghai', viewport: size, baseURL: address, ...more })
      return visitorIn(context, await context.newPage())
    },
  }
}

function visitorIn(context: BrowserContext, page: Page): Visitor {
  const complaints: string[] = []
  page.on('console', (message) => {
    // a 4xx page is an answer of ours; the browser logs it as a failed resource
    if (['error', 'warning'].includes(message.type()) && !/Failed to load resource.*(40[39]|42[29])/.test(message.text())) complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  const checkPage = async () => {
    const { violations } = await new AxeBuilder({ page }).analyze()
    expect(violations.map(({ id, nodes }) => `${page.url()} ${id}: ${nodes.map(({ html }) => html).slice(0, 2).join(' | ')}`)).to.deep.equal([])
    const sideways = await page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth')
    expect(sideways, `${page.url()} scrolls sideways`).to.be.at.most(0)
    expect(complaints).to.deep.equal([])
  }
  return {
    page,
    checkPage,
    open: async (path) => {
      await page.goto(path)
      await checkPage()
    },
    close: () => context.close(),
  }
}

/** Signs in through the form. */
export async function signInWith({ page }: Visitor, account: string, password = PASSWORD): Promise<void> {
  await page.goto('/sign-in')
  await page.getByLabel('账号').fill(account)
  await page.getByLabel('密码').fill(password)
  await page.getByRole('button', { name: '登录' }).click()
  await page.waitForURL((url) => url.pathname !== '/sign-in', { timeout: 15_000 }).catch(async (error: unknown) => {
    throw new Error(`${account} did not get in: ${page.url()} ${await page.locator('main').innerText()}`, { cause: error })
  })
}
