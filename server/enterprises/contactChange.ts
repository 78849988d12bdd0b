import { maskedForAudit } from '../../models/audit/entry.ts'
import { EnterpriseModel, type EnterpriseContact } from '../../models/enterprise/index.ts'
import { RuleBroken } from '../../models/shared/errors.ts'
import type { Tx } from '../act.ts'
import type { Deps } from '../deps.ts'
import { CONTACT_ROWS } from './form.ts'

/** Somebody as a firm names them: one telephone number. */
export interface NamedContact { name: string, title: string, phone: string, email: string }

/**
 * The firm's own word on whom to ring: the new contact stands first, former ones after it, as many as the form holds. One
 * of the same name is replaced.
 */
export async function putContactFirst(
  tx: Tx, { keys }: Pick<Deps, 'keys'>, id: string, { name, title, phone, email }: NamedContact,
): Promise<void> {
  const firm = await EnterpriseModel.findById(id).session(tx.session)
  if (firm === null || firm.archivedAt) throw new RuleBroken('enterprise-gone', '这家企业已不在名录里。')
  const contact: EnterpriseContact = { name, title, phones: [phone], email }
  const others = firm.contacts.filter((each) => each.name !== name)
  firm.set({ contacts: [contact, ...others].slice(0, CONTACT_ROWS), updatedAt: tx.now })
  await firm.save({ session: tx.session })
  tx.audit({
    record: { type: 'enterprise', id: firm._id, no: firm.uscc },
    changes: { 联系人: `${maskedForAudit(name, keys.mask)} ${maskedForAudit(phone, keys.mask)}` },
  })
}
