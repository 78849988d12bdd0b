import { expect } from 'chai'
import fc from 'fast-check'
import { nameKeys, searchText } from '../../models/shared/names.ts'

const binary = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
const sorted = (names: string[]) =>
  names.toSorted((a, b) => binary(nameKeys(a, 'person').sortKey, nameKeys(b, 'person').sortKey))

describe('the keys of a name', () => {
  for (const [name, pinyin, initials] of [
    ['曾国藩', 'zengguofan', 'zgf'], ['单田芳', 'shantianfang', 'stf'], ['仇英', 'qiuying', 'qy'],
    ['欧阳修', 'ouyangxiu', 'oyx'],
    ['解缙', 'xiejin', 'xj'], ['吕布', 'lvbu', 'lb'], ['阿卜杜拉·买买提', 'abudulamaimaiti', 'abdlmmt'], ['Ｊohn 李', 'johnli', 'johnl'],
  ] as const) {
    it(`read ${name} as ${pinyin}`, () => {
      expect(nameKeys(name, 'person')).to.include({ pinyin, initials })
    })
  }
  it('read a firm as words, not as a surname', () => {
    expect(nameKeys('重庆长城（青岛）有限公司', 'firm')).to.include({ pinyin: 'chongqingchangchengqingdaoyouxiangongsi' })
    expect(nameKeys('单氏物流', 'person').pinyin.startsWith('shan')).to.equal(true)
  })
  it('sort polyphonic surnames where people look for them', () => {
    expect(sorted(['曾一', '蔡一', '陈一', '赵一', '周一'])).to.deep.equal(['蔡一', '陈一', '曾一', '赵一', '周一'])
  })
  it('keep a surname together and put the shorter name first', () => {
    expect(sorted(['黎安', '李珍', '李', '梁安', '黎', '李安'])).to.deep.equal(['黎', '黎安', '李', '李安', '李珍', '梁安'])
  })
  it('find a firm by the telling part of its name, its pinyin, its initials and its short name', () => {
    const { searchKeys } = nameKeys('青岛栎川冷链物流有限公司', 'firm', ['栎川冷链'])
    for (const typed of ['青岛栎川', '栎川', 'lichuan', 'LC', 'lcll', '冷链 物流', '栎川冷链', 'qdlc']) {
      expect(searchKeys.some((key) => key.startsWith(searchText(typed))), typed).to.equal(true)
    }
    expect(searchKeys.some((key) => key.startsWith(searchText('海川')))).to.equal(false)
  })
  it('do not stand out: signs and spaces in a name change nothing', () => {
    expect(nameKeys('海尔（青岛） 公司', 'firm')).to.deep.equal(nameKeys('海尔(青岛)公司', 'firm'))
  })
  it('take any text, and find each by its own beginning', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme', maxLength: 30 }), fc.integer({ min: 1, max: 30 }), (name, length) => {
      const typed = searchText(name).slice(0, length)
      const found = nameKeys(name, 'firm').searchKeys.some((key) => key.startsWith(typed))
      expect(found || typed === '').to.equal(true)
    }))
  })
})
