import { blockHash, macOf } from '../audit/entry.ts'
import { AuditBlockModel, AuditEntryModel, type AuditBlock, type AuditEntry } from '../audit/index.ts'
import { findings, type Check, type Finding } from './finding.ts'

const FIRST_LINK = 'first'

/**
 * The trail: each entry as it was signed, each sealed once, each block linked to the one before. @source DESIGN.md
 * §7 Audit
 */
export const trailChecks: readonly Check[] = [
  { name: 'auditMac', word: '每条审计记录与签名相符', find: ({ auditKey }) => altered(auditKey) },
  { name: 'auditChain', word: '审计链连续，封存的记录都在', find: ({ auditKey }) => brokenLinks(auditKey) },
]

async function altered(key: Buffer): Promise<Finding[]> {
  const found: Finding[] = []
  for await (const entry of AuditEntryModel.find({}).lean<AuditEntry[]>().batchSize(1000).cursor()) {
    const facts = entry as AuditEntry
    if (macOf({ ...facts, actor: facts.actor === null ? null : String(facts.actor) }, key) === facts.mac) continue
    found.push(
      ...findings('auditMac', `${facts.act} ${facts.record.no || facts.record.id}`, [
        `${String(facts._id)} 的内容与签名不符`,
      ]),
    )
  }
  return found
}

async function brokenLinks(key: Buffer): Promise<Finding[]> {
  const found: Finding[] = []
  let [expected, previous] = [1, FIRST_LINK]
  for await (const each of AuditBlockModel.find({}).sort({ _id: 1 }).lean<AuditBlock[]>().batchSize(20).cursor()) {
    const block = each as AuditBlock
    found.push(...findings('auditChain', `封存块 ${block._id}`, await blockComplaints(block, expected, previous, key)))
    expected = block._id + 1
    previous = block.hash
  }
  const loose = await AuditEntryModel.find({ block: { $gte: expected } }, { act: 1, block: 1 })
    .limit(20)
    .lean<AuditEntry[]>()
  return [
    ...found,
    ...loose.flatMap(({ _id, block }) =>
      findings('auditChain', String(_id), [`标为封存在第 ${block ?? ''} 块，那一块不存在`]),
    ),
  ]
}

async function blockComplaints(
  { _id, entries, previous, hash }: AuditBlock,
  expected: number,
  last: string,
  key: Buffer,
): Promise<string[]> {
  const rows = await AuditEntryModel.find({ _id: { $in: entries } }, { mac: 1, block: 1 }).lean<AuditEntry[]>()
  const macs = new Map(rows.map((row) => [String(row._id), row.mac]))
  const marked = await AuditEntryModel.countDocuments({ block: _id })
  const missing = entries.filter((entry) => !macs.has(String(entry)))
  return [
    ...(_id === expected ? [] : [`前面缺第 ${expected} 块`]),
    ...(previous === last ? [] : ['与上一块接不上']),
    ...(missing.length === 0 ? [] : [`缺 ${missing.length} 条记录，第一条是 ${String(missing[0])}`]),
    ...(hash ===
    blockHash(
      _id,
      previous,
      entries.map((entry) => macs.get(String(entry)) ?? ''),
      key,
    )
      ? []
      : ['封存值与内容不符']),
    ...(marked === entries.length && rows.every(({ block }) => block === _id)
      ? []
      : [`列出 ${entries.length} 条，标为此块的有 ${marked} 条`]),
  ]
}

/** How long the newest and the oldest entry that no block holds yet have waited, in seconds; null when none waits. */
export async function unsealed(
  now: Date,
): Promise<{ waiting: number; newestSeconds: number; oldestSeconds: number } | null> {
  const [newest, oldest, waiting] = await Promise.all([
    AuditEntryModel.findOne({ block: null }, { at: 1 }).sort({ _id: -1 }).lean(),
    AuditEntryModel.findOne({ block: null }, { at: 1 }).sort({ _id: 1 }).lean(),
    AuditEntryModel.countDocuments({ block: null }),
  ])
  if (newest === null || oldest === null) return null
  const seconds = (at: Date): number => Math.round((now.getTime() - at.getTime()) / 1000)
  return { waiting, newestSeconds: seconds(newest.at), oldestSeconds: seconds(oldest.at) }
}
