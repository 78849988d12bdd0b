import mongoose from 'mongoose'

/** What a hand did to the stored rows, and the way back. */
export interface Done {
  /** the row as the check must name it */
  record: string
  undo: () => Promise<void>
}

/** One kind of damage. The table of all of them proves each check; a check without a line in it fails the suite. */
export interface Damage {
  /** the name of the check that must find it */
  check: string
  /** what is wrong, read after "finds" */
  what: string
  /** other checks that cannot but see the same damage */
  also?: readonly string[]
  by: () => Promise<Done>
}

export type Row = Record<string, unknown> & { _id: never }
type Label = (row: Row) => string

export function collection(name: string) {
  const { db } = mongoose.connection
  if (!db) throw new Error('The database is not connected')
  return db.collection<Row>(name)
}

/** The first row of the sample city that is like this; a sample without one proves nothing, so that is an error. */
export async function aRow(name: string, filter: object): Promise<Row> {
  const row = await collection(name).findOne(filter, { sort: { _id: 1 } })
  if (row === null) throw new Error(`The sample city has no row in ${name} like ${JSON.stringify(filter)}`)
  return row as Row
}

/** Changes one stored row past all verbs. `change` is an update or a pipeline, or is made from the row. */
export async function changed(
  name: string,
  filter: object,
  change: object | object[] | ((row: Row) => object),
  label: Label,
): Promise<Done> {
  const row = await aRow(name, filter)
  await collection(name).updateOne({ _id: row._id }, typeof change === 'function' ? change(row) : change)
  return {
    record: label(row),
    undo: async () => void (await collection(name).replaceOne({ _id: row._id }, row)),
  }
}

/** Takes one row away. */
export async function removed(name: string, filter: object, label: Label): Promise<Done> {
  const row = await aRow(name, filter)
  await collection(name).deleteOne({ _id: row._id })
  return { record: label(row), undo: async () => void (await collection(name).insertOne(row as never)) }
}

/**
 * Puts rows in that no verb would have written. Indexes that would refuse them are dropped, as they are missing in a
 * database that was put back by hand, and built again on the way back.
 */
export async function added(name: string, rows: readonly object[], record: string, unique = false): Promise<Done> {
  const indexes = unique ? (await collection(name).indexes()).filter(({ unique: only }) => only === true) : []
  for (const index of indexes) await collection(name).dropIndex(index.name ?? '')
  const { insertedIds } = await collection(name).insertMany(rows as never[])
  return {
    record,
    undo: async () => {
      await collection(name).deleteMany({ _id: { $in: Object.values(insertedIds) } })
      for (const { key, name: called, v: _v, ...options } of indexes)
        await collection(name).createIndex(key, { ...options, ...(called === undefined ? {} : { name: called }) })
    },
  }
}

/** The row's own number. */
export const no: Label = (row) => String(row['no'])
