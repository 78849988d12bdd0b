/**
 * Photos: shows what was chosen, lets one be taken out again, adds to the choice instead of replacing it, and makes large ones
 * smaller before they travel over a phone's network. Drawing a photo anew also leaves its location behind on the phone.
 */
const LONGEST_SIDE = 2560
const SMALL_ENOUGH = 1024 * 1024
const QUALITY = 0.85
const THUMB = 224

export function start() {
  if (!canReplaceFiles()) return
  for (const input of document.querySelectorAll('input[data-photos]')) {
    const chosen = []
    input.addEventListener('change', () => take(input, chosen))
  }
}

function canReplaceFiles() {
  try {
    return Boolean(new DataTransfer().items && window.createImageBitmap && HTMLCanvasElement.prototype.toBlob)
  } catch (error) {
    return false
  }
}

async function take(input, chosen) {
  const room = Number(input.getAttribute('data-photos')) - chosen.length
  const fresh = Array.from(input.files)
  say(input, fresh.length > room ? `最多 ${input.getAttribute('data-photos')} 张，多出的 ${fresh.length - room} 张没有加上` : '')
  for (const file of fresh.slice(0, room)) chosen.push({ file: await smaller(file), tile: await tileOf(file) })
  show(input, chosen)
}

function show(input, chosen) {
  const files = new DataTransfer()
  const list = document.getElementById(input.getAttribute('data-photo-list'))
  list.textContent = ''
  chosen.forEach((photo, at) => {
    files.items.add(photo.file)
    const remove = document.createElement('button')
    remove.type = 'button'
    remove.className = 'photo-remove'
    remove.setAttribute('aria-label', `去掉第 ${at + 1} 张`)
    remove.textContent = '×'
    remove.addEventListener('click', () => {
      chosen.splice(at, 1)
      show(input, chosen)
    })
    const item = document.createElement('li')
    item.append(photo.tile, remove)
    list.append(item)
  })
  input.files = files.files
}

async function smaller(file) {
  if (file.size <= SMALL_ENOUGH) return file
  try {
    const image = await createImageBitmap(file, { imageOrientation: 'from-image' })
    const canvas = drawn(image, Math.min(1, LONGEST_SIDE / Math.max(image.width, image.height)))
    const blob = await new Promise(resolve => canvas.toBlob(resolve, 'image/jpeg', QUALITY))
    return blob && blob.size < file.size ? new File([blob], file.name.replace(/\.\w+$/, '') + '.jpg', { type: 'image/jpeg' }) : file
  } catch (error) {
    return file
  }
}

async function tileOf(file) {
  try {
    const image = await createImageBitmap(file, { imageOrientation: 'from-image' })
    const canvas = drawn(image, THUMB / Math.min(image.width, image.height))
    canvas.setAttribute('role', 'img')
    canvas.setAttribute('aria-label', file.name)
    return canvas
  } catch (error) {
    const name = document.createElement('span')
    name.textContent = file.name
    return name
  }
}

function drawn(image, scale) {
  const canvas = document.createElement('canvas')
  canvas.width = Math.max(1, Math.round(image.width * scale))
  canvas.height = Math.max(1, Math.round(image.height * scale))
  canvas.getContext('2d').drawImage(image, 0, 0, canvas.width, canvas.height)
  return canvas
}

function say(input, words) {
  const place = document.getElementById(input.getAttribute('data-photo-say'))
  if (place) place.textContent = words
}
