import type { Attachment } from '../../models/attachment/index.ts'
import { pendingOf } from '../../models/attachment/queries.ts'
import { allCategories } from '../../models/category/queries.ts'
import { allDepartments } from '../../models/department/queries.ts'
import { lastOpsSummary } from '../../models/visit/queries.ts'
import type { SubjectCard } from '../../models/visit/subjectQueries.ts'
import type { Body } from '../lib/form.ts'
import { photoIds } from './form.ts'
import type { FormFacts } from './formView.ts'
import { typedBlocks, type IssueChoices } from './issueBlocks.ts'
import { openIssuesOf, similarTo } from './similar.ts'
import { slotViews, type Viewer } from './slotViews.ts'
import type { FoundSlot } from './subjects.ts'

/** What may be chosen for an issue: categories and departments that are in use. */
export async function issueChoices(): Promise<IssueChoices> {
  const [categories, departments] = await Promise.all([allCategories(), allDepartments()])
  return {
    categories: categories.filter(({ archivedAt }) => archivedAt === null)
      .map(({ _id, name, leadDepartment }) => ({ code: _id, name, lead: leadDepartment })),
    departments: departments.filter(({ archivedAt, kind }) => archivedAt === null && kind !== 'office')
      .map(({ _id, name }) => ({ code: _id, name })),
  }
}

/** Everything the form shows beside what was typed: boxes of subjects, suggestions, similar issues, photos. */
export async function formFacts(
  viewer: Viewer, body: Body, found: readonly FoundSlot[],
  more: Pick<FormFacts, 'edited' | 'plan' | 'fresh' | 'photoProblems'>,
): Promise<FormFacts> {
  const cards = found.flatMap(({ card }) => card ?? [])
  const [choices, slots, similar, photos, lastOps] = await Promise.all([
    issueChoices(), slotViews(viewer, body, found, more.edited?.no ?? more.plan), similarOf(viewer, body, cards),
    photosOf(viewer, body), cards[0] ? lastOpsSummary(cards[0].id) : '',
  ])
  return {
    ...more, choices, slots, similar, photos, lastOps, userId: String(viewer.actor.id),
    contacts: cards.flatMap(({ contacts }) => contacts),
  }
}

const photosOf = ({ actor }: Viewer, body: Body): Promise<Attachment[]> => {
  const ids = photoIds(body)
  return actor.id === null || ids.length === 0 ? Promise.resolve([]) : pendingOf(actor.id, ids)
}

async function similarOf(
  { actor, today }: Viewer, body: Body, cards: readonly SubjectCard[],
): Promise<FormFacts['similar']> {
  const blocks = typedBlocks(body)
  if (blocks.length === 0 || cards.length === 0) return new Map()
  const candidates = await openIssuesOf(cards.map(({ id }) => String(id)))
  const views = await Promise.all(blocks.map(({ what }) => similarTo(what, candidates, actor, today)))
  return new Map(views.flatMap((view, at) => (view === null ? [] : [[blocks[at]?.n ?? 0, view] as const])))
}
