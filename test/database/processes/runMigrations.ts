import { MongoClient } from 'mongodb'
import { migrate } from '../../../server/database/migrate.ts'

/** A second app instance that starts at the same moment. */
const [uri = '', database = '', folder = ''] = process.argv.slice(2)
const client = await new MongoClient(uri).connect()
process.send?.(await migrate(client.db(database), folder))
await client.close()
process.disconnect()
