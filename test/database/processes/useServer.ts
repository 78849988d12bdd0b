import { startEmbedded } from '../../../server/database/embedded.ts'

/** A process of the app as far as its database goes: joins, says so, leaves when told. */
const [dataDir = ''] = process.argv.slice(2)
const database = await startEmbedded({
  dataDir,
  mongodBinary: process.env['MONGOD_BINARY'] ?? null,
  env: process.env,
  say: () => {},
})
process.once('message', () => {
  void database.stop().then(() => process.disconnect())
})
process.send?.(database.running)
