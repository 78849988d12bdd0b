/** What a banner under the top bar says after an act: the result, and a way on. */
export interface Flash {
  kind: 'done' | 'warn' | 'refused'
  text: string
  linkText: string | null
  linkHref: string | null
}

export interface NavEntry { text: string, href: string, current: boolean }

/** An entry of the phone's bottom bar; `icon` is one of the symbols of `partials/sprite.hbs`. */
export interface PhoneNavEntry extends NavEntry { icon: 'home' | 'pen' | 'list' | 'more' }

/** Everything around a page that is not the page: what the layouts print. Made once per request. */
export interface Frame {
  /** Also the document's title; an error page or a failed form starts it with 错误：. */
  title: string
  product: string
  /** `2026 年三民活动：异议受理，到今天 17:30`, or null outside a campaign. */
  campaignLine: string | null
  user: { name: string, department: string } | null
  /** At most seven. */
  nav: NavEntry[]
  /** At most four; empty on pages for citizens. */
  phoneNav: PhoneNavEntry[]
  /** Unread notices; null where nobody is signed in. */
  notices: number | null
  /** whether the search of the top bar is shown */
  search: boolean
  csrf: string
  /** Key of this form against double posts; new at each page. */
  once: string
  flash: Flash | null
  /** From the list down to this page; the last one has no href. Empty on lists. */
  breadcrumb: { text: string, href: string | null }[]
  /** Who to ring, with a telephone number. Every page ends with it. */
  contact: string
  /** `最后更新 11月24日 16:40` or `数字截至 …`, or null. */
  updatedText: string | null
  printHref: string | null
  /** The print view (`?print=1`): no navigation, a header on each sheet. */
  print: boolean
  /** `温书仪 11月25日 10:20 打印`. */
  printedBy: string
  bodyClass: string | null
}
