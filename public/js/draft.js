/**
 * The draft of a visit, on this device alone: the only thing the product keeps in a browser. It belongs to one user, comes
 * back when the same form is opened, and is erased when the server has the visit, when anybody signs out, and after 7 days.
 * The form's key against double posts is part of it: a visit that arrived although the answer was lost is not filed twice.
 */
import { ensureRow } from './addRow.js'

const PREFIX = 'draft:'
const OLDEST_MS = 7 * 24 * 3600 * 1000
const WAIT_MS = 400
const LEFT_OUT = ['_csrf', 'act', 'pick']

export function start() {
  const store = storage()
  if (!store) return
  dropOld(store)
  for (const done of document.querySelectorAll('[data-draft-sent]')) dropSent(store, done.getAttribute('data-draft-sent'))
  for (const form of document.querySelectorAll('form[action="/sign-out"]')) form.addEventListener('submit', () => dropAll(store))
  for (const form of document.querySelectorAll('form[data-draft]')) keep(store, form)
  for (const place of document.querySelectorAll('[data-draft-notice]')) announce(store, place)
}

/** Private windows and full disks have no storage; then there is no draft. */
function storage() {
  try {
    const store = window.localStorage
    store.setItem(`${PREFIX}probe`, '1')
    store.removeItem(`${PREFIX}probe`)
    return store
  } catch (error) {
    return null
  }
}

const keysOf = store => Object.keys(store).filter(key => key.startsWith(PREFIX))
const dropAll = store => keysOf(store).forEach(key => store.removeItem(key))

function read(store, key) {
  try {
    const draft = JSON.parse(store.getItem(key))
    return draft && Array.isArray(draft.values) && Number.isFinite(draft.savedAt) ? draft : null
  } catch (error) {
    return null
  }
}

function dropOld(store) {
  for (const key of keysOf(store)) {
    const draft = read(store, key)
    if (!draft || Date.now() - draft.savedAt > OLDEST_MS) store.removeItem(key)
  }
}

/** The page after sending names the form's key; other drafts of the same user stay. */
function dropSent(store, once) {
  for (const key of keysOf(store)) {
    const draft = read(store, key)
    if (draft && draft.values.some(([name, value]) => name === 'once' && value === once)) store.removeItem(key)
  }
}

/** `data-draft` is the user's id and the subject: `visit:<user>:<subject or new>`. */
function keep(store, form) {
  const key = PREFIX + form.getAttribute('data-draft')
  if (form.hasAttribute('data-draft-forget')) store.removeItem(key)
  const note = document.querySelector('[data-draft-note]')
  if (note) note.hidden = false
  const draft = read(store, key)
  if (draft && form.hasAttribute('data-draft-restore')) restore(form, draft)
  showTime(form, draft)

  let timer = 0
  const save = () => {
    clearTimeout(timer)
    const fresh = { savedAt: Date.now(), title: form.getAttribute('data-draft-title') || '', address: form.getAttribute('data-draft-address'), values: valuesOf(form) }
    try {
      store.setItem(key, JSON.stringify(fresh))
      showTime(form, fresh)
    } catch (error) {
      showTime(form, null)
    }
  }
  form.addEventListener('input', () => {
    clearTimeout(timer)
    timer = setTimeout(save, WAIT_MS)
  })
  const discard = document.querySelector('[data-draft-discard]')
  if (discard) {
    discard.addEventListener('click', () => {
      store.removeItem(key)
      window.location.reload()
    })
  }
  // A chosen subject leads to a form with a draft of its own.
  const drop = () => {
    clearTimeout(timer)
    store.removeItem(key)
  }
  form.addEventListener('picked', drop)
  form.addEventListener('submit', event => {
    if (event.submitter && /^pick-/.test(event.submitter.value)) {
      drop()
      return
    }
    save()
    if (navigator.onLine === false) {
      event.preventDefault()
      say(form, '现在没有网络。内容已存在这部手机上，有网络后再按一次。')
    }
  }, true)
}

function valuesOf(form) {
  const values = []
  new FormData(form).forEach((value, name) => {
    if (typeof value === 'string' && !LEFT_OUT.includes(name)) values.push([name, value])
  })
  return values
}

function restore(form, draft) {
  const rows = form.querySelector('[data-rows]')
  for (const [name, value] of draft.values) {
    const number = /^issue-(\d+)-/.exec(name)
    if (number && value !== '' && rows) ensureRow(rows, Number(number[1]))
  }
  for (const box of form.querySelectorAll('input[type="checkbox"], input[type="radio"]')) {
    if (draft.values.some(([name]) => name === box.name) || box.type === 'checkbox') {
      box.checked = draft.values.some(([name, value]) => name === box.name && value === box.value)
    }
  }
  for (const [name, value] of draft.values) {
    const field = form.elements[name]
    if (field && 'value' in field && field.type !== 'checkbox' && field.type !== 'radio' && !(field instanceof RadioNodeList)) {
      field.value = value
      field.dispatchEvent(new Event('input', { bubbles: true }))
    }
  }
  for (const block of form.querySelectorAll('[data-row]')) {
    const what = block.querySelector('[data-field="what"]')
    const category = block.querySelector('[data-field="category"]')
    if (what.value !== '' && category.value !== '') block.open = false
  }
  const more = form.querySelector('[data-more]')
  if (more && Array.from(more.querySelectorAll('input, select, textarea')).some(isChanged)) more.open = true
}

const isChanged = field =>
  field.type === 'radio' || field.type === 'checkbox' ? field.checked && !field.defaultChecked : field.value !== field.defaultValue
    && field.value !== ''

/** `14:32`, `昨天 14:32`, `11月20日 14:32` of this device's clock. */
function timeText(at) {
  const [day, today] = [new Date(at), new Date()]
  const time = `${String(day.getHours()).padStart(2, '0')}:${String(day.getMinutes()).padStart(2, '0')}`
  if (day.toDateString() === today.toDateString()) return time
  const yesterday = new Date(today.getTime() - 24 * 3600 * 1000)
  if (day.toDateString() === yesterday.toDateString()) return `昨天 ${time}`
  return `${day.getMonth() + 1}月${day.getDate()}日 ${time}`
}

function showTime(form, draft) {
  const place = document.querySelector('[data-draft-time]')
  if (place) place.textContent = draft ? `${timeText(draft.savedAt)} 已存` : ''
  const discard = document.querySelector('[data-draft-discard]')
  if (discard) discard.hidden = !draft
}

function say(form, words) {
  const place = form.querySelector('[data-draft-say]')
  if (place) place.textContent = words
}

/** The newest unsent draft of the user named by `data-draft-notice`, for the home page and the empty form. */
function announce(store, place) {
  const user = place.getAttribute('data-draft-notice')
  const drafts = keysOf(store).filter(key => key.startsWith(`${PREFIX}visit:${user}:`))
    .map(key => read(store, key)).filter(draft => draft !== null && draft.title !== '')
    .sort((a, b) => b.savedAt - a.savedAt)
  const [draft] = drafts
  if (!draft || draft.address === window.location.pathname + window.location.search) return
  const link = place.querySelector('a')
  place.querySelector('[data-draft-what]').textContent = `${draft.title}的走访还没有交`
  place.querySelector('[data-draft-when]').textContent = `${timeText(draft.savedAt)} 存在这部手机上`
  if (link && isOwnAddress(draft.address)) link.href = draft.address
  place.hidden = false
}

const isOwnAddress = address => typeof address === 'string' && /^\/visits\/new(\?[\w=&%-]*)?$/.test(address)
