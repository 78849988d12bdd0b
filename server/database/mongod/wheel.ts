import type { Readable } from 'node:stream'
import yauzl, { type Entry } from 'yauzl'

export interface Wheel {
  find(wanted: (name: string) => boolean): Promise<Entry | null>
  read(entry: Entry): Promise<Readable>
  close(): void
}

/** A Python wheel (a zip) opened for reading one of its files. */
export function openWheel(path: string): Promise<Wheel> {
  return new Promise((resolve, reject) => {
    yauzl.open(path, { lazyEntries: true, autoClose: false }, (error, zip) => {
      if (error) return reject(error)
      resolve({
        find: (wanted) => new Promise((found, failed) => {
          zip.on('error', failed).on('end', () => found(null)).on('entry', (entry: Entry) => {
            if (wanted(entry.fileName)) found(entry)
            else zip.readEntry()
          })
          zip.readEntry()
        }),
        read: (entry) => new Promise((opened, failed) => {
          zip.openReadStream(entry, (problem, stream) => (problem ? failed(problem) : opened(stream)))
        }),
        close: () => zip.close(),
      })
    })
  })
}
