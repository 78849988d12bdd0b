import { dayOf, timeOf, weekdayOf, type CivilDay } from '../../models/shared/calendarDay.ts'
import { DAY_ENDS } from '../../models/shared/workingCalendar.ts'

const WEEKDAYS = '一二三四五六日'

// Made once: fifty new Intl formatters cost as much as twenty whole pages.
const counts = new Intl.NumberFormat('zh-CN')
const percents = new Intl.NumberFormat(
  'zh-CN', { style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 },
)
/** `11月25日（周三）`; with the year where it is not today's: `2027年1月5日（周二）`. */
export function dayText(day: CivilDay, today: CivilDay): string {
  return `${shortDayText(day, today)}（${weekdayText(day)}）`
}

/** `11月25日`, or `2027年1月5日` where the year is not today's. */
export function shortDayText(day: CivilDay, today: CivilDay): string {
  const monthAndDay = `${Number(day.slice(5, 7))}月${Number(day.slice(8, 10))}日`
  return day.slice(0, 4) === today.slice(0, 4) ? monthAndDay : `${Number(day.slice(0, 4))}年${monthAndDay}`
}

/** `周三` */
export function weekdayText(day: CivilDay): string {
  return `周${WEEKDAYS.charAt(weekdayOf(day) - 1)}`
}

/** `17:30`, in the city's zone. */
export const timeText = timeOf

/** `11月24日 16:40`; with the year where it is not today's. */
export function dateTimeText(at: Date, today: CivilDay): string {
  return `${shortDayText(dayOf(at), today)} ${timeText(at)}`
}

/** A due moment against now, as counted by the working calendar. */
export interface Rest {
  /** Working days left; 0 on the due day itself, negative after it. */
  workingDays: number
  /** `17:30` unless the due moment is another one. */
  time?: string
  /** True on the due day after the due moment. */
  passed?: boolean
}

/** `还剩 3 个工作日`, `今天 17:30 到期`, `今天 17:30 已到期`, `已超期 2 个工作日`. */
export function restText({ workingDays, time = DAY_ENDS, passed = false }: Rest): string {
  if (workingDays > 0) return `还剩 ${countText(workingDays)} 个工作日`
  if (workingDays < 0) return `已超期 ${countText(-workingDays)} 个工作日`
  return passed ? `今天 ${time} 已到期` : `今天 ${time} 到期`
}

/** How urgent a rest is, as a class for its colour: red only when overdue, amber on the last two days. */
export function restTone({ workingDays, passed = false }: Rest): 'over' | 'near' | 'calm' {
  if (workingDays < 0 || passed) return 'over'
  return workingDays <= 1 ? 'near' : 'calm'
}

/** `1,012` */
export function countText(count: number): string {
  return counts.format(count)
}

/** `66 / 73`: a rate's two numbers, shown wherever the rate is. */
export function ratioText(numerator: number, denominator: number): string {
  return `${countText(numerator)} / ${countText(denominator)}`
}

/** `90.4%（66 / 73）`; nothing to divide by gives `—（0 / 0）`, because that is no rate and not 0 %. */
export function rateText(numerator: number, denominator: number): string {
  const rate = denominator === 0 ? '—' : percents.format(numerator / denominator)
  return `${rate}（${ratioText(numerator, denominator)}）`
}

/** `138****5678`; a landline keeps its area code, `0532-****3127`; what is too short to mask is hidden whole. */
export function maskPhone(phone: string): string {
  const digits = phone.replaceAll(/[\s-]/g, '')
  const landline = /^(0\d{2,3})-?\d/.exec(phone)
  if (landline) return `${landline[1] ?? ''}-****${digits.slice(-4)}`
  return digits.length < 8 ? '*'.repeat(digits.length) : `${digits.slice(0, 3)}****${digits.slice(-4)}`
}

/** `邱*`, `程*远`, `欧**云`: the first sign and, from three signs on, the last one stay. */
export function maskName(name: string): string {
  const signs = [...name]
  const [first = '', ...rest] = signs
  if (rest.length < 2) return first + '*'.repeat(rest.length)
  return `${first}${'*'.repeat(rest.length - 1)}${rest.at(-1) ?? ''}`
}

/** `860 KB`, `2.1 MB`; below a kilobyte `312 B`. */
export function fileSize(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`
  const kilobytes = bytes / 1024
  return kilobytes < 1000 ? `${Math.round(kilobytes)} KB` : `${(kilobytes / 1024).toFixed(1)} MB`
}

/**
 * A title cut after its punctuation. Each piece is set unbreakable where there is room, so a phone breaks
 * after the comma and not inside 不动产证.
 */
export function clausesOf(title: string): string[] {
  return title.match(/[^，。；：、？！]+[，。；：、？！]*|[，。；：、？！]+/g) ?? []
}
