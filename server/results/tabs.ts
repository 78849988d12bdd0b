import type { Actor } from '../../models/user/actor.ts'
import { mayEver, type Act } from '../../models/user/permissions.ts'
import type { Tabs } from '../lib/parts.ts'

/** The pages of one questionnaire, in the order of its life: the piece of the address, the word, who may open it. */
const PAGES = [
  ['', '问卷', 'questionnaire.read'],
  ['/invitations', '邀请', 'invitation.read'],
  ['/results', '结果', 'result.read'],
  ['/results/texts', '开放题', 'answer.list'],
  ['/answers', '答卷', 'answer.list'],
] as const satisfies readonly (readonly [string, string, Act])[]
export type QuestionnaireTab = (typeof PAGES)[number][0]

/** Tabs of a questionnaire for this user. */
export const questionnaireTabs = (actor: Actor, path: string, current: QuestionnaireTab): Tabs => ({
  label: '问卷的各页',
  tabs: PAGES.filter(([, , act]) => mayEver(actor, act)).map(([piece, text]) =>
    ({ text, count: null, href: `${path}${piece}`, current: piece === current, tone: '' })),
})
