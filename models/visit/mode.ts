import { isMember, type SubjectType } from './subject.ts'

/** How people met. @source domain.md §2.2 */
export const MODES = ['实地', '座谈', '电话', '视频', '问卷', '接待来访'] as const
export type Mode = (typeof MODES)[number]

/** The three that stand as buttons of their own on the form; the others are under 其他. */
export const USUAL_MODES = ['实地', '座谈', '电话'] as const satisfies readonly Mode[]
export const OTHER_MODES: readonly Mode[] = MODES.filter(mode => !USUAL_MODES.some(usual => usual === mode))

const FACE_TO_FACE: readonly Mode[] = ['实地', '座谈']
const FOR_MEMBERS: readonly Mode[] = [...FACE_TO_FACE, '电话', '视频']

export const isMode = (text: string): text is Mode => MODES.some(mode => mode === text)

/** The modes that count as a visit of such a subject. @source DESIGN.md §7 Visit */
export const modesThatCover = (type: SubjectType): readonly Mode[] => (isMember(type) ? FOR_MEMBERS : FACE_TO_FACE)

/** Whether a visit of this mode counts for the coverage of such a subject. Unknown words never do. */
export const covers = (mode: string, type: SubjectType): boolean =>
  modesThatCover(type).some(counting => counting === mode)

/**
 * Whether a meeting takes the subject's time without having been asked for: somebody came to the door. Calls,
 * questionnaires and people who came to us do not. @source domain.md §2.3 [P]
 */
export const isUnsolicited = (mode: string): boolean => FACE_TO_FACE.some(form => form === mode)
