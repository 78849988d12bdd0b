import { expect } from 'chai'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { Types } from 'mongoose'
import { AttachmentModel } from '../../models/attachment/index.ts'
import { dropPending, takeFiles, uploadsFolder } from '../../server/attachments/store.ts'
import { testDeps } from '../support/app.ts'
import { useDatabase } from '../support/db.ts'
import { photo } from '../visits/city.ts'

describe('photos whose form was never sent', () => {
  useDatabase()

  it('are removed after a day, file and row; kept ones stay', async () => {
    const deps = testDeps()
    const user = new Types.ObjectId()
    const files = ['甲.jpg', '乙.jpg'].map(originalname => ({ originalname, buffer: photo() }))
    const { kept } = await takeFiles(deps, user, 'visit', files, 'photos')
    const [first] = kept
    if (!first) throw new Error('Nothing was kept')
    await AttachmentModel.updateOne({ _id: first._id }, { $set: { pending: false } })
    const stored = () => readdirSync(uploadsFolder(deps), { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.jpg'))
    expect(stored()).to.have.length(2)

    expect(await dropPending(deps, deps.clock.now())).to.equal(0)
    deps.clock.forward(25 * 3_600_000)
    expect(await dropPending(deps, new Date(deps.clock.now().getTime() - 24 * 3_600_000))).to.equal(1)
    expect(stored()).to.deep.equal([join(first.path)])
    expect(await dropPending(deps, deps.clock.now())).to.equal(0)
  })
})
