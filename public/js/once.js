/**
 * Guards a form against the second press of an impatient thumb. The server has its own guard (the form's key); this one spares
 * the wait and says that something is going on.
 */
const SENDING = 'sending'

export function start() {
  document.addEventListener('submit', event => {
    const form = event.target
    if (form.method !== 'post' || event.defaultPrevented) return
    if (form.dataset[SENDING]) {
      event.preventDefault()
      return
    }
    form.dataset[SENDING] = 'yes'
    form.setAttribute('aria-busy', 'true')
  })
  // Coming back by the browser's button must find a form that can be sent.
  window.addEventListener('pageshow', () => {
    for (const form of document.querySelectorAll(`form[data-${SENDING}]`)) {
      delete form.dataset[SENDING]
      form.removeAttribute('aria-busy')
    }
  })
}
