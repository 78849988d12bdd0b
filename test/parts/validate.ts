import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { HtmlValidate, type ConfigData } from 'html-validate'
import { projectRoot } from '../../server/lib/projectRoot.ts'

const config = JSON.parse(
  readFileSync(join(projectRoot(import.meta.dirname), '.config', 'html-validate.json'), 'utf8')
) as ConfigData
const validator = new HtmlValidate(config)

/** What html-validate has against a page, one line a complaint; empty when clean. */
export async function complaintsAbout(html: string): Promise<string[]> {
  const report = await validator.validateString(html)
  return report.results.flatMap(
    result => result.messages.map(each => `${each.line}:${each.column} ${each.ruleId}: ${each.message}`)
  )
}
