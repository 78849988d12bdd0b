import { aRow, changed, no, removed, type Damage, type Done } from '../damage.ts'

/** Changes a row of last year's questionnaire, by whose number the checks name it. */
async function inFinished(name: string, state: object, change: object): Promise<Done> {
  const finished = await aRow('questionnaires', { results: { $ne: null } })
  return changed(name, { questionnaire: finished._id, ...state }, change, () => no(finished))
}

/** Answers and figures of the sample city's questionnaires. */
export const questionnaireDamages: readonly Damage[] = [
  {
    check: 'oneAnswer',
    what: 'a firm that the roll calls answered and of whom there is no answer',
    also: ['results'],
    by: () => inFinished('invitations', { state: 'sent' }, { $set: { state: 'answered' } }),
  },
  {
    check: 'results',
    what: 'an answer that was bettered after the close',
    by: () => inFinished('answers', { 'values.q17': { $ne: '1' } }, { $set: { 'values.q17': '1' } }),
  },
  {
    check: 'results',
    what: 'a stored figure that a hand has bettered',
    by: async () => {
      const finished = await aRow('questionnaires', { results: { $ne: null } })
      return changed('results', { _id: finished._id }, { $set: { 'figures.answers': 1 } }, () => no(finished))
    },
  },
  {
    check: 'results',
    what: 'a questionnaire whose results are gone',
    by: async () => {
      const finished = await aRow('questionnaires', { results: { $ne: null } })
      return removed('results', { _id: finished._id }, () => no(finished))
    },
  },
]
