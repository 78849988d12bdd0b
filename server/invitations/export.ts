import { districtNames } from '../../models/district/queries.ts'
import { contactsOf, type Reached } from '../../models/invitation/contacts.ts'
import { INVITATION_CHANNELS, InvitationModel, type Invitation } from '../../models/invitation/index.ts'
import { INVITATION_TABS } from '../../models/invitation/queries.ts'
import { QuestionnaireModel, type Questionnaire } from '../../models/questionnaire/index.ts'
import { dayOf } from '../../models/shared/calendarDay.ts'
import { industryOf } from '../../models/shared/industries.ts'
import { inBatches, ledgerOf, type Asked, type Ledger } from '../exports/ledger.ts'
import { readWords } from '../exports/names.ts'
import { stampOf, type Column } from '../lib/columns.ts'
import { askedBy, withTab } from './find.ts'
import { stateTag } from './listView.ts'

type Row = Reached<Invitation>

/** The invitations of the list on the screen; no link stands in it, and of an answer only the day. */
export async function invitationLedger(asked: Asked): Promise<Ledger> {
  const { questionnaire: no = '', ...query } = asked.query
  const questionnaire = await QuestionnaireModel.findOne({ no }).select('-draft -versions -results').lean<Questionnaire | null>()
  if (!questionnaire) throw new Error('There is no such questionnaire')
  const [words, districts, list] = await Promise.all([readWords(), districtNames(), askedBy(query, questionnaire, asked.actor)])
  const cursor = InvitationModel.find(withTab(list)).sort({ sortKey: 1, _id: 1 }).lean<Invitation>().cursor({ batchSize: 100 })
  return ledgerOf({
    name: '邀请名单', title: `${questionnaire.title}（${no}）邀请名单（${INVITATION_TABS[list.tab]}）`,
    unit: `${words.unit(asked.actor.department)}　填报人：${asked.actor.name}`, asOf: `截至 ${stampOf(asked.now)}`,
    measure: '户', empty: '没有符合条件的邀请', frozen: 1, columns: columnsOf((code) => districts.get(code) ?? code),
    rows: inBatches(cursor, (rows) => contactsOf(rows)), notes: ['不含链接，不含答卷内容；提交只到日。'],
  })
}

const columnsOf = (district: (code: string) => string): Column<Row>[] => {
  const of = (value: (invitation: Invitation) => string | number | Date | null) => ({ invitation }: Row) => value(invitation)
  return [
    { header: '企业名称', width: 30, type: 'text', value: of(({ enterpriseName }) => enterpriseName) },
    { header: '区市', width: 10, type: 'text', value: of((row) => district(row.district)) },
    { header: '行业', width: 14, type: 'text', value: of(({ industry }) => industryOf(industry)?.shortName ?? industry) },
    { header: '规模', width: 8, type: 'text', value: of(({ size }) => size) },
    { header: '服务专员', width: 10, type: 'text', value: ({ stewardName }) => stewardName },
    { header: '状态', width: 10, type: 'text', value: of((row) => stateTag(row).text) },
    { header: '途径', width: 10, type: 'text', value: of(({ channel }) => (channel === '' ? '' : INVITATION_CHANNELS[channel])) },
    { header: '发出', width: 16, type: 'instant', value: of(({ sentAt }) => sentAt) },
    { header: '送达', width: 16, type: 'instant', value: of(({ deliveredAt }) => deliveredAt) },
    { header: '开始填', width: 12, type: 'day', value: of(({ begunAt }) => begunAt && dayOf(begunAt)) },
    { header: '提交日', width: 12, type: 'day', value: of(({ answeredOn }) => answeredOn) },
    { header: '提醒次数', width: 9, type: 'number', value: of(({ remindersSent }) => remindersSent) },
    { header: '延期到', width: 16, type: 'instant', value: of(({ extendedUntil }) => extendedUntil) },
    { header: '换过联系人', width: 10, type: 'text', value: of(({ forwardedTo }) => (forwardedTo ? '是' : '')) },
    { header: '说明', width: 24, type: 'text', value: of(({ problem, extensionReason }) => problem || extensionReason) },
  ]
}
