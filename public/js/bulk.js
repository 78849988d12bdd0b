/** Ticked rows of a list with `data-bulk`: one box ticks all, and the bar says how many are ticked. */
export function start() {
  const bar = document.querySelector('[data-bulk]')
  const all = bar.querySelector('[data-bulk-all]')
  const count = bar.querySelector('[data-bulk-count]')
  const buttons = [...bar.querySelectorAll('button')]
  const boxes = [...document.querySelectorAll(`input[type="checkbox"][form="${bar.id}"]`)]
  const tell = () => {
    const ticked = boxes.filter(box => box.checked).length
    count.textContent = ticked === 0 ? '勾选后办：' : `已勾选 ${ticked} 件：`
    all.checked = ticked > 0 && ticked === boxes.length
    all.indeterminate = ticked > 0 && ticked < boxes.length
    for (const button of buttons) button.disabled = ticked === 0
  }
  all.closest('label').hidden = false
  all.addEventListener('change', () => {
    for (const box of boxes) box.checked = all.checked
    tell()
  })
  for (const box of boxes) box.addEventListener('change', tell)
  // the browser may have kept the ticks when the page was come back to
  addEventListener('pageshow', tell)
  tell()
}
