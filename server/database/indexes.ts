import mongoose from 'mongoose'
import type { Db } from 'mongodb'

/** An index as it can be compared: its key in order, and the options that change what it does. */
export interface IndexShape { name: string, key: Record<string, unknown>, options: Record<string, unknown> }

/** Where a collection's stored indexes differ from its schema. A changed one stands under both. */
export interface IndexDifference { collection: string, missing: string[], unknown: string[] }

const TELLING_OPTIONS = ['unique', 'sparse', 'partialFilterExpression', 'expireAfterSeconds', 'collation'] as const

/**
 * Creates the collections and indexes of every registered mongoose model and says what still differs: unknown indexes
 * stay unless `dropUnknown`, because somebody may have made them in an emergency.
 *
 * @returns differences that are left, empty when the database is as the schemas say
 * @throws when stored rows break a unique index; the message names the collection and the index
 */
export async function buildIndexes(db: Db, { dropUnknown = false } = {}): Promise<IndexDifference[]> {
  const present = new Set((await db.listCollections({}, { nameOnly: true }).toArray()).map(({ name }) => name))
  for (const [collection, wanted] of wantedIndexes()) {
    if (!present.has(collection)) await createCollection(db, collection)
    const stored = present.has(collection) ? await storedIndexes(db, collection) : []
    if (dropUnknown) await drop(db, collection, stored.filter((index) => !has(wanted, index)))
    await create(db, collection, wanted.filter((index) => !has(stored, index)))
  }
  return indexDifferences(db)
}

/** Compares the schemas' indexes with `listIndexes`; collections without a difference are left out. */
export async function indexDifferences(db: Db): Promise<IndexDifference[]> {
  const found: IndexDifference[] = []
  for (const [collection, wanted] of wantedIndexes()) {
    const stored = await storedIndexes(db, collection)
    const missing = wanted.filter((index) => !has(stored, index)).map(({ name }) => name)
    const unknown = stored.filter((index) => !has(wanted, index)).map(({ name }) => name)
    if (missing.length + unknown.length > 0) found.push({ collection, missing, unknown })
  }
  return found
}

/** Collection → indexes of all schemas that share it, each once. */
function wantedIndexes(): Map<string, IndexShape[]> {
  const wanted = new Map<string, IndexShape[]>()
  for (const model of Object.values(mongoose.models)) {
    const { collectionName } = model.collection
    const known = wanted.get(collectionName) ?? []
    const shapes = model.schema.indexes().map(([key, options]) => shapeOf(key, options))
    wanted.set(collectionName, [...known, ...shapes.filter((shape) => !has(known, shape))])
  }
  return wanted
}

async function storedIndexes(db: Db, collection: string): Promise<IndexShape[]> {
  const raw = await db.collection(collection).listIndexes().toArray().catch((error: { code?: number }) => {
    if (error.code === NO_COLLECTION) return []
    throw error
  })
  return raw.filter(({ name }) => name !== '_id_').map(({ key, ...options }) => shapeOf(key, options))
}

function shapeOf(key: object, options: Record<string, unknown>): IndexShape {
  const telling = TELLING_OPTIONS.filter((name) => options[name] !== undefined && options[name] !== false)
  const parts = Object.entries(key)
  return {
    name: typeof options['name'] === 'string' ? options['name'] : parts.flat().join('_'),
    key: Object.fromEntries(parts),
    options: Object.fromEntries(telling.map((name) => [name, options[name]])),
  }
}

const has = (list: readonly IndexShape[], index: IndexShape): boolean => list.some((each) => sameShape(each, index))
const sameShape = (a: IndexShape, b: IndexShape): boolean =>
  JSON.stringify([a.key, a.options]) === JSON.stringify([b.key, b.options])

async function create(db: Db, collection: string, indexes: readonly IndexShape[]): Promise<void> {
  if (indexes.length === 0) return
  const specs = indexes.map(({ name, key, options }) => ({ name, key: key as Record<string, 1 | -1>, ...options }))
  await db.collection(collection).createIndexes(specs).catch((error: Error) => {
    throw new Error(`Indexes of ${collection} (${indexes.map(({ name }) => name).join(', ')}): ${error.message}`)
  })
}

async function drop(db: Db, collection: string, indexes: readonly IndexShape[]): Promise<void> {
  for (const { name } of indexes) await db.collection(collection).dropIndex(name)
}

/** Made before the first transaction needs it; another process may be faster. */
async function createCollection(db: Db, name: string): Promise<void> {
  await db.createCollection(name).catch((error: { code?: number }) => {
    if (error.code !== ALREADY_THERE) throw error
  })
}

const NO_COLLECTION = 26
const ALREADY_THERE = 48
