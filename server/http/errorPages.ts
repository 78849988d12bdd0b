import type { ErrorRequestHandler, Request, Response } from 'express'
import mongoose from 'mongoose'
import multer from 'multer'
import { RuleBroken } from '../../models/shared/errors.ts'
import type { Link } from '../lib/parts.ts'
import { BadForm, Conflict, Forbidden, NotFound, TooLarge, TooMany, Unavailable } from './errors.ts'
import { page } from './page.ts'
import { sealInterrupted } from './resume.ts'
import { signInPage, WAITING_FORM } from './signInPage.ts'
import { SignInNeeded, sessionUser } from './signedIn.ts'
import type { Body } from './body.ts'

export interface ErrorPage {
  title: string
  text: string
  back: Link
  requestId: string | null
}

declare module '../lib/templates.ts' {
  interface Views { 'errors/error': ErrorPage }
}

interface Answer {
  status: number
  title: string
  text: string
  back?: Link | null
  retryAfter?: number
  /** ours to mend: logged with its stack, the request id is shown */
  bug?: boolean
}

const LONGEST_ADDRESS = 6000
const HOME: Link = { text: '回首页', href: '/' }
const BUSY = '系统暂时连不上数据库，您的操作没有保存。请稍等一分钟再试。'

/**
 * Turns whatever went wrong into a page that says what happened and what to do: 403, 404, 409, 413, 422, 429, 503 for what
 * was expected, 500 for a bug. The only error handler. @source pages.md §5
 */
export const answerError: ErrorRequestHandler = (error: unknown, req, res, next) => {
  if (res.headersSent) return next(error)
  if (error instanceof SignInNeeded) return sendToSignIn(req, res)
  const answer = answerFor(error)
  if (answer.bug) req.log.error({ err: error }, 'request failed')
  else req.log.info({ status: answer.status, code: codeOf(error) }, 'request refused')
  if (answer.retryAfter) res.setHeader('Retry-After', String(answer.retryAfter))
  // no page of the frame: what it would ask the database for is what cannot be had now
  if (answer.status === 503) return void res.status(503).type('html').send(barePage(answer, String(req.id)))
  const model: ErrorPage = { title: answer.title, text: answer.text, back: answer.back ?? HOME, requestId: answer.bug ? String(req.id) : null }
  page(req, res, 'errors/error', model, { title: answer.title, status: answer.status, layout: sessionUser(req) ? 'page' : 'plain' })
    .catch(() => res.status(answer.status).type('html').send(barePage(answer, String(req.id))))
}

export const answerNotFound = (): never => {
  throw new NotFound()
}

function answerFor(error: unknown): Answer {
  if (error instanceof NotFound) return { status: 404, title: '没有找到这一页', text: '地址可能写错了，或者它不在您能看的范围里。' }
  if (error instanceof Forbidden) return { status: 403, title: '这一步您不能办理', text: error.message }
  if (error instanceof Conflict) return { status: 409, title: '这一步现在办不了', text: error.message, back: error.back }
  if (error instanceof RuleBroken) return { status: 409, title: '这一步现在办不了', text: error.message }
  if (error instanceof mongoose.Error.VersionError) return { status: 409, title: '别人刚刚改过', text: '您打开这一页之后，别人已经改过这条记录。请回去看一眼最新的内容再办。' }
  if (error instanceof BadForm) return { status: 422, title: '表单没有收下', text: error.message }
  if (error instanceof TooMany) return { status: 429, title: '操作太频繁', text: error.message, retryAfter: error.retryAfter }
  if (error instanceof TooLarge || error instanceof multer.MulterError) return tooLarge(error)
  if (error instanceof Unavailable) return { status: 503, title: '请稍后再试', text: error.message || BUSY, retryAfter: 10 }
  return answerForForeign(error)
}

/** Errors of the libraries below us, told by their own marks. */
function answerForForeign(error: unknown): Answer {
  const { code, status, type } = (error ?? {}) as { code?: unknown, status?: unknown, type?: unknown }
  if (code === 'EBADCSRFTOKEN') return { status: 403, title: '页面已过期', text: '这一页打开太久了，提交没有处理。请回到上一页刷新后再提交，填的内容可以先复制下来。' }
  if (type === 'entity.too.large' || type === 'parameters.too.many') return tooLarge(error)
  if (error instanceof URIError || (typeof status === 'number' && status >= 400 && status < 500)) return { status: 400, title: '地址或表单无法读取', text: '请从页面上的链接进入，不要手工拼写地址。' }
  if (isOutOfReach(error)) return { status: 503, title: '请稍后再试', text: BUSY, retryAfter: 10 }
  return { status: 500, title: '系统出错了', text: '这是系统的问题，不是您的操作不对。您的操作没有保存；请把下面的编号告诉管理员。', bug: true }
}

/** Server answers that mean "not now": shutting down, changing the primary, out of time. */
const NOT_NOW = [6, 7, 50, 89, 91, 189, 262, 10107, 11600, 11602, 13435, 13436]

/** Whether the database could not be asked, or said that it cannot answer now; every other error of it is a bug of ours. */
function isOutOfReach(error: unknown): boolean {
  const { MongoNetworkError, MongoSystemError, MongoServerError } = mongoose.mongo
  if (error instanceof MongoNetworkError || error instanceof MongoSystemError || error instanceof mongoose.Error.MongooseServerSelectionError) return true
  if (error instanceof MongoServerError) return typeof error.code === 'number' && NOT_NOW.includes(error.code)
  return error instanceof Error && ['MongoWaitQueueTimeoutError', 'MongoOperationTimeoutError', 'MongoNotConnectedError', 'MongoTopologyClosedError'].includes(error.name)
}

function tooLarge(error: unknown): Answer {
  const code = error instanceof multer.MulterError ? error.code : ''
  const text = code === 'LIMIT_FILE_COUNT' || code === 'LIMIT_UNEXPECTED_FILE' ? '一次最多选 9 个文件，请减少后重新提交。'
    : code === 'LIMIT_FILE_SIZE' ? '有文件超过了大小限制：照片每张最多 15 MB，表格最多 5 MB。'
      : error instanceof TooLarge && error.message ? error.message : '提交的内容太多，超过了这一页能收的大小。请分几次提交。'
  return { status: 413, title: '内容太大', text }
}

const codeOf = (error: unknown): string => (error instanceof RuleBroken ? error.code : error instanceof Error ? error.constructor.name : 'unknown')

/** To the sign-in page, with what was about to be sent, sealed. */
function sendToSignIn(req: Request, res: Response): void {
  const user = sessionUser(req)
  if (user?.mustChangePassword) return res.redirect(303, '/password')
  const { deps } = req.app.locals
  const body = req.method === 'POST' ? (req.body as Body | undefined) ?? {} : null
  const resume = req.originalUrl === '/' ? '' : sealInterrupted({ path: req.originalUrl, body }, deps.keys.session, deps.clock.now())
  const step = user?.totpRequired ? '/two-factor' : '/sign-in'
  if (resume.length > LONGEST_ADDRESS) return showSignIn(req, res, resume)
  res.redirect(303, resume ? `${step}?resume=${encodeURIComponent(resume)}` : step)
}

/** A long form does not fit into an address: the sign-in page itself carries it. */
function showSignIn(req: Request, res: Response, resume: string): void {
  page(req, res, 'sessions/signIn', signInPage('', null, resume, WAITING_FORM), { title: '登录', layout: 'plain', bodyClass: 'sign-in', form: true })
    .catch(() => res.redirect(303, '/sign-in'))
}

const barePage = ({ title, text }: Answer, id: string) =>
  `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title>` +
  `<link rel="stylesheet" href="/css/main.css"><body class="plain"><main class="frame frame-plain"><h1>${title}</h1><p>${text}</p><p>编号 ${id}</p></main></body></html>`
