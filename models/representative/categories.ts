/** A kind of citizen that the pool is filled with; which category of the plan it feeds is data of the plan. */
export interface PoolCategory {
  name: string
  /** citizens may sign up for it themselves */
  signUp: boolean
}

/** @source domain.md §0, forms.md §7; 公众 is who votes online, drawn from vetted sign-ups */
export const POOL_CATEGORIES: readonly PoolCategory[] = [
  { name: '行政审批办事群众', signUp: true }, { name: '小微企业', signUp: true }, { name: '社区居民', signUp: true }, { name: '村居', signUp: true },
  { name: '区市党代表', signUp: false }, { name: '区市人大代表', signUp: false }, { name: '区市政协委员', signUp: false },
  { name: '专家', signUp: false }, { name: '媒体', signUp: false }, { name: '公众', signUp: true },
]

/** What a list from the districts may name. 公众 come by their own sign-up alone. @source DESIGN.md §7 Ballot */
export const RECOMMENDED_CATEGORIES: readonly string[] = POOL_CATEGORIES.map(({ name }) => name).filter((name) => name !== '公众')
export const SIGN_UP_CATEGORIES: readonly string[] = POOL_CATEGORIES.filter(({ signUp }) => signUp).map(({ name }) => name)
