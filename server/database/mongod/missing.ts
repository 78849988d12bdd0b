/**
 * Something that the embedded database needs and the machine does not have. The message is one Chinese line: what is
 * missing, then the cure.
 */
export class Missing extends Error {
  readonly code: MissingCode
  constructor(code: MissingCode, detail = '') {
    super(`${CURES[code].replace('%s', detail)}也可以用 MONGODB_URI 指向已有的 MongoDB 副本集。`)
    this.name = 'Missing'
    this.code = code
  }
}

const CURES = {
  python: '没有找到 python3，无法取得内置数据库。请先安装：apt install python3 python3-pip。',
  pip: 'python3 没有 pip，无法取得内置数据库。请先安装：apt install python3-pip。',
  registry: '连接不上 Python 软件源，无法取得内置数据库（%s）。请检查网络或 pip 的镜像设置后重试。',
  hash: '取得的内置数据库与登记的校验值不符，已拒绝使用。请检查 pip 的镜像设置，不要使用来历不明的软件源。',
  platform: '内置数据库没有适合本机（%s）的版本。请自行安装 mongod 6 以上版本，并用 MONGOD_BINARY 指明位置。',
  library: '数据库程序缺少系统库 %s。请先安装（Debian、Ubuntu：apt install libcurl4 libssl3），再重新启动。',
  processor: '本机处理器不支持 AVX 指令，数据库程序无法运行。请换一台机器。',
  binary: 'MONGOD_BINARY 指向的文件无法运行：%s。请改为 mongod 程序的完整路径。',
  old: '%s，版本低于 6，不能使用。请升级，或去掉 MONGOD_BINARY 使用内置数据库。',
  downgrade: '数据目录由较新的数据库写成（%s）。请换用相同或更高版本的 mongod。',
  leap: '数据目录由较旧的数据库写成（%s），一次只能升一个大版本。请先用中间版本启动，并升级数据格式（featureCompatibilityVersion）。',
  space: '磁盘空间不足，数据库无法启动（%s）。请清理出至少 1 GB 空间。',
  start: '数据库没有启动成功，详见日志 %s。',
} as const

export type MissingCode = keyof typeof CURES
