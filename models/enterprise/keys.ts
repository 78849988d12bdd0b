import { nameKeys, type NameKeys } from '../shared/names.ts'

/** The keys stored beside a firm's name; to be made again whenever the name or the short name changes. */
export const enterpriseKeys = (name: string, shortName: string): NameKeys =>
  nameKeys(name, 'firm', shortName === '' ? [] : [shortName])
