import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Model } from 'mongoose'
import type { Attachment } from '../../../models/attachment/index.ts'
import { AttachmentModel } from '../../../models/attachment/index.ts'
import type { AuditFacts } from '../../../models/audit/entry.ts'
import { AuditBlockModel, AuditEntryModel } from '../../../models/audit/index.ts'
import { CardModel } from '../../../models/card/index.ts'
import { CategoryModel } from '../../../models/category/index.ts'
import { DepartmentModel } from '../../../models/department/index.ts'
import { DistrictModel } from '../../../models/district/index.ts'
import { EnterpriseModel } from '../../../models/enterprise/index.ts'
import { InstructionModel } from '../../../models/instruction/index.ts'
import { IssueModel } from '../../../models/issue/index.ts'
import { MemberModel } from '../../../models/member/index.ts'
import { PostModel } from '../../../models/post/index.ts'
import { SettingModel, writeSetting } from '../../../models/setting/index.ts'
import { SnapshotModel } from '../../../models/snapshot/index.ts'
import { UserModel } from '../../../models/user/index.ts'
import { VisitModel } from '../../../models/visit/index.ts'
import { VisitTaskModel } from '../../../models/visitTask/index.ts'
import { placeOf } from '../../attachments/store.ts'
import { currentDb } from '../../database/connect.ts'
import type { Deps } from '../../deps.ts'
import type { City } from './wholeCity.ts'
import { sealed } from './trail.ts'

const BATCH = 1000

/** Whether nothing has been stored yet that a person could have entered. */
export async function isEmpty(): Promise<boolean> {
  const collections = [UserModel, DepartmentModel, IssueModel, VisitModel, AuditEntryModel].map(
    ({ collection }) => collection.collectionName,
  )
  const found = await Promise.all(
    collections.map((name) =>
      currentDb()
        .collection(name)
        .findOne({}, { projection: { _id: 1 } }),
    ),
  )
  return found.every((one) => one === null)
}

/** Rows as the models store them; batches stay short of the driver's time limit. */
export async function insertAll(
  model: { collection: Model<never>['collection'] },
  rows: readonly object[],
): Promise<void> {
  for (let start = 0; start < rows.length; start += BATCH) {
    const batch = rows.slice(start, start + BATCH).map((row) => ({ ...row, __v: 0 }))
    await model.collection.insertMany(batch as never[], { ordered: false, writeConcern: { w: 1 } })
  }
}

/** The office's line in every sample city, as every page ends with it. */
const DUTY_PHONE = '0532-8000 1200'

/** Stores a city, its audit trail (signed and sealed on the way), its counters, and the mark that it is a sample. */
export async function storeCity(city: City, profile: string, trail: Iterable<AuditFacts>, deps: Deps): Promise<void> {
  const { people, counters } = city
  // the mark first: a city that was only half stored must not be taken for a real one
  await SettingModel.collection.insertOne({
    _id: 'sampleCity',
    profile,
    shown: Object.fromEntries([...people.shown].map(([role, { _id }]) => [role, _id])),
    value: { profile },
    changedAt: deps.clock.now(),
    __v: 0,
  } as never)
  const duty = people.shown.get('coordinator')?.name ?? ''
  await writeSetting('contact', `有疑问请联系市联席会议办公室 ${duty}，${DUTY_PHONE}`, deps.clock.now())
  const parts: readonly (readonly [{ collection: Model<never>['collection'] }, readonly object[]])[] = [
    [DistrictModel, city.districts],
    [DepartmentModel, city.departments],
    [CategoryModel, city.categories],
    [UserModel, people.users],
    [PostModel, people.posts],
    [EnterpriseModel, city.enterprises],
    [MemberModel, city.members],
    [VisitTaskModel, city.tasks],
    [VisitModel, city.visits],
    [IssueModel, city.issues],
    [CardModel, city.cards],
    [InstructionModel, city.instructions],
    [AttachmentModel, city.attachments],
    [SnapshotModel, city.snapshots],
  ]
  for (const [model, rows] of parts) await insertAll(model, rows)
  for (const { entries, block } of sealed(trail, deps.keys.audit)) {
    await Promise.all([insertAll(AuditEntryModel, entries), insertAll(AuditBlockModel, [block])])
  }
  if (counters.size > 0) {
    await currentDb()
      .collection<{ _id: string; last: number }>('counters')
      .insertMany([...counters].map(([_id, last]) => ({ _id, last })))
  }
  await settled()
}

/**
 * Waits until all that was written with w:1 is on the majority's disks: only then do reads see it, and a step of the sample
 * that looks at an earlier one finds it whole.
 */
export const settled = (): Promise<unknown> =>
  SettingModel.collection.updateOne(
    { _id: 'sampleCity' as never },
    { $set: { complete: true }, $currentDate: { settledAt: true } },
    { writeConcern: { w: 'majority', j: true } },
  )

const SAMPLE_PATH = '2024/01/5a6d706c65000000000000000000feed.pdf'

/** One small file that stands for all evidence of a sample city; written below DATA_DIR/uploads. */
export function sampleEvidence(deps: Deps): Pick<Attachment, 'name' | 'mime' | 'bytes' | 'sha256' | 'path'> {
  const bytes = Buffer.from(SAMPLE_PDF)
  const place = placeOf(deps, SAMPLE_PATH)
  mkdirSync(dirname(place), { recursive: true })
  writeFileSync(place, bytes)
  return {
    name: '佐证材料（样例）.pdf',
    mime: 'application/pdf',
    bytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    path: SAMPLE_PATH,
  }
}

const SAMPLE_PDF = `%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>endobj
4 0 obj<</Length 58>>stream
BT /F1 18 Tf 72 760 Td (Sample evidence, no real case) Tj ET
endstream endobj
5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj
trailer<</Root 1 0 R/Size 6>>
%%EOF
`
