import { arrears } from './arrears.ts'
import { enforcement } from './enforcement.ts'
import { faithKeeping } from './faithKeeping.ts'
import { finance } from './finance.ts'
import { landPlanning } from './landPlanning.ts'
import { livelihood } from './livelihood.ts'
import { markets } from './markets.ts'
import { permits } from './permits.ts'
import { policyDelivery } from './policyDelivery.ts'
import type { Situation } from './shape.ts'
import { taxFees } from './taxFees.ts'
import { utilities } from './utilities.ts'
import { workforce } from './workforce.ts'

export type { Situation } from './shape.ts'

/** Every situation of the sample city by category, in the fixed order of the categories (domain.md §2.2). */
export const SITUATIONS: readonly Situation[] = [
  ...policyDelivery, ...permits, ...utilities, ...landPlanning, ...finance, ...workforce,
  ...taxFees, ...markets, ...arrears, ...enforcement, ...faithKeeping, ...livelihood,
]
