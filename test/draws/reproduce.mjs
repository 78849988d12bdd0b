// Recomputes a published draw (GET /public/draw/YEAR.json) from nothing but what it says; prints what does not agree.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
const draw = JSON.parse(readFileSync(process.argv[2] ?? 0, 'utf8'))
const sha256 = (text) => createHash('sha256').update(text.normalize('NFC')).digest('hex')
const wrong = []
const same = (what, ours, theirs) => { if (JSON.stringify(ours) !== JSON.stringify(theirs)) wrong.push(`${what}: ${JSON.stringify(ours)} != ${JSON.stringify(theirs)}`) }
same('pool', sha256(draw.pool.lines.map((line) => `${line}\n`).join('')), draw.pool.sha256)
same('commitment', sha256(draw.secret), draw.commitment)
const seed = sha256(`${draw.secret}|${draw.beacon.number}`)
same('seed', seed, draw.seed)
const numbers = (text) => text.split(',').filter(Boolean).map(Number)
const pool = draw.pool.lines.map((line) => line.split('|')).map(([code, category, district, related, recused]) =>
  ({ code, category, district, related: numbers(related), recused: numbers(recused) }))
const out = new Set()
draw.strata.forEach(({ round, name, pool: categories, district, related, quota }, index) => {
  const order = pool
    .filter((one) => !out.has(one.code) && categories.includes(one.category) && (district === null || one.district === district)
      && (!related || one.related.includes(round)) && !one.recused.includes(round))
    .map(({ code }) => ({ code, key: sha256(`${seed}|${round}|${name}|${code}`) }))
    .sort((a, b) => (a.key < b.key ? -1 : 1)).map(({ code }) => code)
  const [representatives, reserves] = [order.slice(0, quota), order.slice(quota)]
  representatives.forEach((code) => out.add(code))
  same(`${round} ${name}`, { round, name, representatives, reserves }, draw.results[index])
})
console.log(wrong.length === 0 ? `agrees: ${out.size} drawn of ${pool.length}` : wrong.join('\n'))
process.exitCode = wrong.length === 0 ? 0 : 1
