import { problemsOf } from '../../models/questionnaire/check.ts'
import { QUESTIONNAIRE_STATES } from '../../models/questionnaire/index.ts'
import { close, publish } from '../../models/questionnaire/life.ts'
import { responsesTo } from '../../models/questionnaire/queries.ts'
import { dayOf } from '../../models/shared/calendarDay.ts'
import { act } from '../act.ts'
import type { Deps } from '../deps.ts'
import { redirect } from '../http/page.ts'
import type { RouteTable } from '../http/routes.ts'
import { requireActor } from '../http/signedIn.ts'
import { textOf } from '../lib/form.ts'
import { countText, dateTimeText } from '../lib/format.ts'
import { answeredCount, change, discard } from './actions.ts'
import { find, pathOf, QUESTIONNAIRES } from './find.ts'
import { showConfirm, typedIn } from './pages.ts'

const AT = '/questionnaires/:id'

/** The turns of a questionnaire's life, each behind a page that says what it will do. */
export function addLifeRoutes({ get, post }: RouteTable, deps: Deps): void {
  const now = () => deps.clock.now()

  get(`${AT}/publication`, { act: 'questionnaire.publish' }, async (req, res) => {
    const questionnaire = await find(req)
    const problems = problemsOf(questionnaire, now())
    const ready = problems.length === 0
    const until = questionnaire.closesAt ? dateTimeText(questionnaire.closesAt, dayOf(now())) : '截止时'
    await showConfirm(req, res, questionnaire, {
      title: ready ? '发布这份问卷' : '还不能发布', button: ready ? '发布' : null, to: `${pathOf(questionnaire)}/publication`,
      paragraphs: ready ? [
        `《${questionnaire.title}》发布以后，链接打开就是这些题，到${until}截止。`,
        '怎样保护答卷，发布以后不能再改；有企业提交以后，题目也不能再改。',
      ] : problems.map(({ text }) => `${text}。`),
    })
  })

  post(`${AT}/publication`, { act: 'questionnaire.publish', fields: ['version'] }, async (req, res) => {
    const questionnaire = await find(req)
    const version = textOf(typedIn(req)['version'])
    await change(deps, requireActor(req), 'questionnaire.publish', questionnaire, version, async (stored, tx) => {
      publish(stored, await answeredCount(stored, tx), tx.now)
      return { 版本: `第 ${stored.versions.at(-1)?.n ?? 0} 版`, 状态: QUESTIONNAIRE_STATES.published }
    })
    redirect(req, res, pathOf(questionnaire), {
      kind: 'done', text: '问卷已发布。', linkText: '邀请企业', linkHref: `${pathOf(questionnaire)}/invitations`,
    })
  })

  get(`${AT}/closure`, { act: 'questionnaire.close' }, async (req, res) => {
    const questionnaire = await find(req)
    const { answered, begun, invited } = (await responsesTo([questionnaire._id]))(questionnaire._id)
    await showConfirm(req, res, questionnaire, {
      title: '提前截止', button: '现在截止', to: `${pathOf(questionnaire)}/closure`,
      paragraphs: [
        `已邀请 ${countText(invited)} 户，已提交 ${countText(answered)} 户。截止以后，还没开始的不能再填，也不能恢复。`,
        begun === 0 ? '结果随后算出来。'
          : `有 ${countText(begun)} 户开始填了还没提交，还可以再填 ${questionnaire.graceMinutes} 分钟，之后算出结果。`,
      ],
    })
  })

  post(`${AT}/closure`, { act: 'questionnaire.close', fields: ['version'] }, async (req, res) => {
    const questionnaire = await find(req)
    // answers that came in meanwhile are no reason to ask again
    await change(deps, requireActor(req), 'questionnaire.close', questionnaire, '', (stored, tx) => {
      close(stored, tx.now)
      return { 状态: QUESTIONNAIRE_STATES.closed }
    })
    redirect(req, res, pathOf(questionnaire), '问卷已截止。等已开始的填完，结果会自动算出来。')
  })

  get(`${AT}/withdrawal`, { act: 'questionnaire.build' }, async (req, res) => {
    const questionnaire = await find(req)
    const published = questionnaire.versions.length > 0
    await showConfirm(req, res, questionnaire, {
      title: published ? '这份问卷不能删除' : '不要这份问卷了', button: published ? null : '删除',
      to: `${pathOf(questionnaire)}/withdrawal`,
      paragraphs: [published ? '问卷已经发布过，只能截止，不能删除。' : `《${questionnaire.title}》还没有发布过，删除以后找不回来。`],
    })
  })

  post(`${AT}/withdrawal`, { act: 'questionnaire.build', fields: ['version'] }, async (req, res) => {
    const questionnaire = await find(req)
    await act(deps, requireActor(req), 'questionnaire.build', (tx) => discard(tx, questionnaire))
    redirect(req, res, QUESTIONNAIRES, '问卷已删除。')
  })
}
