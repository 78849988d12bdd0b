import { Types } from 'mongoose'
import { changed, removed, type Damage, type Row } from '../damage.ts'

const SEALED = { block: 2 }
const entry = (row: Row): string => {
  const { no, id } = row['record'] as { no: string; id: string }
  return `${String(row['act'])} ${no || id}`
}
const block = (row: Row): string => `封存块 ${String(row._id)}`
const itsBlock = (row: Row): string => `封存块 ${String(row['block'])}`

/** The audit trail. */
export const trailDamages: readonly Damage[] = [
  {
    check: 'auditMac',
    what: 'an entry whose words were changed',
    by: () => changed('auditEntries', SEALED, { $set: { reason: '改过的理由' } }, entry),
  },
  {
    check: 'auditMac',
    what: 'an entry that names somebody else',
    by: () => changed('auditEntries', SEALED, { $set: { actor: new Types.ObjectId() } }, entry),
  },
  { check: 'auditChain', what: 'an entry that was taken out', by: () => removed('auditEntries', SEALED, itsBlock) },
  {
    check: 'auditChain',
    what: 'an entry signed anew',
    also: ['auditMac'],
    by: () => changed('auditEntries', SEALED, { $set: { mac: '0'.repeat(64) } }, itsBlock),
  },
  {
    check: 'auditChain',
    what: 'an entry taken off its block',
    by: () => changed('auditEntries', SEALED, { $set: { block: null } }, itsBlock),
  },
  {
    check: 'auditChain',
    what: 'a block that does not follow the one before',
    by: () => changed('auditBlocks', { _id: 2 }, { $set: { previous: '0'.repeat(64) } }, block),
  },
  {
    check: 'auditChain',
    what: 'a block whose seal was changed',
    by: () => changed('auditBlocks', { _id: 2 }, { $set: { hash: '0'.repeat(64) } }, block),
  },
  {
    check: 'auditChain',
    what: 'a block that was taken out',
    by: () => removed('auditBlocks', { _id: 1 }, () => '封存块 2'),
  },
]
