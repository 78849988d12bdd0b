/**
 * The view models of the parts in `views/partials/`. A partial prints every field it names, so all fields
 * are always there; `null` means "leave it out". The builders beside this file (fields, cells, clockBar,
 * listAddress, chart) fill in what a page does not care about. `/admin/parts` shows every part in all its states.
 */

/** What colours a word: red only for overdue, amber for the last days, green for done. */
export type Tone = 'over' | 'near' | 'good' | 'second' | ''

export interface Link { text: string, href: string }

/** `{{> button}}`: a link (`href`), or a form of one press (`post`) with its hidden fields and token. */
export interface Button {
  text: string
  kind: 'primary' | 'second' | 'link'
  href: string | null
  post: string | null
  fields: { name: string, value: string }[]
}

/** `{{> pageTitle}}`: the page's only h1, split so that it breaks after punctuation. */
export interface PageTitle {
  clauses: string[]
  note: string | null
  /** At most one of them `primary`. */
  actions: Button[]
}

/** `{{> sectionHead}}`: an h2 with a remark and a link at its end. */
export interface SectionHead { title: string, note: string | null, link: Link | null }

/** `{{> tabs}}`: saved filters as links. `tone: 'over'` reddens the count. */
export interface Tabs {
  label: string, tabs: { text: string, count: string | null, href: string, current: boolean, tone: Tone }[]
}

/** `{{> filterBar}}`: a GET form, its active filters as chips, the count and the ways out of the page. */
export interface FilterBar {
  action: string
  search: { name: string, value: string, placeholder: string } | null
  selects: FilterSelect[]
  /** what unfolds the choices on a phone */
  moreText: string
  /** What the form keeps without showing it: the tab, the sorting. */
  hidden: { name: string, value: string }[]
  chips: { text: string, removeHref: string }[]
  clearHref: string | null
  /** `20 件` */
  countText: string
  /** `，在办共 24 件` */
  countNote: string | null
  exportHref: string | null
  printHref: string | null
}

/** `signs`: the label's length, 1 to 6, by which the control leaves room for it. */
export interface FilterSelect {
  name: string
  label: string
  signs: number
  options: { value: string, text: string, selected: boolean }[]
}

/** `{{> table}}`, or `{{> tableHead}}` with rows of one's own. */
export interface TableView {
  /** Read out, not shown. */
  caption: string
  columns: Column[]
  rows: { cells: Cell[], own: boolean }[]
  total: Cell[] | null
  /** The head stays at the top of the window. */
  sticky: boolean
}

export interface Column {
  text: string
  number: boolean
  /** Left out on phones. */
  wide: boolean
  sort: { href: string, direction: 'ascending' | 'descending' | null } | null
}

/** `{{> cell}}`: text, perhaps a link, behind a symbol of the sprite, before a tag, above a second line. */
export interface Cell {
  className: string
  symbol: string | null
  text: string
  href: string | null
  tone: Tone
  tag: string | null
  small: string | null
}

/** `{{> pager}}` */
export interface Pager {
  /** `第 51–100 件，共 214 件` */
  text: string
  previousHref: string | null
  nextHref: string | null
  pages: { text: string, href: string | null, current: boolean }[]
}

/** `{{> empty}}`: why there is nothing, and what to do about it. */
export interface Empty { what: string, next: string | null, link: Link | null }

/** `{{> statusTag}}`: grey pie and word; green only for 已销号. */
export interface StatusTag {
  glyph: 'draft' | 'filed' | 'empty' | 'half' | 'quarters' | 'full' | 'loop' | 'return' | 'pause' | 'done' | 'off'
    | 'merged'
  text: string
}

/** `{{> rungTag}}`: a card and its word; orders (督办单), 通报 and 约谈 are sheets; calm has no shape. */
export interface RungTag { kind: 'calm' | 'blue' | 'yellow' | 'red' | 'order', text: string }

/** `{{> clockBar}}`: one cell a working day. Made by `clockBar()`. */
export interface ClockBar {
  card: 'blue' | 'yellow' | 'red' | 'order' | null
  /** `11月23日（周一）到期` */
  dueText: string
  /** `已超期 2 个工作日` */
  restText: string
  tone: Tone
  /** Why the day is provisional (暂定), or null. */
  provisional: string | null
  whyHref: string | null
  /** Read out in place of the drawing. */
  label: string
  /** In percent of the width, so that the bar fits every screen without script. */
  cells: { x: string, width: string, kind: ClockCell }[]
  cards: { x: string, kind: 'blue' | 'yellow' | 'red' | 'order' }[]
  /** Height of the drawing and top of the cells: taller where cards stand above them. */
  height: number
  top: number
  marks: { text: string, tone: Tone }[]
  legend: { kind: ClockCell, text: string }[]
}

export type ClockCell = 'used' | 'left' | 'paused' | 'over'

/** `{{> miniClock}}`: used time in a row of a list, in units of the 76 × 12 drawing. Made by `miniClock()`. */
export interface MiniClock {
  used: number, pausedFrom: number, pausedWidth: number, overFrom: number, over: number, due: number, still: boolean,
  label: string
}

/** `{{> timeline}}` takes `{ rows: TimelineRow[] }`, newest first. */
export interface TimelineRow {
  /** `11月24日 16:40`, and the same for machines. */
  time: string
  iso: string
  /** A symbol of the sprite (`c-red`, `g-loop`) or null for a dot. */
  symbol: string | null
  text: string
  /** `补录，办于 10月30日` */
  tag: string | null
  small: string | null
  quote: string | null
  /** Unfolds. */
  details: string | null
}

/** `{{> facts}}` takes `{ facts: Fact[] }`. */
export interface Fact { term: string, text: string, href: string | null, small: string | null, action: Link | null }

/** `{{> nextStep}}`: whose turn it is, what, by when; then only acts that would be accepted. */
export interface NextStep {
  who: StepFact
  what: StepFact
  when: StepFact
  buttons: Button[]
  note: string | null
}

export interface StepFact { text: string, small: string | null, tone: Tone }

/** `{{> errorSummary}}`, above the h1; each line leads to its field. Null draws nothing. */
export interface ErrorSummary { title: string, errors: { text: string, href: string }[] }

/**
 * `{{> flash}}` takes a `Flash` of frame.ts, `{{> breadcrumb}}` `{ crumbs }`,
 * `{{> printHeader}}` `{ title, note, by }`.
 */
export type { Flash } from './frame.ts'

/** `{{> confirmPage}}`: for what cannot be undone. */
export interface ConfirmPage {
  title: string
  paragraphs: string[]
  button: Button
  cancel: Link
}

/** `{{> attachments}}` takes `{ files: AttachedFile[] }`. */
export interface AttachedFile {
  name: string
  href: string | null
  /** `2.1 MB`, `正在检查，约 10 秒`, or why it was not taken. */
  note: string
  refused: boolean
}

/** `{{> jobProgress}}`: a long job on a page that refreshes itself (the route sends `Refresh: 3`). */
export interface JobProgress { text: string, done: number, total: number, note: string | null }

/** `{{> bars}}` takes `{ bars: Bar[] }`: a bar with its numerator and denominator. */
export interface Bar { text: string, done: number, total: number, ratio: string, href: string | null }

/** `{{> tasks}}` takes `{ tasks: TaskRow[] }`: two lines a row, wholly tappable. */
export interface TaskRow {
  href: string, clauses: string[], symbol: string | null, strong: string | null, tone: Tone, small: string | null
}
