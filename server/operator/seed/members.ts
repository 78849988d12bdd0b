import { DISTRICTS } from './departments.ts'
import { mobileNumber } from './personNames.ts'
import type { Random } from './random.ts'

export interface SeedMember {
  kind: 'npc' | 'cppcc'
  name: string
  /** 代表团 of a deputy, 界别 of a member. */
  constituency: string
  organisation: string
  title: string
  districtCode: string
  phone: string
  terms: readonly { term: number; from: string; to: string | null }[]
}

const SECTORS = [
  '经济界',
  '工商联界',
  '科技界',
  '教育界',
  '医药卫生界',
  '农业界',
  '文化艺术界',
  '社会福利界',
  '民建',
  '民盟',
  '民进',
  '农工党',
  '九三学社',
  '工会',
  '妇联',
  '共青团',
  '侨联',
  '新闻出版界',
  '少数民族界',
  '特邀',
] as const

const WORKPLACES: readonly (readonly [organisation: string, titles: readonly string[]])[] = [
  ['中学', ['校长', '高级教师']],
  ['人民医院', ['主任医师', '护士长', '院长']],
  ['社区居委会', ['书记', '主任']],
  ['村委会', ['书记', '主任']],
  ['律师事务所', ['主任', '合伙人']],
  ['职业学院', ['副教授', '院长']],
  ['研究所', ['研究员', '副所长']],
  ['农民合作社', ['理事长']],
  ['公交集团', ['驾驶员', '工会主席']],
  ['制造企业', ['总经理', '车间主任', '高级技师']],
  ['文化馆', ['馆长', '副研究馆员']],
  ['会计师事务所', ['主任会计师']],
  ['养老服务中心', ['主任', '护理组长']],
  ['物流企业', ['董事长', '班组长']],
]

/** Terms are numbered by assembly (市十七届人大) and committee (市十四届政协); the former one ended in February 2022. */
const TERMS: Readonly<Record<SeedMember['kind'], number>> = { npc: 17, cppcc: 14 }

/** Deputies and members; a third also served in the term before. */
export function members(
  random: Random,
  kind: SeedMember['kind'],
  count: number,
  personName: () => string,
): SeedMember[] {
  return Array.from({ length: count }, () => {
    const district = random.pick(DISTRICTS)
    const [place, titles] = random.pick(WORKPLACES)
    const current = { term: TERMS[kind], from: '2022-02-15', to: null }
    const former = { term: TERMS[kind] - 1, from: '2017-02-20', to: '2022-02-14' }
    return {
      kind,
      name: personName(),
      constituency: kind === 'npc' ? `${district.name}代表团` : random.pick(SECTORS),
      organisation: `${district.name}${place}`,
      title: random.pick(titles),
      districtCode: district.code,
      phone: mobileNumber(random),
      terms: random.chance(0.34) ? [former, current] : [current],
    }
  })
}
