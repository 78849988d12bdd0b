/**
 * Suggestions while typing: below an input with `data-enhance="typeahead:KIND"` stands what `/search/options` knows by name,
 * pinyin, initials or number. Choosing one puts its name into the input and its id into the hidden field named by
 * `data-id-field`; with `data-chosen-act` the form is sent with that act, so that the page comes back knowing the record.
 * Whatever is typed can be sent as it is: the server finds the record by name. (A <datalist> would not do: browsers hide
 * options that do not contain the letters typed, and 浔禾 does not contain xh.)
 */
const WAIT_MS = 200

export function start() {
  let timer = 0
  document.addEventListener('input', event => {
    const kind = kindOf(event.target)
    if (kind === null) return
    clearTimeout(timer)
    forget(event.target)
    timer = setTimeout(() => suggest(event.target, kind), WAIT_MS)
  })
  document.addEventListener('keydown', event => {
    const list = event.target.closest('[data-suggestions]')
    const input = kindOf(event.target) !== null ? event.target : list && document.getElementById(list.getAttribute('data-suggestions'))
    if (input) move(event, input)
  })
  document.addEventListener('click', event => {
    const button = event.target.closest('[data-suggestions] button')
    if (button) choose(button)
  })
}

function kindOf(input) {
  const match = /^typeahead:(\w+)$/.exec(input.getAttribute('data-enhance') || '')
  return match ? match[1] : null
}

/** A text that is typed on no longer means the record chosen before. */
function forget(input) {
  const field = idFieldOf(input)
  if (field) field.value = ''
}

const idFieldOf = input => {
  const name = input.getAttribute('data-id-field')
  return name && input.form ? input.form.elements[name] : null
}

async function suggest(input, kind) {
  const asked = input.value.trim()
  const list = listOf(input)
  if (asked === '') {
    list.textContent = ''
    return
  }
  try {
    const answer = await fetch(`/search/options?kind=${kind}&q=${encodeURIComponent(asked.slice(0, 60))}`)
    if (!answer.ok || input.value.trim() !== asked) return
    list.textContent = ''
    for (const option of optionsIn(await answer.text())) list.append(entryFor(option))
  } catch (error) {
    // Without a network the name alone is kept; nothing to tell.
  }
}

/** The suggestions of the fragment that the server sends: `<option value data-id>note</option>`. */
function optionsIn(html) {
  const page = new DOMParser().parseFromString(html, 'text/html')
  return Array.from(page.querySelectorAll('option'), option =>
    ({ text: option.value, id: option.getAttribute('data-id') || '', note: option.textContent.trim() }))
}

function entryFor(option) {
  const [item, button, name, note] = ['li', 'button', 'b', 'small'].map(tag => document.createElement(tag))
  button.type = 'button'
  button.className = 'suggestion'
  button.setAttribute('data-id', option.id)
  name.textContent = option.text
  note.textContent = option.note
  button.append(name, note)
  item.append(button)
  return item
}

/** The list below the input, made at the first suggestion; it takes the place of those the page came with. */
function listOf(input) {
  const found = document.querySelector(`[data-suggestions="${CSS.escape(input.id)}"]`)
  if (found) return found
  const field = input.closest('.field') || input.parentNode
  for (const old of field.querySelectorAll('.suggestions, .suggestions-title')) old.remove()
  const list = document.createElement('ul')
  list.className = 'suggestions'
  list.setAttribute('data-suggestions', input.id)
  list.setAttribute('aria-label', '找到的')
  ;(input.closest('[data-typeahead-box]') || input).after(list)
  return list
}

function move(event, input) {
  const entries = Array.from(listOf(input).querySelectorAll('button'))
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
  if (event.key === 'Escape') {
    listOf(input).textContent = ''
    input.focus()
  }
  if (!step || entries.length === 0) return
  const next = entries.indexOf(document.activeElement) + step
  ;(next < 0 ? input : entries[Math.min(next, entries.length - 1)]).focus()
  event.preventDefault()
}

function choose(button) {
  const list = button.closest('[data-suggestions]')
  const input = document.getElementById(list.getAttribute('data-suggestions'))
  const field = idFieldOf(input)
  input.value = button.querySelector('b').textContent
  if (field) field.value = button.getAttribute('data-id')
  list.textContent = ''
  if (input.hasAttribute('data-chosen-act') && navigator.onLine !== false) send(input)
  else input.focus()
}

function send(input) {
  const act = document.createElement('input')
  act.type = 'hidden'
  act.name = 'act'
  act.value = input.getAttribute('data-chosen-act')
  input.form.append(act)
  input.form.dispatchEvent(new CustomEvent('picked'))
  input.form.submit()
}
