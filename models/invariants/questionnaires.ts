import { isDeepStrictEqual } from 'node:util'
import { AnswerModel, type Answer } from '../answer/index.ts'
import { InvitationModel } from '../invitation/index.ts'
import { QuestionnaireModel, type Questionnaire } from '../questionnaire/index.ts'
import { computeFigures } from '../result/compute.ts'
import { answersOf, resultOf, rollOf } from '../result/queries.ts'
import { findings, type Check, type Finding } from './finding.ts'

/** Answers and what was made of them. */
export const questionnaireChecks: readonly Check[] = [
  { name: 'oneAnswer', word: '每份邀请最多一份答卷，份数与名册一致', find: oneAnswer },
  { name: 'results', word: '问卷结果能由答卷重算', find: results },
]

type Counted = Pick<Questionnaire, '_id' | 'no' | 'confidentiality' | 'attributes' | 'versions' | 'results'>
const FACTS = { no: 1, confidentiality: 1, attributes: 1, versions: 1, results: 1 } as const

/** As many filled answers as the roll says; each confidential one of an invitation that has answered, and of one alone. */
async function oneAnswer(): Promise<Finding[]> {
  const found: Finding[] = []
  for (const { _id, no, confidentiality } of await QuestionnaireModel.find({}, FACTS).lean<Counted[]>()) {
    const [answered, filled] = await Promise.all([
      InvitationModel.countDocuments({ questionnaire: _id, state: 'answered' }),
      AnswerModel.countDocuments({ questionnaire: _id, filled: true }),
    ])
    if (answered !== filled) found.push(...findings('oneAnswer', no, [`名册上已提交 ${answered} 户，答卷 ${filled} 份`]))
    found.push(...(confidentiality === 'anonymous' ? await traceable(_id, no) : await strangers(_id, no)))
  }
  return found
}

/** An anonymous answer knows neither firm nor invitation nor day. */
async function traceable(questionnaire: Questionnaire['_id'], no: string): Promise<Finding[]> {
  const known = { $ne: null }
  const count = await AnswerModel.countDocuments({ questionnaire, $or: [{ invitation: known }, { enterprise: known }, { submittedOn: known }] })
  return count === 0 ? [] : findings('oneAnswer', no, [`匿名答卷里有 ${count} 份带着来处`])
}

async function strangers(questionnaire: Questionnaire['_id'], no: string): Promise<Finding[]> {
  const answers = await AnswerModel.find({ questionnaire, filled: true }, { invitation: 1 }).lean<Pick<Answer, 'invitation'>[]>()
  const answered = new Set((await InvitationModel.distinct('_id', { questionnaire, state: 'answered' })).map(String))
  const used = new Set<string>()
  return answers.flatMap(({ invitation }) => {
    const key = String(invitation)
    const texts = [...(answered.has(key) ? [] : ['有一份答卷的邀请没有记为已提交']), ...(used.has(key) ? ['一份邀请有两份答卷'] : [])]
    used.add(key)
    return findings('oneAnswer', no, texts)
  })
}

/** What was stored at the close, counted again from the answers. */
async function results(): Promise<Finding[]> {
  const found: Finding[] = []
  for (const questionnaire of await QuestionnaireModel.find({}, FACTS).lean<Counted[]>()) {
    const { _id, no } = questionnaire
    const stored = await resultOf(_id)
    if ((stored === null) !== (questionnaire.results === null)) {
      found.push(...findings('results', no, [stored === null ? '记着结果已算定，却没有结果' : '有结果，问卷上没有记']))
    }
    if (stored === null) continue
    const again = computeFigures(questionnaire, await rollOf(_id), await answersOf(_id))
    const differing = Object.keys(again).filter((key) => !isDeepStrictEqual(again[key as keyof typeof again], stored.figures[key as keyof typeof again]))
    if (differing.length > 0) found.push(...findings('results', no, [`重算不一致：${differing.join('、')}`]))
  }
  return found
}
