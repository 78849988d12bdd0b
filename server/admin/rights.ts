import { ACTS, grantsOf } from '../../models/user/permissions.ts'
import { page } from '../http/page.ts'
import type { RouteTable } from '../http/routes.ts'
import { column, tableOf, textCell } from '../lib/cells.ts'
import { adminList, heading } from './pages.ts'
import { actWords, RELATION_WORDS } from './rightWords.ts'

/** The table of rights as it is in force, in words: the same lines that guard pages, buttons, lists and exports. */
export function rightPages({ get }: RouteTable): void {
  get('/admin/rights', { act: 'rights.read' }, async (req, res) => {
    const rows = ACTS.map((act) => [
      textCell(actWords(act)),
      textCell(grantsOf(act).map(({ word, relations }) => (relations.includes('any') ? word : `${word}（${relations.map((each) => RELATION_WORDS[each]).join('、')}）`)).join('；')),
    ])
    await page(req, res, 'admin/list', adminList({
      heading: heading('权限表', '谁能对哪些记录办什么；没有写的就是不能。括号里是限于哪些记录'),
      table: tableOf('权限', [column('办什么'), column('谁能办')], rows, { sticky: true }),
      notes: ['三员分立：系统管理员、安全管理员、审计管理员由三个人分任，不兼业务岗位。', '岗位由安全管理员在“用户”里授予，下次登录生效。'],
    }), { title: '权限表' })
  })
}
