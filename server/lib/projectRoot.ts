import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'

/**
 * The folder that holds package.json, found by walking up from a module's own folder, so that the same
 * code finds `views` and `public` from the sources and from `dist/`.
 *
 * @param from the `import.meta.dirname` of the asking module
 * @throws when no folder above has a package.json: the installation is broken
 */
export function projectRoot(from: string): string {
  if (existsSync(join(from, 'package.json'))) return from
  const above = dirname(from)
  if (above === from) throw new Error(`No package.json in any folder above the code; the installation is incomplete`)
  return projectRoot(above)
}
