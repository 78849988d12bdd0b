import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from './projectRoot.ts'

const FOLDER = join(projectRoot(import.meta.dirname), 'public', 'css')
const IMPORT = /^@import url\("([a-z]+\.css)"\) layer\(([a-z]+)\);$/gm

/**
 * The whole style sheet as one text: `main.css` with its imports put in place, each in its layer, so a
 * page costs one request. Served as `/css/main.css`; without this the file itself works too, in eleven requests.
 */
export function stylesheet(): string {
  const main = readFileSync(join(FOLDER, 'main.css'), 'utf8')
  return main.replaceAll(IMPORT, (_line, file: string, layer: string) =>
    `@layer ${layer} {\n${readFileSync(join(FOLDER, file), 'utf8')}}`)
}
