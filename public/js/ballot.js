/**
 * Counts on the page how many departments are chosen. The choices stay in the form and go nowhere until it is sent; nothing is
 * put into the browser's storage.
 */
export function start() {
  const form = document.querySelector('[data-ballot]')
  const count = form?.querySelector('[data-ballot-count]')
  if (!count) return
  const show = () => {
    const chosen = form.querySelectorAll('input[type="radio"]:checked').length
    count.querySelector('[data-chosen]').textContent = String(chosen)
    count.querySelector('[data-left]').textContent = String(Number(count.dataset.total) - chosen)
  }
  form.addEventListener('change', show)
  for (const details of form.querySelectorAll('[data-comment]')) {
    const [summary, field] = [details.querySelector('summary'), details.querySelector('textarea')]
    field.addEventListener('input', () => {
      const signs = [...field.value.trim()].length
      summary.textContent = signs === 0 ? '写一句意见' : `意见已写 ${signs} 字`
    })
  }
  // A page that the browser kept may be that of a ballot cast meanwhile: then the choices must not stand there for the next one.
  window.addEventListener('pageshow', async event => {
    show()
    if (!event.persisted) return
    const answer = await fetch(location.href, { headers: { accept: 'text/html' } }).catch(() => null)
    if (answer?.ok && !(await answer.text()).includes('data-ballot')) location.reload()
  })
}
