/** Keeps `14 / 30` beside a field that has `data-counter`; the same signs are counted as on the server. */
export function start() {
  document.addEventListener('input', event => {
    const field = event.target
    if (!field.hasAttribute('data-counter')) return
    const output = document.querySelector(`[data-counter-for="${CSS.escape(field.id)}"]`)
    if (output) output.textContent = `${Array.from(field.value).length} / ${field.maxLength}`
  })
}
