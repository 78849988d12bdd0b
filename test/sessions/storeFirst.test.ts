import { once } from 'node:events'
import { createServer, request, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect } from 'chai'
import { anApp, tokenIn } from '../support/app.ts'
import { useDatabase } from '../support/db.ts'
import { aSmallCity, aUser, PASSWORD } from '../support/factories.ts'

const ROUNDS = 12

describe('a browser that follows a redirect at its first byte', function () {
  this.timeout(30_000)
  useDatabase()

  it('is known already: the session was stored before the answer left', async () => {
    await aSmallCity()
    const server = createServer(anApp().app)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    /** The answer's head, as soon as it is there. */
    const head = async (method: string, path: string, cookie: string, body = ''): Promise<IncomingMessage> => {
      const type = { 'content-type': 'application/x-www-form-urlencoded' }
      const asked = request({ port, host: '127.0.0.1', method, path, headers: { cookie, ...(body ? type : {}) } })
      asked.end(body)
      const [answer] = (await once(asked, 'response')) as [IncomingMessage]
      return answer
    }
    const textOf = async (answer: IncomingMessage) => (await answer.setEncoding('utf8').toArray()).join('')
    const cookieOf = ({ headers }: IncomingMessage) => (headers['set-cookie'] ?? []).map((each) => each.split(';')[0]).join('; ')

    const welcomed: (string | undefined)[] = []
    for (let round = 0; round < ROUNDS; round++) {
      const { account } = await aUser()
      const form = await head('GET', '/sign-in', '')
      const fields = { _csrf: tokenIn(await textOf(form)), account, password: PASSWORD }
      const entered = await head('POST', '/sign-in', cookieOf(form), new URLSearchParams(fields).toString())
      const home = await head('GET', '/', cookieOf(entered))
      welcomed.push(home.headers.location ?? `${home.statusCode}`)
      entered.resume()
      home.resume()
    }
    server.closeAllConnections()
    await new Promise<void>((resolve) => void server.close(() => resolve()))
    expect(welcomed).to.deep.equal(Array(ROUNDS).fill('200'))
  })
})
