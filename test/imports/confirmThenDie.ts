/*
 * A process of its own that presses 导入 and works on; the test kills it in the middle.
 * Arguments: the database's address and name, the batch's number.
 */
import '../../models/all.ts'
import { ImportModel, type Import } from '../../models/import/index.ts'
import { UserModel } from '../../models/user/index.ts'
import { actorOf } from '../../models/user/actor.ts'
import { connect } from '../../server/database/connect.ts'
import { confirmImport } from '../../server/imports/actions.ts'
import { importsSettled } from '../../server/imports/background.ts'
import { testDeps } from '../support/app.ts'

const [uri = '', name = '', no = ''] = process.argv.slice(2)
await connect(uri, name)
const batch = await ImportModel.findOne({ no }).lean<Import | null>()
const user = await UserModel.findById(batch?.requestedBy).lean()
if (!batch || !user) throw new Error('nothing to confirm')
await confirmImport(testDeps(), actorOf(user), batch)
await importsSettled()
process.exit(0)
