import { parseArgs } from 'node:util'
import { MongoClient } from 'mongodb'
import { writeBackup } from '../database/backup/write.ts'
import { currentDb } from '../database/connect.ts'
import { command, withReachedDatabase, WrongCall } from './command.ts'

const USAGE = '用法：npm run backup -- 文件'

await command(async () => {
  const { positionals } = parseArgs({ allowPositionals: true })
  const [file, ...rest] = positionals
  if (file === undefined || rest.length > 0) throw new WrongCall(USAGE)
  await withReachedDatabase(async ({ uri, config }) => {
    const client = await new MongoClient(uri).connect()
    try {
      const { databaseName } = currentDb()
      const totals = await writeBackup({ client, database: databaseName, dataDir: config.dataDir, file, now: new Date() })
      console.log(`已备份到 ${file}：${totals.collections} 个集合、${totals.rows} 条数据、${totals.files} 个附件。`)
      console.log('密钥不在备份里：请另行保管 DATA_DIR 下的 secret 文件（或 SESSION_SECRET），否则恢复后旧链接失效、审计链无法核对。')
    } finally {
      await client.close()
    }
  })
})
