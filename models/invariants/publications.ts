import { frozenHash } from '../publication/frozen.ts'
import { PublicationModel, type Publication } from '../publication/index.ts'
import { recountedHash } from '../publication/queries.ts'
import { findings, type Check } from './finding.ts'

/** Frozen results are what their published 校验码 says, and come out of tally, counts and plan again. @source domain.md §7 */
export const publicationChecks: readonly Check[] = [
  {
    name: 'publications', word: '冻结的得分与校验码一致，能由计票和计数重算',
    find: async () => {
      const all = await PublicationModel.find({}).lean<Publication[]>()
      return (await Promise.all(all.map(async (one) => findings('publications', String(one._id), [
        ...(frozenHash(one._id, one.plan, one.rows) === one.hash ? [] : ['得分和校验码不符']),
        ...((await recountedHash(one)) === one.hash ? [] : ['重算的校验码和公布的不同']),
      ])))).flat()
    },
  },
]
