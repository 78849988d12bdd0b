/**
 * Suggestions while typing: an input with `data-enhance="typeahead:KIND"` gets a list of what `/search/options` knows by name,
 * pinyin, initials or number. When the text is one of them, its id goes into the hidden field named by `data-id-field`; with
 * `data-chosen-act` the form is sent with that act, so that the page comes back knowing the record. Whatever is typed can be
 * sent as it is: the server finds the record by name.
 */
const WAIT_MS = 200
const SHORTEST = 1

export function start() {
  const known = new Map()
  let timer = 0
  document.addEventListener('input', event => {
    const input = event.target
    const kind = kindOf(input)
    if (kind === null) return
    if (choose(input, known)) return
    clearTimeout(timer)
    timer = setTimeout(() => suggest(input, kind, known), WAIT_MS)
  })
}

function kindOf(input) {
  const match = /^typeahead:(\w+)$/.exec(input.getAttribute('data-enhance') || '')
  return match ? match[1] : null
}

function choose(input, known) {
  const field = idFieldOf(input)
  const option = known.get(input.value)
  if (field) field.value = option ? option.id : ''
  if (!option) return false
  if (input.hasAttribute('data-chosen-act') && navigator.onLine !== false) send(input)
  return true
}

function send(input) {
  const act = document.createElement('input')
  act.type = 'hidden'
  act.name = 'act'
  act.value = input.getAttribute('data-chosen-act')
  input.form.append(act)
  input.form.submit()
}

const idFieldOf = input => {
  const name = input.getAttribute('data-id-field')
  return name && input.form ? input.form.elements[name] : null
}

async function suggest(input, kind, known) {
  const asked = input.value.trim()
  if (Array.from(asked).length < SHORTEST) return
  try {
    const answer = await fetch(`/search/options?kind=${kind}&q=${encodeURIComponent(asked.slice(0, 60))}`)
    if (!answer.ok || input.value.trim() !== asked) return
    const options = optionsIn(await answer.text())
    const list = listOf(input)
    list.textContent = ''
    for (const option of options) {
      known.set(option.text, option)
      const entry = document.createElement('option')
      entry.value = option.text
      entry.textContent = option.note || ''
      list.appendChild(entry)
    }
    choose(input, known)
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

function listOf(input) {
  if (input.list) return input.list
  const list = document.createElement('datalist')
  list.id = `${input.id}-list`
  input.after(list)
  input.setAttribute('list', list.id)
  input.setAttribute('autocomplete', 'off')
  return list
}
