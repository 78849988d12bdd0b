import { answer, release, verification } from './answering.ts'
import { callBackEntry, closure, lookBack } from './callBack.ts'
import { extensionRequest, extensionRuling } from './extension.ts'
import { firstContact, handler, handlingPlan, noteEntry, progressEntry } from './handling.ts'
import { acceptance, assignment, rejection, withdrawal } from './intake.ts'
import { arbitration, refusal, signature } from './signature.ts'
import type { ActPage } from './actPage.ts'

/** Every act of a case that has a page. @source DESIGN.md §7 Issue (addresses) */
export const ACT_PAGES: readonly ActPage[] = [
  acceptance,
  assignment,
  rejection,
  withdrawal,
  signature,
  refusal,
  arbitration,
  handler,
  firstContact,
  handlingPlan,
  progressEntry,
  answer,
  release,
  verification,
  callBackEntry,
  closure,
  extensionRequest,
  extensionRuling,
  noteEntry,
  lookBack,
]
