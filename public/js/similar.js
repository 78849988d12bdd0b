/**
 * Points out an open issue of the same subject that sounds alike, while its title is being typed. The block's `data-similar`
 * holds the address to ask; the answer is a piece of the same page that the server would render.
 */
const WAIT_MS = 500

export function start() {
  let timer = 0
  document.addEventListener('input', event => {
    const block = event.target.closest('[data-row]')
    const place = block && event.target.matches('[data-field="what"]') ? block.querySelector('[data-similar]') : null
    if (!place) return
    clearTimeout(timer)
    timer = setTimeout(() => look(place, event.target), WAIT_MS)
  })
}

async function look(place, title) {
  const asked = title.value.trim()
  const subjects = Array.from(title.form.querySelectorAll('input[name^="subject-"]')).map(input => input.value).filter(Boolean)
  if (Array.from(asked).length < 3 || subjects.length === 0) {
    place.textContent = ''
    return
  }
  const query = new URLSearchParams({ what: asked, subjects: subjects.join(','), block: title.closest('[data-row]').getAttribute('data-row') })
  try {
    const answer = await fetch(`${place.getAttribute('data-similar')}?${query}`)
    if (!answer.ok || title.value.trim() !== asked) return
    const piece = new DOMParser().parseFromString(await answer.text(), 'text/html').body
    place.textContent = ''
    place.append(...piece.childNodes)
  } catch (error) {
    // Without a network nothing can be compared; the office looks again when it takes the issue in.
  }
}
