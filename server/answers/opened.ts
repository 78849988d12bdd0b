import { createHash, randomBytes } from 'node:crypto'
import type { Request, Response } from 'express'
import { openDraft } from '../../models/answer/sealing.ts'
import { windowOf, type AnswerWindow } from '../../models/answer/window.ts'
import { AnswerDraftModel, type AnswerDraft } from '../../models/answer/index.ts'
import { InvitationModel, type Invitation } from '../../models/invitation/index.ts'
import { QuestionnaireModel, type Questionnaire, type Version } from '../../models/questionnaire/index.ts'
import type { Values } from '../../models/questionnaire/items.ts'
import type { Deps } from '../deps.ts'
import { NotFound } from '../http/errors.ts'
import type { OpenLink } from '../http/linkDoor.ts'

export type AskedQuestionnaire = Omit<Questionnaire, 'draft' | 'reminders'>

/** Where the holder of a genuine link stands. `locked`: another device began, a phone's last digits are asked for. */
export type Standing = 'open' | 'grace' | 'answered' | 'notYet' | 'closed' | 'revoked' | 'locked'

/** An invitation that its holder has opened by the link, with what was asked and what has been answered so far. */
export interface Opened {
  link: OpenLink
  /** where its pages are */
  path: string
  invitation: Invitation
  questionnaire: AskedQuestionnaire
  /** the questions it began with, or the present ones */
  version: Version
  draft: AnswerDraft | null
  values: Values
  /** a draft is there that this link cannot read: it was reissued since */
  unreadable: boolean
  /** hash of the mark that this browser brought, null when it has none yet */
  device: string | null
  window: AnswerWindow
  standing: Standing
  now: Date
}

/** @throws NotFound when the link opens nothing that was ever published */
export async function openInvitation(deps: Deps, req: Request, link: OpenLink): Promise<Opened> {
  const now = deps.clock.now()
  // the draft first: where a sending beside this request has deleted it, the roll read afterwards says so
  const draft = await AnswerDraftModel.findById(link.link.subject).lean<AnswerDraft | null>()
  const invitation = await InvitationModel.findById(link.link.subject).lean<Invitation | null>()
  const questionnaire = invitation && await QuestionnaireModel.findById(invitation.questionnaire)
    .select('-draft -reminders').lean<AskedQuestionnaire | null>()
  const versions = questionnaire?.versions ?? []
  const version = versions.find(({ n }) => n === invitation?.version) ?? versions.at(-1)
  if (!questionnaire || !version) throw new NotFound()
  const values = draft ? valuesOf(draft, link.token) : {}
  const window = windowOf(questionnaire, invitation, now)
  const opened = {
    link, path: `/q/i/${link.link._id}`, invitation, questionnaire, version, draft, values: values ?? {}, unreadable: values === null,
    device: deviceOf(deps, req), window, now,
  }
  return { ...opened, standing: standingOf(opened) }
}

/** What a draft holds, or null when the token does not open it. */
export const valuesOf = (draft: AnswerDraft, token: string): Values | null =>
  draft.sealed === null ? (draft.values ?? {}) : (openDraft(draft.sealed, token, String(draft._id)) as Values | null)

function standingOf({ link, invitation, draft, window, device }: Omit<Opened, 'standing'>): Standing {
  if (invitation.state === 'answered') return 'answered'
  if (link.state === 'revoked') return 'revoked'
  if (link.state === 'expired' && window.state !== 'grace') return 'closed'
  if (window.state === 'notYet' || window.state === 'closed') return window.state
  // an anonymous draft is opened by the token's key alone
  if (draft !== null && draft.sealed === null && (device === null || !draft.holders.includes(device))) return 'locked'
  return window.state
}

/**
 * Gives the browser its own mark, bound to the link's path: by it the one that began is known again. The database holds
 * only a hash, and that of confidential drafts alone.
 * @returns the hash
 */
export function markDevice(deps: Deps, res: Response, { link, device }: Pick<Opened, 'link' | 'device'>): string {
  if (device !== null) return device
  const mark = randomBytes(24).toString('base64url')
  const { _id, expiresAt } = link.link
  const lives = expiresAt && expiresAt > deps.clock.now() ? { expires: expiresAt } : { maxAge: YEAR_MS }
  res.cookie(
    cookieName(deps), mark,
    { path: `/q/i/${_id}`, httpOnly: true, sameSite: 'lax', secure: deps.config.cookieSecure, ...lives },
  )
  return hashOf(mark)
}

function deviceOf(deps: Deps, req: Request): string | null {
  const stem = `${cookieName(deps)}=`
  const found = (req.headers.cookie ?? '').split(/;\s*/).find((each) => each.startsWith(stem))
  return found && MARK.test(found.slice(stem.length)) ? hashOf(found.slice(stem.length)) : null
}

const YEAR_MS = 365 * 24 * 3_600_000
const MARK = /^[\w-]{32}$/
const cookieName = (deps: Deps) => (deps.config.cookieSecure ? '__Secure-qh' : 'qh')
const hashOf = (mark: string) => createHash('sha256').update(mark).digest('base64url')
