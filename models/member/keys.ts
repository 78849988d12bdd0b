import { nameKeys, type NameKeys } from '../shared/names.ts'

/** The keys stored beside a member's name; to be made again whenever the name changes. */
export const memberKeys = (name: string): NameKeys => nameKeys(name, 'person')
