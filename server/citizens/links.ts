/** The pages for citizens in the row at the top. A new page adds its line: address, word. */
export const PUBLIC_LINKS: readonly (readonly [href: string, text: string])[] = [
  ['/public', '首页'],
  ['/public/opinions/new', '提意见建议'],
  ['/public/opinions', '意见和答复'],
  ['/public/discipline/new', '纪律监督'],
]

/** The row with the current page marked: the longest address that the path begins with. */
export function publicNav(path: string): { text: string, href: string, current: boolean }[] {
  const fitting = PUBLIC_LINKS.map(([href]) => href).filter((href) => path === href || path.startsWith(`${href}/`))
  const current = fitting.sort((a, b) => b.length - a.length)[0]
  return PUBLIC_LINKS.map(([href, text]) => ({ text, href, current: href === current }))
}
