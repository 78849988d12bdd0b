import { existsSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { MongoClient } from 'mongodb'
import { NotABackup } from '../database/backup/frames.ts'
import { NotEmpty, restoreBackup } from '../database/backup/restore.ts'
import { currentDb } from '../database/connect.ts'
import { Refused } from '../index.ts'
import { command, withReachedDatabase, WrongCall } from './command.ts'

const USAGE = '用法：npm run restore -- 文件 [--replace]'

await command(async () => {
  const { positionals, values } = parseArgs({ allowPositionals: true, options: { replace: { type: 'boolean', default: false } } })
  const [file, ...rest] = positionals
  if (file === undefined || rest.length > 0) throw new WrongCall(USAGE)
  if (!existsSync(file)) throw new Refused(`没有找到备份文件 ${file}。`)
  await withReachedDatabase(async ({ uri, config }) => {
    const client = await new MongoClient(uri).connect()
    try {
      const { databaseName } = currentDb()
      const options = { client, database: databaseName, dataDir: config.dataDir, file, replace: values.replace, now: new Date() }
      const totals = await restoreBackup(options)
      console.log(`已恢复：${totals.collections} 个集合、${totals.rows} 条数据、${totals.files} 个附件。`)
    } catch (error) {
      throw error instanceof NotEmpty || error instanceof NotABackup ? new Refused(error.message) : error
    } finally {
      await client.close()
    }
  })
})
