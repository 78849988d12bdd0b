import type { Db } from 'mongodb'

const marks = (db: Db) => db.collection<{ _id: string, at: Date }>('restores')

/** Says in the database itself that it is being filled from a backup. */
export const beginRestore = async (db: Db, at: Date): Promise<void> => {
  await marks(db).insertOne({ _id: 'running', at })
}

export const endRestore = async (db: Db): Promise<void> => {
  await marks(db).drop()
}

/** @throws when a restore was cut off, so that nobody works on half of a city's data */
export async function refuseHalfRestored(db: Db): Promise<void> {
  if (await marks(db).findOne({ _id: 'running' })) {
    throw new Error('上次恢复没有完成，数据不完整。请用 npm run restore -- 文件 --replace 重新恢复。')
  }
}
