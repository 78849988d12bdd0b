/** In a list with `data-keys`, j and k go down and up its rows, Enter opens the row's link as it always does. */
const TYPING = 'input, select, textarea, [contenteditable]'
const ROWS = 'tbody tr, li'

export function start() {
  document.addEventListener('keydown', event => {
    const step = { j: 1, k: -1 }[event.key]
    if (!step || event.ctrlKey || event.metaKey || event.altKey || event.target.closest(TYPING)) return
    const links = linksOfRows()
    if (links.length === 0) return
    const at = links.findIndex(link => link.closest(ROWS).contains(document.activeElement))
    const next = at === -1 ? (step > 0 ? 0 : links.length - 1) : Math.min(links.length - 1, Math.max(0, at + step))
    links[next].focus()
    links[next].scrollIntoView({ block: 'nearest' })
    event.preventDefault()
  })
}

function linksOfRows() {
  return Array.from(document.querySelectorAll('[data-keys]'))
    .reduce((rows, list) => rows.concat(Array.from(list.querySelectorAll(ROWS))), [])
    .map(row => row.querySelector('a[href]'))
    .filter(link => link !== null)
}
