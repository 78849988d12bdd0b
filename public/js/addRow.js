/**
 * Adds and removes blocks of a form without asking the server, and folds those that are filled. Inside `data-rows`: blocks
 * `data-row`, a `<template>` whose `__n__` becomes the block's number, and buttons `data-add-row`, `data-remove-row` which
 * without script send the form and get the same page back with one block more or less.
 */
const MOST = 20

export function start() {
  document.addEventListener('click', event => {
    const add = event.target.closest('[data-add-row]')
    const remove = event.target.closest('[data-remove-row]')
    const rows = (add || remove) && (add || remove).closest('[data-rows]')
    if (!rows) return
    event.preventDefault()
    if (add) addRow(rows)
    else removeRow(rows, remove.closest('[data-row]'))
  })
  document.addEventListener('input', event => {
    const row = event.target.closest('[data-row]')
    if (row) describe(row)
    const rows = event.target.closest('[data-rows]')
    if (rows) count(rows)
  })
  document.addEventListener('change', event => {
    if (event.target.matches('[data-row] select[data-leads]')) proposeDepartment(event.target)
  })
  // A field that the browser complains about must be seen.
  document.addEventListener('invalid', event => {
    const folded = event.target.closest('details:not([open])')
    if (folded) folded.open = true
  }, true)
  for (const rows of document.querySelectorAll('[data-rows]')) count(rows)
}

/** Adds an empty block and returns it; the others are folded when they are filled. */
export function addRow(rows) {
  const blocks = Array.from(rows.querySelectorAll('[data-row]'))
  if (blocks.length >= MOST) return null
  const numbers = blocks.map(block => Number(block.getAttribute('data-row')))
  const block = blockNumbered(rows, Math.max(0, ...numbers) + 1)
  const before = rows.querySelector('[data-add-row]')
  before.parentNode.insertBefore(block, before)
  for (const other of blocks) {
    describe(other)
    if (isFilled(other)) other.open = false
  }
  renumber(rows)
  const first = block.querySelector('input:not([type="hidden"])')
  if (first) first.focus()
  return block
}

/** The block of that number, made when it is not there: a draft comes back this way. */
export function ensureRow(rows, number) {
  const found = rows.querySelector(`[data-row="${number}"]`)
  if (found) return found
  const before = rows.querySelector('[data-add-row]')
  const block = blockNumbered(rows, number)
  before.parentNode.insertBefore(block, before)
  renumber(rows)
  return block
}

function blockNumbered(rows, number) {
  const template = rows.querySelector('template').innerHTML.replace(/__n__/g, String(number))
  return new DOMParser().parseFromString(template, 'text/html').body.firstElementChild
}

function removeRow(rows, block) {
  const neighbour = block.previousElementSibling
  block.remove()
  renumber(rows)
  count(rows)
  const focus = neighbour && neighbour.matches('[data-row]') ? neighbour.querySelector('summary') : rows.querySelector('[data-add-row]')
  if (focus) focus.focus()
  rows.dispatchEvent(new Event('input', { bubbles: true }))
}

function renumber(rows) {
  Array.from(rows.querySelectorAll('[data-row]')).forEach((block, at) => {
    const title = block.querySelector('[data-row-title]')
    if (title) title.textContent = `${rows.getAttribute('data-rows')} ${at + 1}`
  })
}

const field = (block, name) => block.querySelector(`[data-field="${name}"]`)
const chosenText = select => select && select.value !== '' ? select.options[select.selectedIndex].text : ''
const isFilled = block => field(block, 'what').value.trim() !== '' && field(block, 'category').value !== ''

/** Keeps the folded block's two lines: what, and which category by whom. */
function describe(block) {
  const what = block.querySelector('[data-fold-what]')
  const note = block.querySelector('[data-fold-note]')
  const department = chosenText(field(block, 'department'))
  what.textContent = field(block, 'what').value.trim()
  note.textContent = [chosenText(field(block, 'category')), department && `由${department}办`].filter(Boolean).join('，')
}

/** The button says how many are filed. */
function count(rows) {
  const button = rows.closest('form').querySelector('[data-row-count]')
  if (!button) return
  const filed = Array.from(rows.querySelectorAll('[data-row]')).filter(block => field(block, 'what').value.trim() !== '').length
  button.textContent = filed === 0 ? button.getAttribute('data-row-count') : `保存走访，报出 ${filed} 件${rows.getAttribute('data-rows')}`
}

/** The category names who usually handles it; a department chosen by hand is left alone. */
function proposeDepartment(category) {
  const block = category.closest('[data-row]')
  const department = field(block, 'department')
  const hint = block.querySelector('[data-department-hint]')
  const option = category.options[category.selectedIndex]
  const lead = option.getAttribute('data-lead') || ''
  if (department.value !== '' && department.value !== department.getAttribute('data-proposed')) return
  department.value = lead
  department.setAttribute('data-proposed', lead)
  if (hint) hint.textContent = lead ? `按“${option.text}”带出，不对就改` : ''
  describe(block)
}
