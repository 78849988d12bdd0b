import { EnterpriseModel } from '../../models/enterprise/index.ts'
import { MemberModel } from '../../models/member/index.ts'
import { DistrictModel } from '../../models/district/index.ts'
import { ImportModel, type Import } from '../../models/import/index.ts'
import { importsSettled } from '../../server/imports/background.ts'
import { tokenIn, type Agent } from '../support/app.ts'
import { EXPECTED, rosterBytes } from './rosters.ts'

/** The ten districts that the rosters name. */
export async function theDistricts(): Promise<void> {
  const districts = Object.entries(EXPECTED.districts)
  await Promise.all(
    districts.map(
      ([_id, name], order) => DistrictModel.updateOne(
        { _id }, { $set: { name, kind: '行政区', order } }, { upsert: true },
      ),
    ),
  )
}

/**
 * Uploads a file as a person does, and waits until it was read. @returns the batch's address, or the answer when it was
 * refused
 */
export async function upload(agent: Agent, kind: string, fileName: string, bytes = rosterBytes(fileName)) {
  const form = await agent.get(`/imports/new?kind=${kind}`)
  const once = /name="once" value="([^"]+)"/.exec(form.text)?.[1] ?? ''
  const answer = await agent.post('/imports').field('_csrf', tokenIn(form.text)).field('once', once).field('kind', kind)
    .attach('workbook', bytes, { filename: fileName.split('/').at(-1) ?? fileName })
  await importsSettled()
  return { answer, at: answer.headers['location'] as unknown as string }
}

/** Presses the button on the batch's page and waits until the work is done. */
export async function press(agent: Agent, at: string, act: string, fields: Record<string, string> = {}) {
  const shown = await agent.get(at)
  const answer = await agent.post(`${at}/${act}`).type('form').send({ _csrf: tokenIn(shown.text), ...fields })
  await importsSettled()
  return answer
}

export async function batchAt(at: string): Promise<Import> {
  const batch = await ImportModel.findOne({ no: at.split('/').at(-1) ?? '' }).lean<Import | null>()
  if (!batch) throw new Error(`no batch at ${at}`)
  return batch
}

const CHANGING = new Set(['_id', '__v', 'createdAt', 'updatedAt'])

/** The roster as it is stored, without what every write changes. */
export async function storedRoster(kind: string): Promise<Record<string, unknown>[]> {
  const rows: object[] = kind === 'enterprises'
    ? await EnterpriseModel.find({}).sort({ uscc: 1 }).lean()
    : await MemberModel.find({}).sort({ name: 1, unitAndTitle: 1 }).lean()
  return rows.map((row) => Object.fromEntries(Object.entries(row).filter(([field]) => !CHANGING.has(field))))
}
