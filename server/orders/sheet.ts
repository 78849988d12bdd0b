import type { Card } from '../../models/card/index.ts'
import { cardsOfIssue } from '../../models/card/queries.ts'
import { departmentsByCode } from '../../models/department/queries.ts'
import { IssueModel } from '../../models/issue/index.ts'
import { UserModel } from '../../models/user/index.ts'
import type { SheetCase, SheetFacts } from './sheetView.ts'

const CASE_FACTS = {
  no: 1, title: 1, text: 1, 'raiser.name': 1, 'coDepartments.department': 1, handlerName: 1, answers: { $slice: -2 },
} as const

/** What the printed sheet of a paper needs beside its page: the case, the cards before it, who issued it. */
export async function sheetFacts(card: Card): Promise<Pick<SheetFacts, 'card' | 'issue' | 'cards' | 'office'>> {
  const [issue, cards, signer, departments] = await Promise.all([
    card.issue ? IssueModel.findById(card.issue, CASE_FACTS).lean<SheetCase>() : null,
    card.issue ? cardsOfIssue(card.issue) : [],
    card.signedBy ? UserModel.findById(card.signedBy, { department: 1 }).lean<{ department: string }>() : null,
    departmentsByCode(),
  ])
  const office = departments.get(signer?.department ?? '')
  return {
    card,
    issue,
    cards: cards.filter(({ state, rung }) => state === 'issued' && rung < card.rung),
    office: { name: office?.name ?? '督查室', phone: office?.phone ?? '' },
  }
}
