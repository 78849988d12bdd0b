import { expect } from 'chai'
import type { Department } from '../../models/department/index.ts'
import type { PublicPromise } from '../../models/promise/queries.ts'
import { publicDepartmentPage } from '../../server/publications/departmentView.ts'

const promise = (text: string, dueOn: string, keptOn: string | null): PublicPromise =>
  ({ text, dueOn, keptAt: keptOn === null ? null : new Date(`${keptOn}T10:00+08:00`) })

describe('the promises that citizens read of a department', () => {
  const page = (promises: readonly PublicPromise[]) => publicDepartmentPage({
    department: { _id: 'zrzy', name: '自然资源和规划局', phone: '' } as Department, group: '', promises, rectifications: [], report: null, opinions: { rows: [], total: 0 }, result: null, today: '2026-11-25',
  })

  it('begin with what is open, the nearest day first, and go on with what was kept last', () => {
    const shown = page([
      promise('早兑现', '2026-03-01', '2026-02-20'), promise('远', '2027-03-01', null), promise('近', '2026-12-01', null), promise('过期', '2026-11-01', null),
      promise('刚兑现', '2026-11-20', '2026-11-18'),
    ])
    expect(shown.promises.map(({ text }) => text)).to.deep.equal(['过期', '近', '远', '刚兑现', '早兑现'])
    expect(shown.promises[0]?.now).to.equal('已过承诺的日子，还在办')
    expect(shown).to.include({ promiseNote: '在办 3 件，已兑现 2 件。', keptBefore: null })
  })

  it('fold away what was kept long ago, and lose none', () => {
    const kept = Array.from({ length: 9 }, (_, n) => promise(`第${n}件`, '2026-05-01', `2026-05-0${n + 1}`))
    const shown = page(kept)
    expect(shown.promises.map(({ text }) => text)).to.deep.equal(['第8件', '第7件', '第6件', '第5件', '第4件'])
    expect(shown.keptBefore).to.deep.include({ title: '更早兑现的 4 件' })
    expect(shown.keptBefore?.rows.map(({ text }) => text)).to.deep.equal(['第3件', '第2件', '第1件', '第0件'])
  })
})
