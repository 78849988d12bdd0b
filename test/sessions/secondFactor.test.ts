import { expect } from 'chai'
import { generate } from 'otplib'
import request from 'supertest'
import { UserModel } from '../../models/user/index.ts'
import { anApp, submit, tokenIn } from '../support/app.ts'
import { useDatabase } from '../support/db.ts'
import { aSmallCity, aUser } from '../support/factories.ts'

const codeAt = (secret: string, at: Date) => generate({ secret, epoch: Math.floor(at.getTime() / 1000) })

describe('the second factor', () => {
  useDatabase({ emptied: 'each' })
  beforeEach(aSmallCity)

  it('is bound at the first sign-in, asked at each later one, and takes a code only once', async () => {
    const { signIn, deps } = anApp()
    const user = await aUser({ roles: ['systemAdmin'], totpRequired: true })
    const agent = await signIn(user.account)
    expect((await agent.get('/admin/users')).headers['location']).to.match(/^\/two-factor/)
    const page = await agent.get('/two-factor').expect(200)
    const secret = (/手工输入密钥：<b>([A-Z2-7 ]+)</.exec(page.text)?.[1] ?? '').replaceAll(' ', '')
    const sealed = /name="sealed" value="([^"]+)"/.exec(page.text)?.[1] ?? ''
    const first = await codeAt(secret, deps.clock.now())
    const bound = await agent.post('/two-factor').type('form').send({ _csrf: tokenIn(page.text), code: first, sealed })
    expect(bound.status).to.equal(303)
    await agent.get('/admin/users').expect(200)
    expect(JSON.stringify(await UserModel.findById(user._id).lean())).not.to.include(secret)

    const again = await signIn(user.account)
    const replayed = await submit(again, '/two-factor', '/two-factor', { code: first })
    expect(replayed.status).to.equal(422)
    deps.clock.forward(60_000)
    const fresh = await submit(again, '/two-factor', '/two-factor', { code: await codeAt(secret, deps.clock.now()) })
    expect(fresh.status).to.equal(303)
    await again.get('/admin/users').expect(200)
  })

  it('is not skipped by going elsewhere', async () => {
    const { app, signIn } = anApp()
    const user = await aUser({ roles: ['auditAdmin'], totpRequired: true })
    const agent = await signIn(user.account)
    for (const path of ['/', '/sessions', '/more', '/admin/users']) expect((await agent.get(path)).status, path).to.equal(303)
    expect((await request(app).get('/two-factor')).headers['location']).to.match(/^\/sign-in/)
  })
})
