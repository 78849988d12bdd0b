/** After so many tries a row is parked for an administrator. @source security.md F8 */
export const TRIES_AT_MOST = 8

const MINUTE_MS = 60_000
const LONGEST_MINUTES = 60

/** How long to wait after a failed try: 1, 2, 4 … minutes, an hour at most. `tries` counts the one that failed. */
export const waitAfterMs = (tries: number): number => Math.min(2 ** (tries - 1), LONGEST_MINUTES) * MINUTE_MS
