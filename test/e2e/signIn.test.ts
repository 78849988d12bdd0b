import { expect } from 'chai'
import { anApp, type TestApp } from '../support/app.ts'
import { DESKTOP, PHONE, signInWith, useBrowser } from '../support/browser.ts'
import { useDatabase } from '../support/db.ts'
import { aSmallCity, aUser } from '../support/factories.ts'

describe('signing in with a browser', () => {
  useDatabase()
  let house: TestApp
  before(async () => {
    await aSmallCity()
    house = anApp()
  })
  const browser = useBrowser(() => house.app)

  for (const [name, size] of [['a desk', DESKTOP], ['a phone', PHONE]] as const) {
    it(`works at ${name}, shows a wrong password kindly, and is accessible`, async () => {
      const user = await aUser({ name: '秦若川', roles: ['officer'] })
      const visitor = await browser.visit(size)
      await visitor.open('/sign-in')
      await visitor.page.getByLabel('账号').fill(user.account)
      await visitor.page.getByLabel('密码').fill('Wrong-password-1')
      await visitor.page.getByRole('button', { name: '登录' }).click()
      expect(await visitor.page.getByRole('alert').innerText()).to.include('账号或密码不对')
      expect(await visitor.page.getByLabel('账号').inputValue()).to.equal(user.account)
      await visitor.checkPage()
      await signInWith(visitor, user.account)
      await visitor.open('/sessions')
      expect(await visitor.page.locator('h1').innerText()).to.equal('秦若川')
      await visitor.open('/more')
      await visitor.open('/password')
      await visitor.close()
    })
  }

  it('works without JavaScript', async () => {
    const user = await aUser()
    const visitor = await browser.visit(PHONE, { javaScriptEnabled: false })
    await signInWith(visitor, user.account)
    await visitor.page.goto('/sessions')
    await visitor.page.getByRole('button', { name: '退出登录' }).click()
    expect(new URL(visitor.page.url()).pathname).to.equal('/sign-in')
    await visitor.close()
  })
})
