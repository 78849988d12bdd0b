/** The roles and their words. @source DESIGN.md §7 Roles */
export const ROLES = {
  officer: '走访联络员',
  lead: '部门负责人',
  districtOfficer: '区市联络员',
  coordinator: '联席会议办公室',
  supervisor: '督查',
  discipline: '纪律',
  leader: '市领导',
  secretary: '领导秘书',
  evaluation: '评议组',
  statistics: '统计',
  systemAdmin: '系统管理员',
  securityAdmin: '安全管理员',
  auditAdmin: '审计管理员',
} as const

export type Role = keyof typeof ROLES
export const ROLE_NAMES = Object.keys(ROLES) as Role[]

/** Sets of roles that one person may not hold together. */
const EXCLUSIVE: readonly (readonly Role[])[] = [
  ['systemAdmin', 'securityAdmin', 'auditAdmin'],
  ['discipline', 'supervisor'],
  ['discipline', 'coordinator'],
]
const ADMIN_ROLES: readonly Role[] = ['systemAdmin', 'securityAdmin', 'auditAdmin']

/** Roles that sign in with a second factor. Whoever exports personal data is asked for it by the export itself. */
const TOTP_ROLES: readonly Role[] = ['secretary', 'systemAdmin', 'securityAdmin', 'auditAdmin']

/**
 * Why these roles cannot be held by one person, or null when they can. An administrator holds no business role: the one who
 * may create accounts must not be able to act on cases.
 * @source domain.md §6 (三员分立), DESIGN.md §7 Roles
 */
export function conflictOfRoles(roles: readonly Role[]): string | null {
  for (const set of EXCLUSIVE) {
    const held = set.filter((role) => roles.includes(role))
    if (held.length > 1) return `${held.map((role) => ROLES[role]).join('、')}不能由同一人担任`
  }
  const admin = roles.find((role) => ADMIN_ROLES.includes(role))
  const other = roles.find((role) => !ADMIN_ROLES.includes(role))
  return admin && other ? `${ROLES[admin]}不能兼任${ROLES[other]}` : null
}

export const needsTotp = (roles: readonly Role[]): boolean => roles.some((role) => TOTP_ROLES.includes(role))
