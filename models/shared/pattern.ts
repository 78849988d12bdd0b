/** A typed text as a part of a pattern in which none of its signs has a meaning; at most 64 signs. @source security.md P5 */
export const escaped = (text: string): string => text.slice(0, 64).replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')
