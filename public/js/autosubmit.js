/**
 * A filter chosen by finger or mouse takes effect at once. With the keyboard a list is walked through, so there the button
 * 筛选 decides.
 */
export function start() {
  let pointed = null
  document.addEventListener('pointerdown', event => { pointed = event.target.closest('form.filter select') })
  document.addEventListener('keydown', () => { pointed = null })
  document.addEventListener('change', event => {
    if (pointed === null || event.target !== pointed) return
    if (pointed.form.requestSubmit) pointed.form.requestSubmit()
    else pointed.form.submit()
  })
}
