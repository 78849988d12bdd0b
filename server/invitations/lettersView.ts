import type { Invitation } from '../../models/invitation/index.ts'
import { dayOf, type CivilDay } from '../../models/shared/calendarDay.ts'
import { PROTECTION } from '../answers/view.ts'
import { countText, dateTimeText } from '../lib/format.ts'
import type { Empty, PageTitle, Tabs } from '../lib/parts.ts'
import { pathOf, type Asking } from './find.ts'

/** Letters are printed some at a time: a stack that one person folds, and a page that a browser can hold. */
export const LETTERS_TOGETHER = 50

/** One sheet of paper for one firm. */
export interface Letter {
  id: string
  firm: string
  /** `贺临洲 收`, '' when nobody is named */
  person: string
  qr: string
  address: string
  until: string
}

export interface LettersPage {
  title: PageTitle
  parts: Tabs | null
  questionnaire: { title: string, asker: string, purpose: string[], minutes: number, protection: string[], on: string, contact: string }
  letters: Letter[]
  /** where the tick 已寄出 goes; null when it makes no sense */
  posting: string | null
  /** the ids of the letters on the page, one after the other */
  printed: string
  empty: Empty
}

declare module '../lib/templates.ts' {
  interface Views { 'invitations/letters': LettersPage }
}

/** `12月4日（周五） 17:30 前`, the firm's own day where it was extended; '' without a deadline. */
export const untilText = ({ closesAt }: Asking, { extendedUntil }: Pick<Invitation, 'extendedUntil'>, today: CivilDay): string => {
  const until = extendedUntil ?? closesAt
  return until === null ? '' : `${dateTimeText(until, today)} 前`
}

export function lettersPage(letters: Letter[], around: {
  questionnaire: Asking, total: number, part: number, href(part: number): string, single: boolean, contact: string, now: Date
}): LettersPage {
  const { questionnaire, total, part, href, single, contact, now } = around
  const { title, asker, purpose, minutes, confidentiality } = questionnaire
  const on = dayOf(now)
  const parts = Math.ceil(total / LETTERS_TOGETHER)
  return {
    title: {
      clauses: ['打印信函'], actions: [],
      note: single ? '一户一页，请用 A4 纸打印。' : `共 ${countText(total)} 户，一户一页，每批 ${LETTERS_TOGETHER} 页，请用 A4 纸打印。已提交和不参加的不在内`,
    },
    parts: parts < 2 ? null : {
      label: '批次',
      tabs: Array.from({ length: parts }, (_, at) => ({
        text: `第 ${at + 1} 批`, count: countText(Math.min(LETTERS_TOGETHER, total - at * LETTERS_TOGETHER)), href: href(at + 1),
        current: at + 1 === part, tone: '' as const,
      })),
    },
    questionnaire: {
      title, asker: asker || '市联席会议办公室', purpose: purpose.split('\n').filter(Boolean), minutes, contact,
      protection: PROTECTION[confidentiality].slice(0, 2), on: `${Number(on.slice(0, 4))}年${Number(on.slice(5, 7))}月${Number(on.slice(8))}日`,
    },
    letters, printed: letters.map(({ id }) => id).join(' '), posting: letters.length === 0 ? null : `${pathOf(questionnaire)}/letters`,
    empty: { what: '没有要打印的信函。', next: '已提交和不参加的企业不再打印。', link: { text: '看邀请', href: `${pathOf(questionnaire)}/invitations` } },
  }
}
