/** Collections that are not part of a city's data: who is signed in, who does what just now. */
export const LEFT_OUT: readonly string[] = ['sessions', 'leases', 'jobRuns', 'idempotency', 'restores']

/** Uploaded files under DATA_DIR. Keys and secrets lie beside this folder, never in it. */
export const UPLOADS = 'uploads'

export const FORMAT = 1

export interface Manifest { format: number, madeAt: string }
export interface CollectionHead { name: string, indexes: { key: object, name: string }[] }
export interface FileHead { path: string, size: number }

/** What a backup holds; stands in its last frame, so a cut-off file cannot pass for a whole one. */
export interface Totals { collections: number, rows: number, files: number, bytes: number }
