import { randomBytes } from 'node:crypto'
import { hostname } from 'node:os'

/** A name that no other process and no other call has, for the holder of a lease. */
export const ownName = (): string => `${hostname()}:${process.pid}:${randomBytes(4).toString('hex')}`
