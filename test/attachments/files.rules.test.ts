import { expect } from 'chai'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { judgeFile, kindOf } from '../../server/attachments/fileKind.ts'
import { DOCUMENT_BYTES, PHOTO_BYTES } from '../../server/attachments/limits.ts'
import { contentDisposition, isStoredPath, nameWithEnding, shownName, storedPath } from '../../server/attachments/names.ts'
import { withoutLocation } from '../../server/attachments/withoutLocation.ts'

const photo = (name: string) => readFileSync(join(import.meta.dirname, 'photos', name))
const roster = readFileSync(join(import.meta.dirname, '../fixtures/rosters/enterprises-clean.xlsx'))
const macros = readFileSync(join(import.meta.dirname, '../fixtures/rosters/macro.xlsm'))
/** All the photos were taken at 36°04′12.34″ N; the texts in them say 36.07. */
const LATITUDE = Buffer.from('00000024000000010000000400000001', 'hex')

describe('the kind of a file', () => {
  const CASES: [string, Buffer, string | null][] = [
    ['a JPEG', photo('gps.jpg'), 'jpg'],
    ['a PNG', photo('gps.png'), 'png'],
    ['a HEIC photo', photo('gps.heic'), 'heic'],
    ['a PDF', Buffer.from('%PDF-1.7\n'), 'pdf'],
    ['a workbook', roster, 'xlsx'],
    ['a workbook with macros', macros, null],
    ['a web page that calls itself a photo', Buffer.from('<script>alert(1)</script>'), null],
    ['a picture with script in it', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), null],
    ['a program', Buffer.from('MZ\x90\x00', 'latin1'), null],
    ['any zip', Buffer.from('PK\x03\x04word/document.xml', 'latin1'), null],
    ['nothing', Buffer.alloc(0), null],
  ]
  for (const [what, bytes, extension] of CASES) {
    it(`is read from the content of ${what}`, () => { expect(kindOf(bytes)?.extension ?? null).to.equal(extension) })
  }

  it('is decided for any bytes without an error', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 64 }), bytes => { kindOf(Buffer.from(bytes)) }))
  })
})

describe('a file that is handed in', () => {
  const grownTo = (bytes: Buffer, size: number) => Buffer.concat([bytes, Buffer.alloc(size - bytes.length)])
  const CASES: [string, Buffer, 'photos' | 'files', string | null][] = [
    ['a photo among photos', photo('gps.jpg'), 'photos', null],
    ['a photo of exactly 15 MB', grownTo(photo('gps.jpg'), PHOTO_BYTES), 'photos', null],
    ['a photo of one byte more', grownTo(photo('gps.jpg'), PHOTO_BYTES + 1), 'photos', '最大 15 MB'],
    ['a workbook among photos', roster, 'photos', '只收 JPG、PNG、HEIC 照片'],
    ['a workbook among files', roster, 'files', null],
    ['a document of one byte over 5 MB', grownTo(Buffer.from('%PDF-1.7'), DOCUMENT_BYTES + 1), 'files', '最大 5 MB'],
    ['an empty file', Buffer.alloc(0), 'files', '空文件'],
    ['a web page', Buffer.from('<html>'), 'files', '没有上传'],
  ]
  for (const [what, bytes, accepts, refusal] of CASES) {
    it(`is ${refusal === null ? 'taken' : 'refused'}: ${what}`, () => {
      const judged = judgeFile('现场.jpg', bytes, accepts)
      if (refusal === null) expect(judged).to.have.property('kind')
      else expect(judged).to.have.property('refused').that.includes(refusal).and.includes('现场.jpg')
    })
  }
})

describe('a stored photo', () => {
  for (const name of ['gps.jpg', 'baseline.jpg', 'gps.png', 'gps.heic']) {
    const original = photo(name)
    const kind = kindOf(original)
    if (kind === null) throw new Error(`${name} is no photo`)
    const clean = withoutLocation(original, kind)

    it(`no longer tells where ${name} was taken`, () => {
      expect(original.includes(LATITUDE), 'the original tells it').to.equal(true)
      expect(clean?.includes(LATITUDE)).to.equal(false)
      expect(clean?.includes('36.07')).to.equal(false)
      expect(clean?.includes('Phone')).to.equal(false)
    })

    it(`is still of its kind, and cleaning ${name} again changes nothing`, () => {
      expect(clean && kindOf(clean)).to.deep.equal(kind)
      expect(clean && withoutLocation(clean, kind)?.equals(clean)).to.equal(true)
    })

    it(`is refused when ${name} breaks off`, () => {
      expect(withoutLocation(original.subarray(0, original.length >> 1), kind)).to.equal(null)
    })

    it(`never makes the program fail, however ${name} is damaged`, () => {
      const damage = fc.array(fc.tuple(fc.nat(original.length - 1), fc.nat(255)), { maxLength: 8 })
      fc.assert(fc.property(damage, changes => {
        const damaged = Buffer.from(original)
        for (const [at, byte] of changes) damaged[at] = byte
        withoutLocation(damaged, kind)
      }), { numRuns: 300 })
    })
  }

  it('keeps its picture bit for bit', () => {
    const original = photo('baseline.jpg')
    const clean = withoutLocation(original, { extension: 'jpg', mime: 'image/jpeg', isPhoto: true })
    const scan = original.subarray(original.indexOf(Buffer.from('ffda', 'hex')))
    expect(clean?.includes(scan)).to.equal(true)
  })

  it('keeps the way it is turned', () => {
    const clean = withoutLocation(photo('baseline.jpg'), { extension: 'jpg', mime: 'image/jpeg', isPhoto: true })
    expect(clean?.includes(Buffer.from('01120003000000010006', 'hex'))).to.equal(true)
  })

  it('loses a second picture that was appended to it', () => {
    const two = Buffer.concat([photo('baseline.jpg'), photo('gps.jpg')])
    const clean = withoutLocation(two, { extension: 'jpg', mime: 'image/jpeg', isPhoto: true })
    expect(clean?.includes(LATITUDE)).to.equal(false)
  })
})

describe('the name of a file', () => {
  const CASES: [string, string][] = [
    ['现场照片.jpg', '现场照片.jpg'],
    ['C:\\Users\\qin\\IMG_1.jpg', 'IMG_1.jpg'],
    ['../../etc/passwd', 'passwd'],
    ['.htaccess', 'htaccess'],
    ['a\r\nSet-Cookie: x=1.jpg', 'aSet-Cookie x=1.jpg'],
    ['图\u202egpj.exe', '图gpj.exe'],
    ['\ud800', '附件'],
    ['', '附件'],
  ]
  for (const [original, shown] of CASES) {
    it(`${JSON.stringify(original)} is shown as ${shown}`, () => { expect(shownName(original)).to.equal(shown) })
  }

  it('is cut to 120 characters and keeps its ending', () => {
    const shown = shownName(`${'长'.repeat(500)}.jpeg`)
    expect([...shown]).to.have.length(120)
    expect(shown.endsWith('.jpeg')).to.equal(true)
  })

  it('gets the ending of its content', () => {
    expect(nameWithEnding('现场.jpeg', 'jpg')).to.equal('现场.jpeg')
    expect(nameWithEnding('现场.html', 'jpg')).to.equal('现场.html.jpg')
  })

  it('makes a header that cannot be split, whatever it is', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), name => {
      const header = contentDisposition(name)
      return /^attachment; filename="[\x20-\x21\x23-\x7e]+"; filename\*=UTF-8''[\w.!#$&+^`|~%-]+$/.test(header)
    }))
  })

  it('comes back from the header as it was', () => {
    const header = contentDisposition("红线图'与 宗地图(1).pdf")
    expect(decodeURIComponent(header.split("UTF-8''")[1] ?? '')).to.equal("红线图'与 宗地图(1).pdf")
  })
})

describe('the place of a stored file', () => {
  it('is the month and a name nobody can guess', () => {
    expect(isStoredPath(storedPath('2026-11-25', 'jpg'))).to.equal(true)
    expect(storedPath('2026-11-25', 'jpg')).not.to.equal(storedPath('2026-11-25', 'jpg'))
  })

  for (const path of ['../../etc/passwd', '2026/11/../x.jpg', '/etc/passwd', '2026/11/abc.jpg', '']) {
    it(`is never ${JSON.stringify(path)}`, () => { expect(isStoredPath(path)).to.equal(false) })
  }
})
