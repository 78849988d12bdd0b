import { problemsOf } from '../../models/questionnaire/check.ts'
import type { QuestionnaireState } from '../../models/questionnaire/index.ts'
import { isChanged } from '../../models/questionnaire/life.ts'
import type { Response } from '../../models/questionnaire/queries.ts'
import { dayOf } from '../../models/shared/calendarDay.ts'
import type { Actor } from '../../models/user/actor.ts'
import { mayEver } from '../../models/user/permissions.ts'
import { linkButton } from '../lib/buttons.ts'
import { countText, dateTimeText } from '../lib/format.ts'
import type { Button, NextStep } from '../lib/parts.ts'
import { pathOf, type Building } from './find.ts'

interface Around { now: Date, response: Response }
type Turn = Pick<NextStep, 'what' | 'when' | 'buttons'>

/** Whose turn it is with a questionnaire, and what may be done now; who may not build it sees the preview alone. */
export function nextStep(questionnaire: Building, { actor, ...around }: Around & { actor: Actor }): NextStep {
  const { what, when, buttons } = TURNS[questionnaire.state](questionnaire, around)
  return {
    who: step('联席会议办公室'), what, when, note: null,
    buttons: mayEver(actor, 'questionnaire.build') ? buttons : [linkButton('预览', `${pathOf(questionnaire)}/preview`)],
  }
}

const step = (text: string, small: string | null = null): NextStep['who'] => ({ text, small, tone: '' })

const TURNS: Record<QuestionnaireState, (questionnaire: Building, around: Around) => Turn> = {
  draft: buildIt,
  published: gatherIt,
  closed: (questionnaire) => ({
    what: step('看结果，把意见转为诉求'), when: step('感谢语里答应的日子', questionnaire.thanks),
    buttons: [
      linkButton('看结果', `${pathOf(questionnaire)}/results`, 'primary'), linkButton('意见分办', '/triage'),
      linkButton('预览', `${pathOf(questionnaire)}/preview`),
    ],
  }),
}

/** While it is a draft the primary button leads to what hinders publishing. */
function buildIt(questionnaire: Building, { now }: Around): Turn {
  const path = pathOf(questionnaire)
  const problems = problemsOf(questionnaire, now)
  const done = problems.length === 0
  const inSettings = !done && problems.every(({ place }) => place === 'settings')
  const kind = (isNext: boolean): Button['kind'] => (isNext ? 'primary' : 'second')
  return {
    what: step(done ? '预览没有问题就发布' : `还有 ${problems.length} 处要改`, problems[0]?.text ?? '有企业提交以后，题目不能再改'),
    when: step(questionnaire.closesAt ? `${dateTimeText(questionnaire.closesAt, dayOf(now))} 前` : '截止时间还没有定'),
    buttons: [
      ...(done ? [linkButton('发布', `${path}/publication`, 'primary')] : []),
      linkButton('改题目', `${path}/questions`, kind(!done && !inSettings)),
      linkButton('改说明和时间', `${path}/settings`, kind(inSettings)),
      linkButton('预览', `${path}/preview`), linkButton('不要了', `${path}/withdrawal`, 'link'),
    ],
  }
}

function gatherIt(questionnaire: Building, { now, response: { invited, answered } }: Around): Turn {
  const path = pathOf(questionnaire)
  const none = answered === 0
  return {
    what: invited === 0
      ? step('邀请企业', '选好名单，发出链接') : step(`催还没提交的 ${countText(invited - answered)} 户`, '最多提醒两次，之后打电话'),
    when: step(questionnaire.closesAt ? `${dateTimeText(questionnaire.closesAt, dayOf(now))} 截止` : '没有截止时间'),
    buttons: [
      linkButton(invited === 0 ? '邀请企业' : '看邀请', `${path}/invitations${invited === 0 ? '/new' : ''}`, 'primary'),
      ...(invited > 0 ? [linkButton('提醒', `${path}/reminders`), linkButton('打电话名单', `${path}/calls`)] : []),
      ...(none && isChanged(questionnaire) ? [linkButton('发布改过的题目', `${path}/publication`)] : []),
      linkButton('预览', `${path}/preview`),
      ...(none ? [linkButton('改题目', `${path}/questions`)] : []),
      linkButton('改说明和时间', `${path}/settings`), linkButton('提前截止', `${path}/closure`, 'link'),
    ],
  }
}
