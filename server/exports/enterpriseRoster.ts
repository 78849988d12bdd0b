import { EnterpriseModel, type Enterprise } from '../../models/enterprise/index.ts'
import { ENTERPRISE_SORTS } from '../../models/enterprise/queries.ts'
import { stampOf, type Column } from '../lib/columns.ts'
import { enterpriseListOf } from '../enterprises/listQuery.ts'
import { maskPhone } from '../lib/format.ts'
import { inBatches, ledgerOf, type Asked, type Ledger } from './ledger.ts'
import { readWords, type Words } from './names.ts'

const figure = (text: string | null): number | string | null => (text === null || text === '' ? null : Number.isFinite(Number(text)) ? Number(text) : text)

const columnsOf = (words: Words, personal: boolean): Column<Enterprise>[] => [
  { header: '企业名称', width: 30, type: 'text', value: ({ name }) => name },
  { header: '统一社会信用代码', width: 21, type: 'code', value: ({ uscc }) => uscc },
  { header: '所属区市', width: 9, type: 'text', value: ({ district }) => words.district(district) },
  { header: '详细地址', width: 30, type: 'text', value: ({ address }) => address },
  { header: '行业', width: 14, type: 'text', value: ({ industryText, industry }) => industryText || industry },
  { header: '企业规模', width: 9, type: 'text', value: ({ size }) => size },
  { header: '从业人数', width: 9, type: 'number', value: ({ staff }) => staff },
  { header: '营业收入(万元)', width: 11, type: 'number', value: ({ revenue }) => figure(revenue) },
  { header: '资产总额(万元)', width: 11, type: 'number', value: ({ assets }) => figure(assets) },
  { header: '法定代表人', width: 10, type: 'text', value: ({ legalPerson }) => legalPerson },
  { header: '联系人', width: 10, type: 'text', value: ({ contacts }) => contacts[0]?.name ?? '' },
  { header: '联系人职务', width: 12, type: 'text', value: ({ contacts }) => contacts[0]?.title ?? '' },
  {
    header: '联系电话', width: 16, type: 'code',
    value: ({ contacts }) => (contacts[0]?.phones ?? []).map((phone) => (personal ? phone : maskPhone(phone))).join('、'),
  },
  { header: '联系市领导', width: 10, type: 'text', value: ({ linkedLeader }) => linkedLeader.name },
  { header: '服务专员', width: 10, type: 'text', value: ({ steward }) => steward.name },
  { header: '走访单位', width: 14, type: 'text', value: ({ visitDepartment }) => words.department(visitDepartment) },
  { header: '备注', width: 16, type: 'text', value: ({ remark }) => remark },
]

/** The roster of enterprises, narrowed and sorted as the list on the screen. */
export async function enterpriseRoster(asked: Asked): Promise<Ledger> {
  const words = await readWords()
  const { filter, sort } = enterpriseListOf(asked.query)
  return ledgerOf({
    name: '重点企业名册', title: '重点企业名册', unit: `${words.unit(asked.actor.department)}　填报人：${asked.actor.name}`,
    asOf: `截至 ${stampOf(asked.now)}`, measure: '户', columns: columnsOf(words, asked.personal),
    rows: inBatches(EnterpriseModel.find(filter).sort(ENTERPRISE_SORTS[sort]).lean<Enterprise>().cursor({ batchSize: 100 }), (rows) => Promise.resolve(rows)),
    empty: '没有符合条件的重点企业',
    notes: [asked.personal ? '本表含完整的联系电话，仅供登记的用途，用后请删除。' : '联系电话已隐去中间几位。'],
    frozen: 1,
  })
}
