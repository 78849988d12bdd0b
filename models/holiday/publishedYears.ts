import { addDays, daysBetween, type CivilDay } from '../shared/calendarDay.ts'
import type { CalendarYear } from '../shared/workingCalendar.ts'

/** A year's days with the State Council's notice they come from. */
export interface PublishedYear extends CalendarYear {
  source: { title: string; number: string; publishedOn: string; url: string }
}

/** Every day of a span, both ends included, under one name. */
const span = (name: string, fromOn: CivilDay, toOn: CivilDay) =>
  Array.from({ length: daysBetween(fromOn, toOn) + 1 }, (_, n) => ({ day: addDays(fromOn, n), name }))

/**
 * The years that the State Council has published so far. An administrator loads the next one from its notice.
 * @source domain.md §5 Holidays
 */
export const PUBLISHED_YEARS: readonly PublishedYear[] = [
  {
    year: 2024,
    source: {
      title: '国务院办公厅关于2024年部分节假日安排的通知', number: '国办发明电〔2023〕7号', publishedOn: '2023-10-25',
      url: 'https://www.gov.cn/zhengce/content/202310/content_6911527.htm',
    },
    off: [
      ...span('元旦', '2024-01-01', '2024-01-01'),
      ...span('春节', '2024-02-10', '2024-02-17'),
      ...span('清明节', '2024-04-04', '2024-04-06'),
      ...span('劳动节', '2024-05-01', '2024-05-05'),
      ...span('端午节', '2024-06-10', '2024-06-10'),
      ...span('中秋节', '2024-09-15', '2024-09-17'),
      ...span('国庆节', '2024-10-01', '2024-10-07'),
    ],
    makeUp: [
      '2024-02-04', '2024-02-18', '2024-04-07', '2024-04-28',
      '2024-05-11', '2024-09-14', '2024-09-29', '2024-10-12',
    ],
  },
  {
    year: 2025,
    source: {
      title: '国务院办公厅关于2025年部分节假日安排的通知', number: '国办发明电〔2024〕12号', publishedOn: '2024-11-12',
      url: 'https://www.gov.cn/zhengce/content/202411/content_6986382.htm',
    },
    off: [
      ...span('元旦', '2025-01-01', '2025-01-01'),
      ...span('春节', '2025-01-28', '2025-02-04'),
      ...span('清明节', '2025-04-04', '2025-04-06'),
      ...span('劳动节', '2025-05-01', '2025-05-05'),
      ...span('端午节', '2025-05-31', '2025-06-02'),
      ...span('国庆节、中秋节', '2025-10-01', '2025-10-08'),
    ],
    makeUp: ['2025-01-26', '2025-02-08', '2025-04-27', '2025-09-28', '2025-10-11'],
  },
  {
    year: 2026,
    source: {
      title: '国务院办公厅关于2026年部分节假日安排的通知', number: '国办发明电〔2025〕7号', publishedOn: '2025-11-04',
      url: 'https://www.gov.cn/zhengce/content/202511/content_7047090.htm',
    },
    off: [
      ...span('元旦', '2026-01-01', '2026-01-03'),
      ...span('春节', '2026-02-15', '2026-02-23'),
      ...span('清明节', '2026-04-04', '2026-04-06'),
      ...span('劳动节', '2026-05-01', '2026-05-05'),
      ...span('端午节', '2026-06-19', '2026-06-21'),
      ...span('中秋节', '2026-09-25', '2026-09-27'),
      ...span('国庆节', '2026-10-01', '2026-10-07'),
    ],
    makeUp: ['2026-01-04', '2026-02-14', '2026-02-28', '2026-05-09', '2026-09-20', '2026-10-10'],
  },
]
