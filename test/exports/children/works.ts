import { serveOrder } from '../../../server/lib/child.ts'

interface Order { do: 'double' | 'fail' | 'hang' | 'swell' | 'die'; n: number }

/** A process that does what the test orders. */
serveOrder<Order, number, number>(async (order, say) => {
  say(1)
  if (order.do === 'fail') throw new RangeError('half a row')
  if (order.do === 'die') process.exit(3)
  if (order.do === 'hang') await new Promise((resolve) => setTimeout(resolve, 60_000))
  const held: number[][] = []
  while (order.do === 'swell') held.push(new Array<number>(1_000_000).fill(held.length))
  return order.n * 2
})
