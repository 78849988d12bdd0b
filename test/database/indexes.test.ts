import { expect } from 'chai'
import mongoose from 'mongoose'
import '../../models/all.ts'
import { currentDb } from '../../server/database/connect.ts'
import { buildIndexes, indexDifferences } from '../../server/database/indexes.ts'
import { useDatabase } from '../support/db.ts'

describe('the indexes', function () {
  this.timeout(60_000)
  useDatabase()

  it('of every model are in the database exactly as its schema says', async () => {
    expect(Object.keys(mongoose.models).length).to.be.greaterThan(20)
    expect(await indexDifferences(currentDb())).to.deep.equal([])
  })

  it('that somebody added stay until told otherwise; one that was changed is made anew', async () => {
    const cards = currentDb().collection('cards')
    await cards.createIndex({ told: 1 }, { name: 'byHand' })
    await cards.dropIndex('key_1')
    expect(await indexDifferences(currentDb())).to.deep.equal([
      { collection: 'cards', missing: ['key_1'], unknown: ['byHand'] },
    ])
    expect(await buildIndexes(currentDb())).to.deep.equal([{ collection: 'cards', missing: [], unknown: ['byHand'] }])
    expect(await buildIndexes(currentDb(), { dropUnknown: true })).to.deep.equal([])
  })

  it('that stored rows break are named', async () => {
    await currentDb().collection('cards').dropIndex('key_1')
    await currentDb().collection('cards').insertMany([{ key: 'twin' }, { key: 'twin' }])
    const refusal = await buildIndexes(currentDb()).catch((error: Error) => error)
    expect(refusal).to.have.property('message').that.includes('cards').and.includes('key_1')
  })
})
