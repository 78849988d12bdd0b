import QRCode from 'qrcode'

/** Read from a printed sheet or another phone's screen, also when a corner is dirty. */
const OPTIONS = { errorCorrectionLevel: 'M', margin: 2 } as const

/** The QR code of an address as the `src` of an `<img>`: sharp at any size, no request of its own. */
export async function qrSource(address: string): Promise<string> {
  const svg = await QRCode.toString(address, { ...OPTIONS, type: 'svg' })
  return `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`
}

/** The same as a picture to save and send on, 600 dots wide. */
export const qrPicture = (address: string): Promise<Buffer> => QRCode.toBuffer(address, { ...OPTIONS, width: 600 })
