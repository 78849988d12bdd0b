import type { Damage } from '../damage.ts'
import { ballotDamages } from './ballots.ts'
import { cardDamages } from './cards.ts'
import { drawDamages } from './draws.ts'
import { figureDamages } from './figures.ts'
import { issueDamages } from './issues.ts'
import { numberDamages } from './numbers.ts'
import { opinionDamages } from './opinions.ts'
import { outboxDamages } from './outbox.ts'
import { outsideDamages } from './outside.ts'
import { questionnaireDamages } from './questionnaires.ts'
import { visitDamages } from './references.ts'
import { trailDamages } from './trail.ts'

/** Each kind of damage beside the check that must find it, a file for each noun. A new check needs its line in one. */
export const DAMAGES: readonly Damage[] = [
  ...issueDamages,
  ...ballotDamages,
  ...cardDamages,
  ...numberDamages,
  ...visitDamages,
  ...opinionDamages,
  ...outboxDamages,
  ...outsideDamages,
  ...questionnaireDamages,
  ...trailDamages,
  ...figureDamages,
  ...drawDamages,
]

export { referenceDamages } from './references.ts'
