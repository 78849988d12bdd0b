import { comparable } from './tidyText.ts'

export interface KnownDistrict {
  /** six digits */
  code: string
  name: string
}

/**
 * The code of the district that a cell names, or null: an unknown name is never guessed.
 *
 * Parentheses and their content, the province and city in front, and 区/市/县 at the end do not matter; 即墨市 is today's
 * 即墨区.
 * @param regions province and city as they may stand in front (山东省, 青岛市); each also without its last sign, because
 *   青岛市南区 has lost one 市
 */
export function readDistrict(
  text: string, districts: readonly KnownDistrict[], regions: readonly string[],
): string | null {
  const bare = comparable(text).replace(/[(][^)]*[)]/g, '')
  const byCode = districts.find((district) => district.code === bare)
  if (byCode) return byCode.code
  const readings = new Set([bare])
  for (const region of regions) {
    for (const reading of [...readings]) {
      for (const prefix of [region, region.slice(0, -1)]) {
        if (reading.startsWith(prefix)) {
          readings.add(reading.slice(prefix.length))
        }
      }
    }
  }
  const found = districts.filter((district) => [...readings].some((reading) => stem(reading) === stem(district.name)))
  return found.length === 1 ? (found[0]?.code ?? null) : null
}

function stem(name: string): string {
  return name.replace(/[区市县]$/, '')
}
