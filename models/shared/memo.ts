/**
 * Keeps an answer for some milliseconds, one per key, so that figures on every page cost one query in that time. Askers who
 * come while the answer is being fetched share it; a failure is not kept.
 */
export function memoFor<A extends unknown[], T>(ms: number, fetch: (...args: A) => PromiseLike<T>, keyOf: (...args: A) => string = () => '') {
  const kept = new Map<string, { until: number, answer: Promise<T> }>()
  const memo = (...args: A): Promise<T> => {
    const key = keyOf(...args)
    const now = Date.now()
    const found = kept.get(key)
    if (found && found.until > now) return found.answer
    if (kept.size > 500) for (const [each, { until }] of kept) if (until <= now) kept.delete(each)
    // a query of mongoose runs at each `then`; this makes it one promise
    const answer = Promise.resolve(fetch(...args))
    kept.set(key, { until: now + ms, answer })
    answer.catch(() => kept.delete(key))
    return answer
  }
  /** Forgets everything: after an edit whose result the next page must show, and between tests. */
  memo.forget = () => kept.clear()
  memos.add(memo.forget)
  return memo
}

const memos = new Set<() => void>()

/** Forgets all kept answers of the process. */
export const forgetAll = (): void => {
  for (const forget of memos) forget()
}
