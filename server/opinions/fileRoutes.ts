import { mayEver } from '../../models/user/permissions.ts'
import { campaignIn } from '../campaigns/find.ts'
import type { Deps } from '../deps.ts'
import { answerWithFile } from '../exports/sending.ts'
import { Forbidden } from '../http/errors.ts'
import type { RouteTable } from '../http/routes.ts'
import { requireActor } from '../http/signedIn.ts'
import { OPINION_SOURCES, OPINION_STATES } from '../../models/opinion/words.ts'
import { askedOpinions } from './find.ts'

/** The list as a file, under its own address. Names and phones of authors are in none. */
export function addFileRoutes({ get }: RouteTable, deps: Deps): void {
  for (const format of ['xlsx', 'csv'] as const) {
    get(`/campaigns/:year/opinions.${format}`, { act: 'export.create' }, async (req, res) => {
      const actor = requireActor(req)
      if (!mayEver(actor, 'opinion.read')) throw new Forbidden()
      const { year } = await campaignIn(req)
      const { state, source, mark, department, category, q } = askedOpinions(req.query)
      const given = { tab: state, source, mark, department, category, q }
      const query = Object.fromEntries(Object.entries({ year: String(year), ...given }).filter((pair): pair is [string, string] => Boolean(pair[1])))
      const words = [`${year}年`, state && OPINION_STATES[state], source && OPINION_SOURCES[source], q && `含“${q}”`].filter(Boolean).join('；')
      await answerWithFile(deps, req, res, { kind: 'opinions', format, query, filterText: words, personal: false, reason: '' })
    })
  }
}
