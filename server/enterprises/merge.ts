import { ENTERPRISE_FIELD_NAMES, ENTERPRISE_FIELDS } from '../../models/enterprise/fields.ts'
import { EnterpriseModel } from '../../models/enterprise/index.ts'
import { enterpriseById, findEnterprises } from '../../models/enterprise/queries.ts'
import type { MergeRoster } from '../rosters/mergeRoutes.ts'
import type { StoredEnterprise } from './find.ts'
import { ENTERPRISES } from './roster.ts'

/** Two records of one firm, taken in under two codes or names. */
export const ENTERPRISE_MERGE: MergeRoster<StoredEnterprise> = {
  roster: ENTERPRISES,
  merging: {
    noun: 'enterprise',
    model: EnterpriseModel as never,
    words: Object.fromEntries(ENTERPRISE_FIELD_NAMES.map((field) => [field, ENTERPRISE_FIELDS[field].word])),
    personal: ['contacts'],
    numberOf: ({ uscc }) => uscc,
  },
  byId: async (id) => (await enterpriseById(id)) as StoredEnterprise | null,
  search: (typed) => findEnterprises(typed, 10),
}
