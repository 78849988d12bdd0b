import type { Request } from 'express'
import type { Enterprise } from '../../models/enterprise/index.ts'
import { enterpriseById } from '../../models/enterprise/queries.ts'
import { NotFound } from '../http/errors.ts'

/** With the version that forms carry. */
export type StoredEnterprise = Enterprise & { __v: number }

/** The firm that the address names. @throws NotFound */
export async function firmIn(req: Request): Promise<StoredEnterprise> {
  const firm = await enterpriseById(String(req.params['id']))
  if (firm === null) throw new NotFound()
  return firm as StoredEnterprise
}
