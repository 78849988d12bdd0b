import type { Request, Response } from 'express'
import { page, type PageOptions } from '../http/page.ts'
import type { Views } from '../lib/templates.ts'
import { publicNav } from './links.ts'

/** A page for citizens, who need no account: roomy, with the row of public links. */
export const publicPage = <K extends keyof Views & string>(
  req: Request, res: Response, name: K, model: Views[K], options: PageOptions,
): Promise<void> => page(req, res, name, model, { ...options, layout: 'public', nav: publicNav(req.path) })
