import type { Random } from './random.ts'

/**
 * Weights of surnames as they are in Shandong, roughly, with those whose reading differs as a surname
 * (单 Shàn, 曾 Zēng, 解 Xiè, 仇 Qiú, 查 Zhā, 盖 Gě, 任 Rén, 华 Huà, 区 Ōu, 尉迟 Yùchí): sorting must cope.
 */
const SURNAMES: Readonly<Record<string, number>> = {
  王: 90, 李: 72, 张: 80, 刘: 66, 孙: 40, 于: 26, 姜: 22, 徐: 24, 赵: 26, 杨: 20, 陈: 22, 宋: 18, 周: 12, 吕: 8,
  高: 12, 马: 10, 韩: 10, 曲: 8, 崔: 9, 纪: 6, 江: 6, 隋: 5, 矫: 4, 臧: 4, 栾: 4, 逄: 4, 万: 4, 迟: 4, 邵: 4, 薛: 5,
  秦: 4, 段: 3, 陆: 3, 温: 3, 何: 5, 贺: 3, 沈: 3, 卫: 2, 骆: 2, 祁: 2, 柏: 1, 闻: 1, 裴: 2, 陶: 3, 邢: 3, 丛: 3, 宫: 3,
  单: 5, 曾: 5, 解: 4, 仇: 3, 查: 3, 盖: 3, 任: 5, 华: 3, 区: 1, 尉迟: 1, 欧阳: 2, 闻人: 1, 长孙: 1, 万俟: 1,
}

const FIRST = [...'若书云清景望砚知予明思怀叙其承舒言秉维静宛语沐令诗允予昭牧时星岚庭澄以斯希']
const SECOND = [...'川溪越安仪秋舒行野苇和初瑾南北山青诺汀澜月禾屿洲松柏宁远然溪河棠霁砾辰朗衡言彦岩峤筠']

/** Names that do not repeat within one city; all invented. */
export function personNames(random: Random): () => string {
  const used = new Set<string>()
  const draw = (): string => {
    const surname = random.weighted(SURNAMES)
    const given = random.chance(0.12) ? random.pick(SECOND) : random.pick(FIRST) + random.pick(SECOND)
    return surname + given
  }
  return () => {
    let name = draw()
    while (used.has(name) || /(.)\1/u.test(name)) name = draw()
    used.add(name)
    return name
  }
}

/** A mobile number in a block that is not handed out (170 0000 and on), so that nobody is rung by a demo. */
export const mobileNumber = (random: Random): string => `1700000${String(random.int(0, 9999)).padStart(4, '0')}`

/** A landline of the town hall's range in the mockups: 0532-8000 dddd. */
export const landline = (random: Random): string => `0532-8000${String(random.int(1000, 9999))}`
