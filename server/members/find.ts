import type { Request } from 'express'
import type { Member } from '../../models/member/index.ts'
import { memberById } from '../../models/member/queries.ts'
import { NotFound } from '../http/errors.ts'

/** With the version that forms carry. */
export type StoredMember = Member & { __v: number }

/** The deputy or member that the address names. @throws NotFound */
export async function memberIn(req: Request): Promise<StoredMember> {
  const member = await memberById(String(req.params['id']))
  if (member === null) throw new NotFound()
  return member as StoredMember
}
