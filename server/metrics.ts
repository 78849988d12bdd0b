import { createServer } from 'node:http'
import { collectDefaultMetrics, register } from 'prom-client'

/** Figures of the process for a collector, on a port of their own on loopback; never on the public door. */
export async function startMetrics(port: number): Promise<{ stop(): Promise<void> }> {
  collectDefaultMetrics()
  const server = createServer((req, res) => {
    if (req.url !== '/metrics') return void res.writeHead(404).end()
    register.metrics().then((text) => res.writeHead(200, { 'Content-Type': register.contentType }).end(text), () => res.writeHead(500).end())
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  return {
    stop: async () => {
      register.clear()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}
