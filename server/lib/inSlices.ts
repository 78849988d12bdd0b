import { setImmediate as nextTurn } from 'node:timers/promises'

const SLICE_MS = 8

/** Takes everything that `items` gives, and lets others have their turn every few milliseconds. */
export async function inSlices<T>(items: Iterable<T>): Promise<T[]> {
  const taken: T[] = []
  let since = performance.now()
  for (const item of items) {
    taken.push(item)
    if (performance.now() - since < SLICE_MS) continue
    await nextTurn()
    since = performance.now()
  }
  return taken
}
