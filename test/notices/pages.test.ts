import { expect } from 'chai'
import '../../models/all.ts'
import { NoticeModel } from '../../models/notice/index.ts'
import { anApp, submit, type TestApp } from '../support/app.ts'
import { useDatabase } from '../support/db.ts'
import { aSmallCity } from '../support/factories.ts'
import type { Types } from 'mongoose'

describe('notices', function () {
  this.timeout(60_000)
  useDatabase({ emptied: 'each' })
  let city: TestApp
  let count = 0
  beforeEach(async () => {
    city = anApp()
    await aSmallCity()
  })
  const aNotice = (user: Types.ObjectId, text = '黄牌：SQ2026-000001（用地规划），11月26日到期') =>
    NoticeModel.create({
      user,
      kind: 'ladder.card',
      text,
      link: '/issues/SQ2026-000001',
      at: new Date('2026-11-25T01:00:00Z'),
      key: `n${count++}`,
    })

  it('shows the own ones only', async () => {
    const { agent, user } = await city.signInAs('officer')
    const { user: other } = await city.signInAs('officer')
    await aNotice(user._id)
    await aNotice(other._id, '别人的通知')
    const { text } = await agent.get('/notices').expect(200)
    expect(text).to.include('SQ2026-000001').and.not.to.include('别人的通知')
  })

  it('are read when the button is pressed, not when the page is opened', async () => {
    const { agent, user } = await city.signInAs('officer')
    const notice = await aNotice(user._id)
    await agent.get('/notices')
    expect(await NoticeModel.countDocuments({ readAt: null })).to.equal(1)
    await submit(agent, '/notices', `/notices/${String(notice._id)}/reading`, { tab: 'unread' })
    expect(await NoticeModel.countDocuments({ readAt: null })).to.equal(0)
    expect((await agent.get('/notices')).text).to.include('没有未读的通知')
  })

  it('cannot be marked for somebody else', async () => {
    const { user } = await city.signInAs('officer')
    const notice = await aNotice(user._id)
    const { agent, user: other } = await city.signInAs('officer')
    await aNotice(other._id)
    await submit(agent, '/notices', `/notices/${String(notice._id)}/reading`, {})
    expect((await NoticeModel.findById(notice._id).lean())?.readAt).to.equal(null)
  })

  it('can all be marked at once', async () => {
    const { agent, user } = await city.signInAs('officer')
    for (let n = 0; n < 3; n += 1) await aNotice(user._id)
    await submit(agent, '/notices', '/notices/reading', {})
    expect(await NoticeModel.countDocuments({ user: user._id, readAt: null })).to.equal(0)
  })
})
