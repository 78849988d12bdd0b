import { RuleBroken } from '../shared/errors.ts'
import { problemsOf } from './check.ts'
import type { Questionnaire } from './index.ts'
import type { Section } from './items.ts'

/** The fields that a life changes; a document or a plain value. */
type Living = Pick<
  Questionnaire, 'title' | 'asker' | 'purpose' | 'confidentiality' | 'opensAt' | 'closesAt' | 'draft' | 'versions'
  | 'state' | 'publishedAt' | 'closedAt'
>

/** Whether what is being built differs from what is asked now. */
export const isChanged = ({ draft, versions }: Pick<Questionnaire, 'draft' | 'versions'>): boolean =>
  versions.length === 0 || JSON.stringify(draft) !== JSON.stringify(versions.at(-1)?.sections)

/**
 * Makes what was built the version that is asked from now on. A published version never changes: what is altered later
 * becomes the next one, as long as nobody has answered; who had begun keeps the version begun with.
 * @param answered how many have answered by now
 * @throws RuleBroken when something must be put right first, nothing was changed, or somebody has answered
 */
export function publish(questionnaire: Living, answered: number, now: Date): void {
  if (questionnaire.state === 'closed') throw new RuleBroken('questionnaire.closed', '这份问卷已经截止，不能再发布。')
  const [problem] = problemsOf(questionnaire, now)
  if (problem) throw new RuleBroken('questionnaire.unready', `还不能发布：${problem.text}。`)
  if (!isChanged(questionnaire)) throw new RuleBroken('questionnaire.same', '题目没有改动，不用再发布。')
  if (answered > 0) {
    throw new RuleBroken('questionnaire.answered', `已有 ${answered} 家提交，题目不能再改。要改请复制成一份新问卷。`)
  }
  const n = (questionnaire.versions.at(-1)?.n ?? 0) + 1
  questionnaire.versions.push({ n, publishedAt: now, sections: copied(questionnaire.draft) })
  questionnaire.state = 'published'
  questionnaire.publishedAt ??= now
}

/** Ends it before its time; those who have begun keep their grace. @throws RuleBroken unless it runs */
export function close(questionnaire: Living, now: Date): void {
  if (questionnaire.state !== 'published') {
    throw new RuleBroken('questionnaire.notRunning', '这份问卷不在答，不用截止。')
  }
  questionnaire.state = 'closed'
  questionnaire.closedAt = now
}

/**
 * Whether it may end at another moment.
 * @throws RuleBroken once it has ended, or for a moment that has passed while it runs
 */
export function mayReschedule({ state }: Pick<Living, 'state'>, closesAt: Date | null, now: Date): void {
  if (state === 'closed') throw new RuleBroken('questionnaire.closed', '这份问卷已经截止，说明和时间不能再改。')
  if (state === 'published' && closesAt !== null && closesAt <= now) {
    throw new RuleBroken('questionnaire.past', '新的截止时间已经过去。要现在截止，请用“提前截止”。')
  }
}

/** Sections of one's own, so that a later change of the one never shows in the other. */
export const copied = (sections: readonly Section[]): Section[] => structuredClone(sections) as Section[]
