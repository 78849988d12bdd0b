/**
 * What was found when it was not an ordinary meeting; kept as 备注 of the ledger. '' = an ordinary meeting.
 * @source forms.md §2.2, domain.md §2.1 (失联 and 停产 are recorded results)
 */
export const OUTCOMES = ['失联', '停产', '已搬迁', '已注销', '谢绝走访'] as const
export type Outcome = (typeof OUTCOMES)[number] | ''

const NOBODY_MET: readonly Outcome[] = ['失联', '已注销']

export const isOutcome = (text: string): text is Outcome => text === '' || OUTCOMES.some(outcome => outcome === text)

/** Whether anybody was met. An attempt that met nobody is no visit, but counts towards 联系不上. */
export const metSomebody = (outcome: string): boolean => !NOBODY_MET.some(nobody => nobody === outcome)
