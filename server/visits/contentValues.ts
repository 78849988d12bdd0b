import type { Visit, VisitContent } from '../../models/visit/index.ts'
import { isMode, USUAL_MODES } from '../../models/visit/mode.ts'
import type { Actor } from '../../models/user/actor.ts'
import type { Body } from '../lib/form.ts'
import { OTHER_MODE, type VisitInput } from './form.ts'
import type { Party } from './people.ts'

/** A stored visit in the form's own fields, to be corrected or carried out. */
export function valuesOf(visit: Visit): Body {
  const isUsual = USUAL_MODES.some(mode => mode === visit.mode)
  const [first, ...others] = visit.visitors
  const alongside = first === undefined ? [] : others.map(({ name }) => name)
  return {
    ...Object.fromEntries(visit.subjects.flatMap(({ id, name }, at) =>
      [[`subject-${at + 1}`, id ? String(id) : 'other'], [`subjectName-${at + 1}`, name]])),
    onDay: visit.onDay, fromTime: visit.fromTime, toTime: visit.toTime,
    mode: isUsual ? visit.mode : isMode(visit.mode) ? OTHER_MODE : '',
    otherMode: isUsual ? '' : visit.mode,
    hosts: visit.hostPersons.map(({ name, title }) => [name, title].filter(part => part !== '').join('，')).join('；'),
    companions: [...alongside, ...visit.companions].join('、'),
    heard: visit.heard, lead: visit.lead, combinedWith: visit.combinedWith, agenda: visit.agenda,
    opsSummary: visit.opsSummary, policiesExplained: visit.policiesExplained, positives: visit.positives,
    suggestions: visit.suggestions.join('\n'), onSpotResolved: visit.onSpotResolved.join('\n'),
    nextFollowUpOn: visit.nextFollowUpOn ?? '', outcome: visit.outcome, secrecy: visit.secrecy,
    ...(visit.integrityDeclared ? { integrity: 'on' } : {}),
  }
}

/** What was typed, with people and subjects found, as a visit keeps it. */
export function contentOf(input: VisitInput, subjects: VisitContent['subjects'], party: Party): VisitContent {
  const { issues: _issues, photos: _photos, subjects: _slots, companionNames: _names, ...plain } = input
  return { ...plain, subjects, ...party }
}

/** The first of a party: whoever made the record, else the one who writes it. */
export const firstOf = (visit: Pick<Visit, 'visitors'> | null, actor: Actor): Visit['visitors'] => {
  const [maker] = visit?.visitors ?? []
  if (maker) return [maker]
  return actor.id === null ? [] : [{ user: actor.id, name: actor.name }]
}
