import { Types } from 'mongoose'
import { hindrance } from '../../../models/issue/gates.ts'
import { nameHandler } from '../../../models/issue/handling.ts'
import type { IssueDocument } from '../../../models/issue/index.ts'
import type { Issue } from '../../../models/issue/record.ts'
import type { Moment } from '../../../models/issue/step.ts'
import { urge, urgingHindrance } from '../../../models/issue/urging.ts'
import type { Actor } from '../../../models/user/actor.ts'
import { can, type Act } from '../../../models/user/permissions.ts'
import type { Telling } from '../../act.ts'
import type { fieldsOf, FieldView } from '../../lib/fields.ts'
import { choice, readForm, text, type Body } from '../../lib/form.ts'
import { tellingOfHandler, tellingOfUrging } from '../acts/telling.ts'

/** What was filled in once for all the cases. */
export interface BulkValue {
  /** whom the cases go to; null where the act names nobody */
  handler: { id: string; name: string } | null
  text: string
}

type Handlers = readonly { id: string; name: string }[]

/** An act that is done to many cases at once, each for itself. */
export interface BulkAct {
  right: Act
  title: string
  fields: readonly string[]
  form(field: ReturnType<typeof fieldsOf>, handlers: Handlers): FieldView[]
  read(body: Body, handlers: Handlers): { ok: true; value: BulkValue } | { ok: false; errors: Record<string, string> }
  /** `转给` and `催办`, before a number of cases */
  verb(value: BulkValue | null): string
  notAllowed: string
  /** why the case cannot be done, as a sentence */
  hinders(issue: Issue, by: Actor, when: Moment, value: BulkValue | null): string | null
  run(issue: IssueDocument, by: Actor, value: BulkValue, when: Moment): void
  tell(issue: Issue, category: string, by: Actor, tx: Parameters<typeof tellingOfUrging>[3]): Promise<Telling | null>
}

const MAX_TEXT = 200

const handler: BulkAct = {
  right: 'issue.nameHandler',
  title: '转承办人',
  fields: ['handler'],
  form: (field, handlers) => [
    field.select('handler', '转给', handlers.map(({ id, name }) => ({ value: id, text: name })), {
      hint: '本部门的人；会收到通知',
    }),
  ],
  read: (body, handlers) => {
    const read = readForm(body, { handler: choice('转给', handlers.map(({ id }) => id)) })
    if (!read.ok) return read
    const chosen = handlers.find(({ id }) => id === read.value.handler) ?? null
    return { ok: true, value: { handler: chosen, text: '' } }
  },
  verb: (value) => (value?.handler ? `转给${value.handler.name} ` : '转承办人 '),
  notAllowed: '不是本部门牵头的，不能转。',
  hinders: (issue, by, when, value) => {
    if (value?.handler && String(issue.handler) === value.handler.id) return `承办人已经是${value.handler.name}。`
    return hindrance(issue, 'nameHandler', by, when.now, when.calendar)
  },
  run(issue, by, value, when) {
    if (value.handler === null) return
    nameHandler(issue, by, { id: new Types.ObjectId(value.handler.id), name: value.handler.name }, when)
  },
  tell: (issue, category, by) => Promise.resolve(tellingOfHandler(issue, category, by.id)),
}

const urging: BulkAct = {
  right: 'issue.urge',
  title: '催办',
  fields: ['text'],
  form: (field) => [
    field.textarea('text', '催办的话', {
      optional: true, maxLength: MAX_TEXT, rows: 3, hint: '记在办理过程里；通知里只有编号、类别和期限',
    }),
  ],
  read: (body) => {
    const read = readForm(body, { text: text('催办的话', MAX_TEXT) })
    return read.ok ? { ok: true, value: { handler: null, text: read.value.text } } : read
  },
  verb: () => '催办 ',
  notAllowed: '不归您催办。',
  hinders: (issue, _by, when) => urgingHindrance(issue, when.now),
  run: (issue, by, value, when) => urge(issue, by, value.text, when),
  tell: (issue, category, by, tx) => tellingOfUrging(issue, category, by.id, tx),
}

/** The acts by the word in the address. */
export const BULK_ACTS = { handler, urge: urging } as const
export type BulkName = keyof typeof BULK_ACTS
export const bulkActOf = (name: unknown): BulkName | null =>
  name === 'handler' || name === 'urge' ? name : null

/** Why this case cannot be done by this user now, as a sentence: the right first, then the rule. */
export const refusal = (act: BulkAct, issue: Issue, by: Actor, when: Moment, value: BulkValue | null): string | null =>
  can(by, act.right, issue) ? act.hinders(issue, by, when, value) : act.notAllowed
