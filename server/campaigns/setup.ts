/** The steps of the guided run that sets up a year, in their order; each shows what was taken over and asks to look it through. */
export const SETUP_STEPS = { dates: '日期', groups: '分组', venues: '会场和场次', plan: '方案和构成表', holders: '票箱密钥持有人' } as const
export type SetupStep = keyof typeof SETUP_STEPS
