import type { Types } from 'mongoose'
import { INVITATION_STATES } from '../../models/invitation/index.ts'
import { latestPublished, roundsOf } from '../../models/result/answerQueries.ts'
import type { Figures } from '../../models/result/shape.ts'
import { shortDayText } from '../lib/format.ts'
import type { Actor } from '../../models/user/actor.ts'
import { can, mayEver } from '../../models/user/permissions.ts'
import type { Fact } from '../lib/parts.ts'
import { shownCount, shownText } from './figureWords.ts'

const APART = '企业问卷的指数，和评议得分分开，不计入得分'

/**
 * The indexes of the latest questionnaire that is over, for pages where a score stands: the city's, and a district's own
 * where one is given. Nothing for those who may not read results.
 * @source issue 4 §10; domain.md §7 (shown beside, never mixed in)
 */
export async function indexFacts(actor: Actor, district: string | null): Promise<Fact[]> {
  if (!mayEver(actor, 'result.read')) return []
  const latest = await latestPublished()
  if (latest === null) return []
  const { no, year, figures } = latest
  const fact = (term: string, text: string, small: string): Fact =>
    ({ term, text, href: `/questionnaires/${no}/results`, small, action: null })
  const own = district === null ? null : districtOf(figures, district)
  return [
    ...(figures.index ? [fact('满意指数', shownText(figures.index.index), `${year}年全市，${APART}`)] : []),
    ...(own ? [fact('本区市', shownText(own.mean), `${year}年“${own.name}”均分，${shownCount(own.n)} 份答卷，不计入得分`)] : []),
  ]
}

/** A district's row of the fixed table, with the figure of the item that the city's index is made of. */
function districtOf({ tables }: Figures, district: string): { name: string, n: number | null, mean: string | null } | null {
  const table = tables.find(({ cut }) => cut === 'district')
  const row = table?.rows.find(({ value }) => value === district)
  const at = table?.columns.findIndex(({ kind }) => kind === 'item') ?? -1
  if (!table || !row || at < 0) return null
  return { name: table.columns[at]?.name ?? '', n: row.n, mean: row.cells[at] ?? null }
}

/** How far a firm came with its last questionnaires: the roll's word alone, never an answer. */
export async function responseFacts(actor: Actor, enterprise: Types.ObjectId, today: string): Promise<Fact[]> {
  const rounds = (await roundsOf(enterprise)).filter(({ invitation }) => can(actor, 'invitation.read', invitation))
  return rounds.map(({ invitation: { state, answeredOn }, no, title }) => ({
    term: '问卷', text: `${INVITATION_STATES[state]}${answeredOn === null ? '' : `，${shortDayText(answeredOn, today)}`}`,
    href: mayEver(actor, 'questionnaire.read') ? `/questionnaires/${no}` : null, small: title, action: null,
  }))
}
