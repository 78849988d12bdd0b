import type { Types } from 'mongoose'
import { AttachmentModel, type Attachment, type AttachmentOwner } from '../../models/attachment/index.ts'
import { CardModel } from '../../models/card/index.ts'
import { InstructionModel } from '../../models/instruction/index.ts'
import { IssueModel } from '../../models/issue/index.ts'
import type { Actor } from '../../models/user/actor.ts'
import { RectificationModel } from '../../models/rectification/index.ts'
import { scopeFilter, type Act } from '../../models/user/permissions.ts'
import { VisitModel } from '../../models/visit/index.ts'

type Exists = (filter: Record<string, unknown>) => Promise<unknown>

const ofIssue = { act: 'issue.read', exists: (filter: Record<string, unknown>) => IssueModel.exists(filter) } as const
const ofVisit = { act: 'visit.read', exists: (filter: Record<string, unknown>) => VisitModel.exists(filter) } as const

/** Whose right opens a file: that of the record it belongs to. An answer's files belong to its issue. */
const OWNERS: Record<AttachmentOwner, { act: Act, exists: Exists }> = {
  visit: ofVisit,
  confirmation: ofVisit,
  issue: ofIssue,
  answer: ofIssue,
  order: { act: 'card.read', exists: filter => CardModel.exists(filter) },
  rectification: { act: 'rectification.read', exists: filter => RectificationModel.exists(filter) },
  instruction: { act: 'instruction.read', exists: filter => InstructionModel.exists(filter) },
}

/**
 * The file, when this user may see the record it belongs to; a file of a form that is not taken in yet, when they
 * sent it themselves. Null otherwise, and for an id that is none.
 */
export async function fileFor(actor: Actor, id: string): Promise<Attachment | null> {
  if (!/^[0-9a-f]{24}$/.test(id)) return null
  const file = await AttachmentModel.findById(id).lean<Attachment>()
  if (file === null) return null
  if (file.pending) return isSame(file.uploadedBy, actor.id) ? file : null
  const { act, exists } = OWNERS[file.owner.type]
  return (await exists({ $and: [{ _id: file.owner.id }, scopeFilter(actor, act)] })) ? file : null
}

const isSame = (one: Types.ObjectId, other: Types.ObjectId | null): boolean => String(one) === String(other)
