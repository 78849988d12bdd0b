import '../../../models/all.ts'
import { writeSetting } from '../../../models/setting/index.ts'
import { SYSTEM } from '../../../models/user/actor.ts'
import { act } from '../../../server/act.ts'
import { connect } from '../../../server/database/connect.ts'
import { testDeps } from '../../support/app.ts'

/**
 * A process of the app that acts without pause and says of each act whether it was acknowledged; it never reconnects
 * by hand.
 */
const [uri = ''] = process.argv.slice(2)
await connect(uri)
const deps = testDeps()
let going = true
process.once('message', () => void (going = false))
for (let n = 0; going; n++) {
  const id = `act-${n}`
  const outcome = await act(deps, SYSTEM, 'job.test', async (tx) => {
    await writeSetting(id, n, tx.now, tx.session)
    tx.audit({ record: { type: 'setting', id } })
  }).then(() => 'done', () => 'failed')
  process.send?.({ id, outcome })
}
process.exit(0)
