import { isAbsolute, join } from 'node:path'
import { z } from 'zod'
import { projectRoot } from './lib/projectRoot.ts'

const onOff = (fallback: 'on' | 'off') => z.enum(['on', 'off']).default(fallback).transform((word) => word === 'on')
const url = (protocols: readonly string[]) =>
  z.string().refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol), `应为 ${protocols.map((each) => `${each}//`).join(' 或 ')} 开头的地址`)

const Environment = z.object({
  NODE_ENV: z.string().default('development'),
  PORT: z.coerce.number({ error: '应为 0 到 65535 的整数' }).int().min(0).max(65535).default(3000),
  HOST: z.string().min(1).default('127.0.0.1'),
  PUBLIC_URL: url(['http:', 'https:']).optional(),
  MONGODB_URI: z.string().regex(/^mongodb(\+srv)?:\/\//, '应为 mongodb:// 或 mongodb+srv:// 开头的地址').optional(),
  MONGOD_BINARY: z.string().min(1).optional(),
  DATA_DIR: z.string().min(1).default('./data'),
  SESSION_SECRET: z.string().min(32, '至少 32 个字符').optional(),
  TRUST_PROXY: z.coerce.number({ error: '应为代理的层数，如 1' }).int().min(0).max(5).default(0),
  COOKIE_SECURE: onOff('off').optional(),
  SMTP_URL: url(['smtp:', 'smtps:']).optional(),
  MAIL_FROM: z.string().default('noreply@localhost'),
  NOTIFY_URL: url(['http:', 'https:']).optional(),
  NOTIFY_FORM: z.enum(['plain', 'wecom', 'dingtalk']).default('plain'),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  JOBS: onOff('on'),
  METRICS_PORT: z.coerce.number().int().min(0).max(65535).optional(),
  TZ: z.string().optional(),
})

/** The validated environment. The only reader of `process.env` is `readConfig`. */
export interface Config {
  production: boolean
  port: number
  host: string
  /** address under which people reach the product; links in notices are made from it alone */
  publicUrl: string
  mongodbUri: string | null
  mongodBinary: string | null
  dataDir: string
  /** null = made at the first start and kept under DATA_DIR */
  sessionSecret: string | null
  trustProxy: number
  cookieSecure: boolean
  smtpUrl: string | null
  mailFrom: string
  notifyUrl: string | null
  notifyForm: 'plain' | 'wecom' | 'dingtalk'
  logLevel: string
  jobs: boolean
  metricsPort: number | null
}

export class BadConfig extends Error {}

/**
 * Reads and checks the environment.
 * @throws BadConfig with one line that names the variable, what it should be and what it is
 */
export function readConfig(environment: NodeJS.ProcessEnv): Config {
  const filled = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''))
  const parsed = Environment.safeParse(filled)
  if (!parsed.success) throw new BadConfig(parsed.error.issues.map(({ path, message }) => `环境变量 ${path.join('.')} 不对：${message}`).join('；'))
  const env = parsed.data
  const production = env.NODE_ENV === 'production'
  const cookieSecure = env.COOKIE_SECURE ?? production
  if (production && !cookieSecure) throw new BadConfig('环境变量 COOKIE_SECURE 不对：生产环境不能关闭安全 Cookie')
  if (production && env.MONGODB_URI && !env.SESSION_SECRET) throw new BadConfig('环境变量 SESSION_SECRET 缺少：多个实例共用一个数据库时必须由管理员给定，至少 32 个字符')
  return Object.freeze({
    production,
    port: env.PORT,
    host: env.HOST,
    publicUrl: (env.PUBLIC_URL ?? `http://${env.HOST}:${env.PORT}`).replace(/\/+$/, ''),
    mongodbUri: env.MONGODB_URI ?? null,
    mongodBinary: env.MONGOD_BINARY ?? null,
    dataDir: isAbsolute(env.DATA_DIR) ? env.DATA_DIR : join(projectRoot(import.meta.dirname), env.DATA_DIR),
    sessionSecret: env.SESSION_SECRET ?? null,
    trustProxy: env.TRUST_PROXY,
    cookieSecure,
    smtpUrl: env.SMTP_URL ?? null,
    mailFrom: env.MAIL_FROM,
    notifyUrl: env.NOTIFY_URL ?? null,
    notifyForm: env.NOTIFY_FORM,
    logLevel: env.LOG_LEVEL,
    jobs: env.JOBS,
    metricsPort: env.METRICS_PORT ?? null,
  })
}
