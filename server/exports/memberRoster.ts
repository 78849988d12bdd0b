import { MEMBER_KINDS, MemberModel, type Member } from '../../models/member/index.ts'
import { MEMBER_SORTS } from '../../models/member/queries.ts'
import { stampOf, type Column } from '../lib/columns.ts'
import { memberListOf } from '../members/listQuery.ts'
import { maskPhone } from '../lib/format.ts'
import { inBatches, ledgerOf, type Asked, type Ledger } from './ledger.ts'
import { readWords, type Words } from './names.ts'

const columnsOf = (words: Words, personal: boolean): Column<Member>[] => [
  { header: '姓名', width: 10, type: 'text', value: ({ name }) => name },
  { header: '类别', width: 10, type: 'text', value: ({ kind }) => MEMBER_KINDS[kind] },
  { header: '性别', width: 6, type: 'text', value: ({ gender }) => gender },
  { header: '民族', width: 8, type: 'text', value: ({ ethnicity }) => ethnicity },
  { header: '出生年月', width: 10, type: 'code', value: ({ birth }) => birth },
  { header: '届次', width: 12, type: 'text', value: ({ terms }) => terms.map(({ term }) => term).join('、') },
  { header: '代表团/界别', width: 14, type: 'text', value: ({ delegation, sector }) => delegation || sector },
  { header: '工作单位及职务', width: 34, type: 'text', value: ({ unitAndTitle }) => unitAndTitle },
  { header: '联系电话', width: 16, type: 'code', value: ({ phones }) => phones.map((phone) => (personal ? phone : maskPhone(phone))).join('、') },
  { header: '所属区市', width: 9, type: 'text', value: ({ district }) => words.district(district) },
  { header: '联系部门', width: 14, type: 'text', value: ({ liaisonDepartment }) => words.department(liaisonDepartment) },
  { header: '备注', width: 16, type: 'text', value: ({ remark }) => remark },
]

/** The roster of deputies and CPPCC members, narrowed and sorted as the list on the screen. */
export async function memberRoster(asked: Asked): Promise<Ledger> {
  const words = await readWords()
  const { filter, sort } = memberListOf(asked.query)
  return ledgerOf({
    name: '代表委员名册', title: '代表委员名册', unit: `${words.unit(asked.actor.department)}　填报人：${asked.actor.name}`,
    asOf: `截至 ${stampOf(asked.now)}`, measure: '人', columns: columnsOf(words, asked.personal),
    rows: inBatches(MemberModel.find(filter).sort(MEMBER_SORTS[sort]).lean<Member>().cursor({ batchSize: 100 }), (rows) => Promise.resolve(rows)),
    empty: '没有符合条件的代表委员',
    notes: [asked.personal ? '本表含完整的联系电话，仅供登记的用途，用后请删除。' : '联系电话已隐去中间几位。'],
  })
}
