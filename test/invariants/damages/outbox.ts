import { Types } from 'mongoose'
import { added, aRow, type Damage, type Done } from '../damage.ts'

const LONG_AGO = new Date('2026-11-20T09:00:00+08:00')

async function rowOf(values: object): Promise<object> {
  const user = await aRow('users', {})
  return {
    _id: new Types.ObjectId(),
    key: 'made',
    channel: 'page',
    to: user._id,
    template: 'issueAssigned',
    facts: {},
    link: '/',
    urgent: false,
    state: 'waiting',
    tries: 0,
    nextAt: LONG_AGO,
    leasedUntil: null,
    createdAt: LONG_AGO,
    sentAt: null,
    lastError: '',
    ...values,
  }
}

const made = async (values: object): Promise<Done> => added('outbox', [await rowOf(values)], 'made')

/** Notices on their way. */
export const outboxDamages: readonly Damage[] = [
  {
    check: 'outboxOnce',
    what: 'the same notice twice',
    by: async () => added('outbox', [await rowOf({}), await rowOf({})], 'made', true),
  },
  {
    check: 'outboxGap',
    what: 'a notice marked as shown that no page has',
    by: () => made({ state: 'sent', sentAt: LONG_AGO }),
  },
  { check: 'outboxGap', what: 'a notice taken by a sender that died', by: () => made({ leasedUntil: LONG_AGO }) },
  {
    check: 'outboxGap',
    what: 'a waiting notice that claims to be sent',
    by: () => made({ channel: 'mail', sentAt: LONG_AGO }),
  },
  { check: 'outboxGap', what: 'a sent notice without its moment', by: () => made({ channel: 'mail', state: 'sent' }) },
]
