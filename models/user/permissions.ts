import type { Actor } from './actor.ts'
import { isRelated, relationFilter, type Relation } from './relations.ts'
import { ROLES, type Role } from './roles.ts'

type Grants = Partial<Record<Role, Relation | readonly Relation[]>>

const own = ['lead', 'co', 'verifying', 'visiting', 'author', 'handler'] as const
const allStaff: Grants = {
  officer: 'any', lead: 'any', districtOfficer: 'any', coordinator: 'any', supervisor: 'any', discipline: 'any', leader: 'any',
  secretary: 'any', evaluation: 'any', statistics: 'any',
}
const everyone: Grants = { ...allStaff, systemAdmin: 'any', securityAdmin: 'any', auditAdmin: 'any' }
const readers: Grants = { coordinator: 'any', supervisor: 'any', leader: 'any', secretary: 'any' }
const keyHolders: Grants = {
  coordinator: 'holder', supervisor: 'holder', discipline: 'holder', leader: 'holder', secretary: 'holder', evaluation: 'holder',
  statistics: 'holder',
}
const handlers: Grants = { officer: 'lead', lead: 'lead' }

/**
 * Who may do which act on which record. The same table guards paths, draws buttons, filters lists, exports and search.
 * A role that does not stand in a line may not do it; nothing is allowed by being forgotten.
 * @source DESIGN.md §7 Roles, Rights
 */
export const RIGHTS = {
  'home.read': everyone,
  'account.own': everyone,
  'notice.read': everyone,
  'search.read': allStaff,

  'issue.read': { ...readers, officer: own, lead: own, districtOfficer: own, evaluation: 'any' },
  'issue.create': { officer: 'any', lead: 'any', coordinator: 'any' },
  'issue.accept': { coordinator: 'any' },
  'issue.assign': { coordinator: 'any' },
  'issue.reject': { coordinator: 'any' },
  'issue.sign': handlers,
  'issue.refuse': handlers,
  'issue.arbitrate': { coordinator: 'any' },
  'issue.nameHandler': handlers,
  'issue.contact': handlers,
  'issue.plan': handlers,
  'issue.progress': { officer: ['lead', 'co'], lead: ['lead', 'co'] },
  'issue.draftAnswer': handlers,
  'issue.releaseAnswer': { lead: 'lead' },
  'issue.verify': { officer: 'verifying', lead: 'verifying', coordinator: 'verifying' },
  'issue.callBack': { coordinator: 'any' },
  'issue.close': { coordinator: 'any' },
  'issue.askExtension': { lead: 'lead' },
  'issue.decideExtension': { coordinator: 'any', leader: 'any', secretary: 'any' },
  'issue.note': { ...readers, officer: own, lead: own },
  'issue.urge': { lead: 'lead', coordinator: 'any', supervisor: 'any' },
  'issue.withdraw': { officer: 'author', lead: 'author', coordinator: 'any' },
  'issue.reopen': { supervisor: 'any' },

  'card.read': { ...readers, officer: 'department', lead: 'department' },
  'order.sign': { supervisor: 'any' },
  'order.reply': { lead: 'department' },
  'card.askRevocation': { supervisor: 'any' },
  'card.confirmRevocation': { supervisor: 'any' },
  'ladder.read': { coordinator: 'any', supervisor: 'any', leader: 'any', secretary: 'any', lead: 'any', officer: 'any', systemAdmin: 'any' },
  'ladder.rehearse': { coordinator: 'any', supervisor: 'any' },
  'ladder.edit': { systemAdmin: 'any' },

  'instruction.read': { leader: 'leader', secretary: 'leader', supervisor: 'any', coordinator: 'any', lead: 'department', officer: 'department' },
  'instruction.create': { leader: 'any', secretary: 'any' },
  'instruction.reply': { lead: 'department' },
  'instruction.finish': { leader: 'leader', secretary: 'leader', supervisor: 'any' },
  'promise.read': { ...readers, officer: own, lead: own, evaluation: 'any' },
  'promise.approveWording': { lead: 'lead' },

  'visit.read': { ...readers, officer: ['department', 'visitor', 'author'], lead: ['department', 'visitor', 'author'], evaluation: 'any' },
  'visit.create': { officer: 'any', lead: 'any' },
  'visit.edit': { officer: ['author', 'visitor'], lead: 'department' },
  'visit.confirm': { officer: 'department', lead: 'department', coordinator: 'any' },
  'visitTask.read': { ...readers, officer: 'department', lead: 'department', evaluation: 'any' },
  'visitTask.assign': { coordinator: 'any' },
  'visitTask.nameOfficer': { lead: 'department' },
  'visitTask.recordAttempt': { officer: 'department', lead: 'department' },
  'coverage.read': { ...readers, lead: 'department', officer: 'department', evaluation: 'any' },

  'member.read': allStaff,
  'member.create': { coordinator: 'any', evaluation: 'any' },
  'member.edit': { coordinator: 'any', evaluation: 'any', lead: 'liaison', officer: 'liaison' },
  'member.archive': { coordinator: 'any' },
  'member.merge': { coordinator: 'any' },
  'member.revealPhone': { coordinator: 'any', supervisor: 'any', evaluation: 'any', officer: 'liaison', lead: 'liaison' },
  'enterprise.read': allStaff,
  'enterprise.create': { coordinator: 'any' },
  'enterprise.edit': { coordinator: 'any', lead: 'visiting', officer: ['visiting', 'steward'] },
  'enterprise.archive': { coordinator: 'any' },
  'enterprise.merge': { coordinator: 'any' },
  'enterprise.overrideCode': { coordinator: 'any' },
  'enterprise.revealPhone': { coordinator: 'any', supervisor: 'any', officer: ['visiting', 'steward'], lead: 'visiting' },
  'issue.revealPhone': { coordinator: 'any', supervisor: 'any', officer: ['lead', 'co', 'visiting', 'author'], lead: ['lead', 'co', 'visiting', 'author'] },
  'attachment.read': allStaff,

  'import.enterprises': { coordinator: 'any' },
  'import.members': { coordinator: 'any', evaluation: 'any' },
  'import.people': { systemAdmin: 'any' },
  'import.representatives': { evaluation: 'any' },
  'import.read': { coordinator: 'any', evaluation: 'any', systemAdmin: 'any' },
  'export.create': { ...readers, officer: 'any', lead: 'any', evaluation: 'any', statistics: 'any' },
  'export.read': { ...everyone, officer: 'requester', lead: 'requester', coordinator: 'requester', supervisor: 'requester', leader: 'requester', secretary: 'requester',
    evaluation: 'requester', statistics: 'requester', districtOfficer: 'requester', discipline: 'requester', systemAdmin: 'requester', securityAdmin: 'any', auditAdmin: 'any' },
  'export.personal': { coordinator: 'any', supervisor: 'any', evaluation: 'any' },

  'questionnaire.read': { coordinator: 'any', supervisor: 'any', leader: 'any', secretary: 'any', evaluation: 'any', statistics: 'any' },
  'questionnaire.build': { coordinator: 'any' },
  'questionnaire.publish': { coordinator: 'any' },
  'questionnaire.close': { coordinator: 'any' },
  'invitation.read': { coordinator: 'any', statistics: 'any', officer: 'stewarded', lead: 'stewarded' },
  'invitation.make': { coordinator: 'any' },
  'invitation.send': { coordinator: 'any', officer: 'stewarded' },
  'invitation.reissue': { coordinator: 'any' },
  'invitation.extend': { coordinator: 'any' },
  'invitation.remind': { coordinator: 'any' },
  'invitation.own': { officer: 'stewarded', lead: 'stewarded' },
  'answer.list': { coordinator: 'any', statistics: 'any' },
  'answer.tag': { coordinator: 'any', statistics: 'any' },
  'answer.read': { statistics: 'any' },
  'answer.triage': { coordinator: 'any', statistics: 'any' },
  'contactRequest.read': { coordinator: 'any', officer: 'stewarded', lead: 'stewarded' },
  'contactRequest.settle': { coordinator: 'any', officer: 'stewarded' },
  'answer.export': { coordinator: 'any', statistics: 'any' },
  'result.read': { coordinator: 'any', supervisor: 'any', leader: 'any', secretary: 'any', evaluation: 'any', statistics: 'any', lead: 'any' },
  'enterprise.link': { coordinator: 'any', officer: ['visiting', 'steward'] },
  'issue.confirmationLink': { coordinator: 'any' },

  'dashboard.read': { leader: 'any', secretary: 'any', supervisor: 'any', coordinator: 'any' },
  'dashboard.department': { leader: 'any', secretary: 'any', supervisor: 'any', coordinator: 'any', lead: 'ownDepartment' },
  'department.read': { ...readers, evaluation: 'any', officer: 'ownDepartment', lead: 'ownDepartment' },
  'summary.read': { ...readers, lead: 'any', evaluation: 'any' },
  'score.read': { ...readers, evaluation: 'any', lead: 'department', officer: 'department' },
  'score.compute': { evaluation: 'any', coordinator: 'any' },
  'report.read': { ...readers, evaluation: 'any', officer: 'department', lead: 'department' },
  'report.write': { officer: 'department', lead: 'department' },
  'report.send': { lead: 'department' },
  'report.review': { evaluation: 'any' },
  'publication.read': { ...readers, evaluation: 'any' },
  'publication.freeze': { evaluation: 'any' },
  'publication.publish': { evaluation: 'any' },
  'provincialResult.read': { ...readers, evaluation: 'any', lead: 'any', officer: 'any' },
  'provincialResult.enter': { evaluation: 'any' },
  'objection.read': { ...readers, evaluation: 'any', lead: 'department', officer: 'department' },
  'objection.raise': { lead: 'department' },
  'objection.decide': { evaluation: 'any' },
  'scoringPlan.read': { ...readers, evaluation: 'any', lead: 'any' },
  'scoringPlan.edit': { evaluation: 'any' },

  'campaign.read': allStaff,
  'campaign.edit': { evaluation: 'any' },
  'representative.read': { evaluation: 'any', supervisor: 'any', discipline: 'any', districtOfficer: 'districtOffice' },
  'representative.vet': { evaluation: 'any' },
  'representative.replace': { evaluation: 'any' },
  'representative.revealPhone': { evaluation: 'any', districtOfficer: 'districtOffice' },
  'draw.run': { evaluation: 'any' },
  'ballot.read': { evaluation: 'any', supervisor: 'any', discipline: 'any', districtOfficer: 'any' },
  'ballot.prepare': { evaluation: 'any' },
  'ballot.handOut': { evaluation: 'any', districtOfficer: 'districtOffice' },
  'ballot.holdKey': keyHolders,
  'ballot.unseal': { evaluation: 'any' },
  'ballotComment.read': { evaluation: 'any', officer: 'department', lead: 'department' },
  'ballotComment.review': { evaluation: 'any' },
  'tally.read': { evaluation: 'any', supervisor: 'any', discipline: 'any' },
  'tally.enter': { evaluation: 'any', districtOfficer: 'districtOffice' },
  'tally.sign': { evaluation: 'any' },

  'opinion.read': { ...readers, evaluation: 'any', officer: 'lead', lead: 'lead' },
  'opinion.readAuthor': { coordinator: 'any', evaluation: 'any' },
  'opinion.enter': { coordinator: 'any', evaluation: 'any' },
  'opinion.judge': { coordinator: 'any', evaluation: 'any' },
  'opinion.merge': { coordinator: 'any', evaluation: 'any' },
  'opinion.dispatch': { coordinator: 'any', evaluation: 'any' },
  'opinion.answer': { coordinator: 'any', evaluation: 'any', lead: 'lead' },
  'opinion.publish': { coordinator: 'any', evaluation: 'any' },
  'opinion.mark': { coordinator: 'any', evaluation: 'any' },
  'opinion.giveCode': { coordinator: 'any', evaluation: 'any' },
  'import.opinions': { coordinator: 'any', evaluation: 'any' },
  'rectification.read': { ...readers, evaluation: 'any', officer: 'department', lead: 'department' },
  'rectification.create': { coordinator: 'any', evaluation: 'any', supervisor: 'any' },
  'rectification.work': { officer: 'department', lead: 'department' },
  'rectification.approveWording': { lead: 'department' },
  'rectification.verify': { coordinator: 'any', evaluation: 'any', supervisor: 'any' },
  'disciplineCase.read': { discipline: 'any' },
  'disciplineCase.handle': { discipline: 'any' },
  'disciplineCase.readDecided': { discipline: 'any', evaluation: 'any', leader: 'any', secretary: 'any' },

  'user.read': { systemAdmin: 'any', securityAdmin: 'any', auditAdmin: 'any' },
  'user.create': { systemAdmin: 'any' },
  'user.edit': { systemAdmin: 'any' },
  'user.resetPassword': { systemAdmin: 'any' },
  'user.disable': { systemAdmin: 'any', securityAdmin: 'any' },
  'user.grantRoles': { securityAdmin: 'any' },
  'user.endSessions': { securityAdmin: 'any' },
  'post.edit': { systemAdmin: 'any' },
  'department.edit': { systemAdmin: 'any' },
  'district.edit': { systemAdmin: 'any' },
  'category.edit': { systemAdmin: 'any', coordinator: 'any' },
  'calendar.read': everyone,
  'calendar.edit': { systemAdmin: 'any' },
  'job.read': { systemAdmin: 'any' },
  'job.run': { systemAdmin: 'any' },
  'outbox.read': { systemAdmin: 'any' },
  'outbox.resend': { systemAdmin: 'any' },
  'audit.read': { auditAdmin: 'any' },
  'rights.read': { systemAdmin: 'any', securityAdmin: 'any', auditAdmin: 'any', coordinator: 'any', supervisor: 'any' },
} as const satisfies Record<string, Grants>

export type Act = keyof typeof RIGHTS
export const ACTS = Object.keys(RIGHTS) as Act[]

/** The relations that give this user the act; empty when no role of theirs has it. */
export function relationsFor(actor: Actor, act: Act): Relation[] {
  const grants: Grants = RIGHTS[act]
  return actor.roles.flatMap((role) => grants[role] ?? [])
}

/** Whether the user may do the act at all, on whichever record: guards the path. */
export const mayEver = (actor: Actor, act: Act): boolean => relationsFor(actor, act).length > 0

/** Whether the user may do the act on this record: guards the act and draws the button. */
export const can = (actor: Actor, act: Act, record: object): boolean =>
  relationsFor(actor, act).some((relation) => isRelated(actor, relation, record))

/** The records on which the user may do the act, as a filter. Matches nothing when there are none. */
export function scopeFilter(actor: Actor, act: Act): Record<string, unknown> {
  const relations = [...new Set(relationsFor(actor, act))]
  if (relations.includes('any')) return {}
  const filters = relations.map((relation) => relationFilter(actor, relation)).filter((filter) => filter !== null)
  if (filters.length === 0) return { _id: { $in: [] } }
  return filters.length === 1 ? filters[0]! : { $or: filters }
}

/** A short key of what this user may see of a noun: same key, same rows. For figures kept a few seconds per scope. */
export const scopeKey = (actor: Actor, act: Act): string => JSON.stringify(scopeFilter(actor, act))

/** The roles that have an act and their relations, in the table's order: for /admin/rights. */
export function grantsOf(act: Act): { role: Role, word: string, relations: Relation[] }[] {
  return Object.entries(RIGHTS[act] as Grants).map(([role, relations]) => ({
    role: role as Role,
    word: ROLES[role as Role],
    relations: [relations ?? []].flat() as Relation[],
  }))
}
