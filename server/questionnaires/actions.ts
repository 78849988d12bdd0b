import { InvitationModel } from '../../models/invitation/index.ts'
import { usedKeys } from '../../models/questionnaire/building.ts'
import { QuestionnaireModel, type Questionnaire } from '../../models/questionnaire/index.ts'
import { copied } from '../../models/questionnaire/life.ts'
import { emptyQuestionnaire, readyQuestionnaire, STARTS, type Start } from '../../models/questionnaire/ready.ts'
import type { Section } from '../../models/questionnaire/items.ts'
import { RuleBroken } from '../../models/shared/errors.ts'
import type { Actor } from '../../models/user/actor.ts'
import type { Act } from '../../models/user/permissions.ts'
import { act, type Tx } from '../act.ts'
import { nextNumber } from '../database/counters.ts'
import type { Deps } from '../deps.ts'
import { Conflict, NotFound } from '../http/errors.ts'
import { pathOf, type Building } from './find.ts'

export interface NewQuestionnaire extends Pick<Questionnaire, 'title' | 'year' | 'confidentiality'> {
  /** one of STARTS, or the number of an earlier questionnaire */
  from: string
}

/**
 * Begins a questionnaire from the ready one, from an earlier one or from nothing.
 * @returns its number
 * @throws RuleBroken when there is none of the number to be copied
 */
export async function beginQuestionnaire(
  tx: Tx, actor: Actor, { title, year, confidentiality, from }: NewQuestionnaire,
): Promise<string> {
  const { sections, asker, purpose, minutes, thanks, copiedFrom } = await startFrom(from)
  const no = `WJ${year}-${String(await nextNumber(tx.session, 'questionnaire', year)).padStart(2, '0')}`
  const made = new QuestionnaireModel({
    no, title, year, confidentiality, state: 'draft', asker, purpose, minutes, thanks, draft: copied(sections), copiedFrom,
    createdBy: actor.id, createdByName: actor.name, createdAt: tx.now,
  })
  await made.save({ session: tx.session })
  tx.audit({ record: { type: 'questionnaire', id: made._id, no }, changes: { 题目: title, 来自: copiedFrom ?? from } })
  return no
}

async function startFrom(from: string): Promise<Omit<Start, 'title'> & { copiedFrom: string | null }> {
  if (from === STARTS.ready) return { ...readyQuestionnaire(), copiedFrom: null }
  if (from === STARTS.empty) return { ...emptyQuestionnaire(), copiedFrom: null }
  const earlier = await QuestionnaireModel.findOne({ no: from }).lean<Questionnaire | null>()
  if (!earlier) throw new RuleBroken('questionnaire.from', `没有编号为 ${from} 的问卷，请从列表中选择。`)
  const { asker, purpose, minutes, thanks, versions, draft } = earlier
  return { asker, purpose, minutes, thanks, sections: versions.at(-1)?.sections ?? draft, copiedFrom: from }
}

type Changing = (questionnaire: Questionnaire, tx: Tx) => Promise<Record<string, string>> | Record<string, string>

/**
 * Runs one act on a questionnaire: `work` alters the document, and says what it changed for the trail.
 * @param version as the form was drawn; '' where the act does not depend on what was seen
 * @throws Conflict when somebody changed it since
 */
export async function change(
  deps: Deps, actor: Actor, name: Act, { _id, no }: Pick<Questionnaire, '_id' | 'no'>, version: string, work: Changing,
): Promise<void> {
  await act(deps, actor, name, async (tx) => {
    const stored = await QuestionnaireModel.findById(_id).session(tx.session)
    if (!stored) throw new NotFound()
    if (version !== '' && version !== String(stored.__v)) {
      throw new Conflict('您打开这一页之后，别人已经改过这份问卷，这次没有存。请看最新的再改。', {
        text: '看最新的', href: pathOf({ no }),
      })
    }
    const changes = await work(stored, tx)
    stored.increment()
    await stored.save({ session: tx.session })
    tx.audit({ record: { type: 'questionnaire', id: _id, no }, changes })
  })
}

/** How many have answered by now: from the first on, questions stay as they are. */
export const answeredCount = ({ _id }: Pick<Questionnaire, '_id'>, { session }: Pick<Tx, 'session'>): Promise<number> =>
  InvitationModel.countDocuments({ questionnaire: _id, state: 'answered' }).session(session)

/** Changes what is being built. @throws RuleBroken once it is closed or somebody has answered */
export const build = (
  deps: Deps, actor: Actor, questionnaire: Building, version: string, what: string,
  alter: (sections: Section[], used: ReadonlySet<string>) => Section[],
): Promise<void> =>
  change(deps, actor, 'questionnaire.build', questionnaire, version, async (stored, tx) => {
    const copy = '题目不能再改。要改请复制成一份新问卷。'
    if (stored.state === 'closed') throw new RuleBroken('questionnaire.closed', `这份问卷已经截止，${copy}`)
    const answered = await answeredCount(stored, tx)
    if (answered > 0) throw new RuleBroken('questionnaire.answered', `已有 ${answered} 家提交，${copy}`)
    const used = usedKeys([stored.draft, ...stored.versions.map(({ sections }) => sections)])
    stored.draft = alter(copied(stored.draft), used)
    return { 题目: what }
  })

/** A draft that was never published leaves no trace but its entry in the trail. @throws RuleBroken once it was published */
export async function discard(tx: Tx, { _id, no, title }: Building): Promise<void> {
  const never = { _id, state: 'draft', versions: { $size: 0 } } as const
  const gone = await QuestionnaireModel.deleteOne(never, { session: tx.session })
  if (gone.deletedCount === 0) throw new RuleBroken('questionnaire.published', '这份问卷已经发布，不能删除。')
  tx.audit({ record: { type: 'questionnaire', id: _id, no }, changes: { 题目: title } })
}
