import '../../../models/all.ts'
import { escalateIssues } from '../../../jobs/escalateIssues.ts'
import { connect, disconnect } from '../../../server/database/connect.ts'
import { testDeps } from '../../support/app.ts'

/** A process of the app that sweeps once when it is told to. */
const [uri = '', database = '', now = ''] = process.argv.slice(2)
await connect(uri, database)
process.send?.('ready')
process.once('message', () => {
  void escalateIssues.run(testDeps({ now })).then(async (counts) => {
    process.send?.(counts)
    await disconnect()
    process.disconnect()
  })
})
