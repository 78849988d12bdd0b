import type { CardModel } from '../../models/card/index.ts'
import { RUNG_WORDS } from '../../models/issue/ladder.ts'
import { STATES, type IssueState, type Rung } from '../../models/issue/words.ts'
import type { RungTag, StatusTag } from '../lib/parts.ts'

export type StoredCard = InstanceType<typeof CardModel>

const GLYPHS: Record<IssueState, StatusTag['glyph']> = {
  draft: 'draft',
  submitted: 'filed',
  assigned: 'empty',
  handling: 'half',
  refusalReview: 'return',
  answered: 'quarters',
  pledged: 'pause',
  callBack: 'full',
  redo: 'loop',
  closed: 'done',
  rejected: 'off',
  merged: 'merged',
  withdrawn: 'off',
}

/** State as glyph and word. */
export const stateTag = (state: IssueState): StatusTag => ({ glyph: GLYPHS[state], text: STATES[state] })

const KINDS: Record<Rung, Exclude<RungTag['kind'], 'calm'>> =
  { L0: 'blue', L1: 'yellow', L2: 'red', L3: 'order', L4: 'order', L5: 'order' }

export const cardKind = (rung: Rung): Exclude<RungTag['kind'], 'calm'> => KINDS[rung]

/** Rung as card and word; 正常 without a card. In rows the blue notice is called by its card. */
export const rungTag = (rung: Rung | null): RungTag =>
  rung === null ? { kind: 'calm', text: '正常' } : { kind: KINDS[rung], text: rung === 'L0' ? '蓝牌' : RUNG_WORDS[rung] }
