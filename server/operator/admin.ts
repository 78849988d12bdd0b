import { parseArgs } from 'node:util'
import { DepartmentModel } from '../../models/department/index.ts'
import { SYSTEM } from '../../models/user/actor.ts'
import { conflictOfRoles, ROLE_NAMES, ROLES, type Role } from '../../models/user/roles.ts'
import { createUser } from '../users/actions.ts'
import { readNewUser } from '../users/form.ts'
import { command, withDatabase, WrongCall } from './command.ts'

const USAGE = `用法：npm run admin -- create-user --account 账号 --name 姓名 --role 岗位[,岗位] [--department 部门代码] [--phone 电话] [--mail 邮箱]
岗位：${ROLE_NAMES.map((role) => `${role}（${ROLES[role]}）`).join('、')}`

/** The first accounts of a new city: one-time passwords that are void after 72 hours. */
await command(async () => {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      account: { type: 'string' }, name: { type: 'string' }, role: { type: 'string' }, department: { type: 'string', default: 'lxb' },
      title: { type: 'string', default: '' }, phone: { type: 'string', default: '' }, mail: { type: 'string', default: '' },
    },
  })
  if (positionals[0] !== 'create-user' || !values.account || !values.name || !values.role) throw new WrongCall(USAGE)
  const roles = rolesOf(values.role)
  await withDatabase(async (deps) => {
    const departments = await ensureOffice(values.department)
    const { account = '', name = '', department, title, phone, mail } = values
    const read = readNewUser({ account, name, department, title, phone, mail }, departments)
    if (!read.ok) throw new WrongCall(Object.values(read.errors).join('；'))
    const { password } = await createUser(deps, SYSTEM, read.value, roles)
    process.stdout.write(`已新建 ${read.value.account}（${roles.map((role) => ROLES[role]).join('、')}）\n一次性密码：${password}\n72 小时内有效，首次登录要换掉。\n`)
  })
})

function rolesOf(given: string): Role[] {
  const roles = given.split(',').map((each) => ROLE_NAMES.find((role) => role === each.trim()))
  if (roles.includes(undefined)) throw new WrongCall(USAGE)
  const conflict = conflictOfRoles(roles as Role[])
  if (conflict) throw new WrongCall(conflict)
  return roles as Role[]
}

/** An empty city has no department yet: the joint office is made, so that the first administrator belongs somewhere. */
async function ensureOffice(code: string): Promise<string[]> {
  if ((await DepartmentModel.estimatedDocumentCount()) === 0) {
    await DepartmentModel.create({ _id: 'lxb', name: '市联席会议办公室', shortName: '联席办', kind: 'office', order: 900 })
  }
  const codes = (await DepartmentModel.find({}, { _id: 1 }).lean()).map(({ _id }) => _id)
  if (!codes.includes(code)) throw new WrongCall(`没有代码为 ${code} 的部门；现有：${codes.join('、')}`)
  return codes
}
