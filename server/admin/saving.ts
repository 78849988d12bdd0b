import type { Model } from 'mongoose'
import type { Actor } from '../../models/user/actor.ts'
import type { Act } from '../../models/user/permissions.ts'
import { act, type Tx } from '../act.ts'
import type { Deps } from '../deps.ts'
import { Conflict, NotFound } from '../http/errors.ts'

/** What is saved: the noun for the trail, the record's id, and the page that shows it. */
export interface Saving {
  act: Act
  type: string
  id: unknown
  /** as the form was drawn; null = a new record */
  version: number | null
  back: string
}

const words = (value: unknown): string => {
  if (value === null || value === undefined || value === '') return '空'
  return Array.isArray(value) ? value.map(String).join('、') || '空' : value instanceof Date ? value.toISOString() : String(value)
}

/**
 * Saves one record of reference data with an entry that says what changed from what to what.
 * @throws Conflict when somebody saved it since the form was drawn, or a new one's code or name is taken
 */
export async function saveReference<T extends object>(
  deps: Deps, actor: Actor, model: Model<T, object, object, { id: string }>, saving: Saving, values: Partial<T>, also: (tx: Tx) => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  try {
    await act(deps, actor, saving.act, async (tx) => {
      const found = saving.version === null ? new model({ _id: saving.id, ...values }) : await model.findById(saving.id).session(tx.session)
      if (!found) throw new NotFound()
      if (saving.version !== null && found.get('__v') !== saving.version) {
        throw new Conflict('您打开这一页之后，别人已经改过这条记录。请看一眼最新的内容再改。', { text: '看最新的', href: saving.back })
      }
      const before = saving.version === null ? {} : found.toObject<Record<string, unknown>>()
      found.set(values)
      if (saving.version !== null) found.increment()
      await found.save({ session: tx.session })
      const changed = Object.entries(values).filter(([name, value]) => words((before as Record<string, unknown>)[name]) !== words(value))
      tx.audit({
        record: { type: saving.type, id: String(saving.id), no: String(saving.id) },
        changes: Object.fromEntries(changed.map(([name, value]) => [name, `${words((before as Record<string, unknown>)[name])} → ${words(value)}`])),
      })
      await also(tx)
    })
  } catch (error) {
    if ((error as { code?: number }).code !== 11000) throw error
    throw new Conflict('代码或名称和已有的重复，没有保存。', { text: '返回', href: saving.back })
  }
}

/** The version that a form carries; null for a new record. */
export const versionIn = (raw: unknown): number | null => (typeof raw === 'string' && /^\d{1,9}$/.test(raw) ? Number(raw) : null)
