import { expect } from 'chai'
import { atMost, ChildFailed, ChildrenBusy, forkModule } from '../../server/lib/child.ts'

const WORKS = new URL('./children/works.ts', import.meta.url)
const LIMITS = { memoryMB: 64, seconds: 20 }

async function failure(work: Promise<unknown>): Promise<Error> {
  return work.then(() => new Error('it went well'), (error: Error) => error)
}

describe('a module in a process of its own', () => {
  it('gets its order, tells its progress and gives its result', async () => {
    const heard: number[] = []
    expect(await forkModule(WORKS, { do: 'double', n: 21 }, LIMITS, (n: number) => heard.push(n))).to.equal(42)
    expect(heard).to.deep.equal([1])
  })

  it('hands on what it failed with', async () => {
    const error = await failure(forkModule(WORKS, { do: 'fail', n: 0 }, LIMITS))
    expect(error).to.be.instanceOf(ChildFailed)
    expect(error.message).to.equal('RangeError: half a row')
  })

  it('is ended when its time is up', async () => {
    expect((await failure(forkModule(WORKS, { do: 'hang', n: 0 }, { ...LIMITS, seconds: 2 }))).message).to.equal('no answer within 2 s')
  })

  it('dies alone when it takes too much memory', async () => {
    const error = await failure(forkModule(WORKS, { do: 'swell', n: 0 }, LIMITS))
    expect(error).to.be.instanceOf(ChildFailed)
    expect(error.message).to.contain('64 MB')
  })

  it('is missed when it leaves without a word', async () => {
    expect((await failure(forkModule(WORKS, { do: 'die', n: 0 }, LIMITS))).message).to.contain('ended with 3')
  })
})

describe('tasks of which only some may run at once', () => {
  it('refuses the one too many and takes another when one is done', async () => {
    const two = atMost(2)
    const ends: (() => void)[] = []
    const task = () => new Promise<void>((resolve) => ends.push(resolve))
    const running = [two(task), two(task)]
    expect(await failure(two(task))).to.be.instanceOf(ChildrenBusy)
    ends[0]?.()
    await running[0]
    const third = two(task)
    for (const end of ends) end()
    await Promise.all([...running, third])
  })
})
