import { linkButton, postButton, withPrimary } from '../lib/buttons.ts'
import { column, dayCell, linkCell, numberCell, rungCell, statusCell, tableOf, textCell } from '../lib/cells.ts'
import { flowChart } from '../lib/chart.ts'
import { fieldsOf, errorSummaryOf, type FieldView } from '../lib/fields.ts'
import { filterBar, filterSelect, pagerOf, sortColumn } from '../lib/listAddress.ts'
import type {
  AttachedFile, Bar, Cell, ConfirmPage, Empty, ErrorSummary, Fact, FilterBar, Flash, JobProgress, NextStep, PageTitle,
  Pager,
  RungTag, StatusTag, TableView, Tabs, TaskRow, TimelineRow,
} from '../lib/parts.ts'
import { clockSamples, miniSamples } from './clockSamples.ts'

/** The style sheet's page: every part in all its states, with invented people, firms and figures. */
export interface PartsPage {
  title: PageTitle
  sampleTitle: PageTitle
  tabs: Tabs
  filter: FilterBar
  table: TableView
  pager: Pager
  empty: Empty
  statuses: StatusTag[]
  rungs: RungTag[]
  clocks: ReturnType<typeof clockSamples>
  minis: ReturnType<typeof miniSamples>
  timeline: TimelineRow[]
  chart: ReturnType<typeof flowChart>
  nextMine: NextStep
  nextOthers: NextStep
  facts: Fact[]
  errors: ErrorSummary | null
  fields: FieldView[]
  confirm: ConfirmPage
  flashes: Flash[]
  files: AttachedFile[]
  job: JobProgress
  bars: Bar[]
  tasks: TaskRow[]
  colours: { className: string, name: string, value: string, contrast: string }[]
}

declare module '../lib/templates.ts' {
  interface Views { 'parts/index': PartsPage }
}

const HERE = '/admin/parts'
const QUERY = { category: 'land', rung: 'red', sort: 'dueOn' }

export function partsPage(): PartsPage {
  return {
    title: { clauses: ['部件'], note: '每个部件一个模板，这里是它们的全部状态', actions: [] },
    sampleTitle: { clauses: ['走访任务'], note: '下半年，12月31日（周四）前走完', actions: [linkButton('记一次走访', HERE, 'primary')] },
    tabs: tabs(),
    filter: filter(),
    table: table(),
    pager: pagerOf(HERE, {}, 2, 50, 214),
    empty: { what: '没有超期的诉求。', next: '最近到期的是 11月26日（周四），1 件。', link: { text: '看临期 5 件', href: HERE } },
    statuses: STATUSES, rungs: RUNGS,
    clocks: clockSamples(HERE), minis: miniSamples(),
    timeline: TIMELINE,
    chart: chart(),
    nextMine: nextMine(), nextOthers: nextOthers(),
    facts: FACTS,
    ...form(),
    confirm: confirm(),
    flashes: FLASHES, files: FILES,
    job: { text: '正在导入重点企业名册：第 640 行，共 1,012 行', done: 640, total: 1012, note: '新建 21，变更 36，不变 578，退回 5。可以离开，完成后通知您。' },
    bars: [
      { text: '重点企业', done: 6, total: 8, ratio: '6 / 8 家', href: HERE },
      { text: '代表委员', done: 4, total: 4, ratio: '4 / 4 位', href: null },
    ],
    tasks: TASKS, colours: COLOURS,
  }
}

function tabs(): Tabs {
  const rows: [string, string, boolean?][] = [
    ['在办', '24', true], ['待签收', '2'], ['临期', '5'], ['超期', '2'], ['待核验', '0'], ['全部', '97'],
  ]
  return {
    label: '诉求的分类',
    tabs: rows.map(([text, count, current = false]) => ({
      text, count, current, href: HERE, tone: text === '超期' ? 'over' : '',
    })),
  }
}

function filter(): FilterBar {
  return filterBar({
    path: HERE, query: QUERY, search: { placeholder: '摘要、编号' }, countText: '3 件',
    selects: [
      filterSelect('category', '类别', [{ value: 'land', text: '用地规划' }], QUERY),
      filterSelect('district', '区市', [{ value: 'laoshan', text: '崂山区' }], QUERY),
      filterSelect('rung', '预警', [{ value: 'red', text: '红牌' }, { value: 'yellow', text: '黄牌' }], QUERY),
    ],
  })
}

function table(): TableView {
  const row = (no: string, text: string, rest: Cell, rung: RungTag, count: number) =>
    [linkCell(no, HERE), textCell(text, { href: HERE }), rest, rungCell(rung), numberCell(count, HERE)]
  const rows = [
    row('SQ2026-001557', '二期厂房用地边界不符', dayCell('已超期 2 个工作日', 'over'), { kind: 'red', text: '红牌' }, 1),
    row('SQ2026-001795', '规划道路多年未建', dayCell('今天 17:30 到期', 'near'), { kind: 'yellow', text: '黄牌' }, 0),
    row('SQ2026-001803', '容积率调整没有回执', dayCell('还剩 1 个工作日', 'near'), { kind: 'yellow', text: '黄牌' }, 0),
    row('SQ2026-001822', '临时用地续期反复补正', dayCell('还剩 28 个工作日', '', '暂定'), { kind: 'calm', text: '正常' }, 12),
  ]
  const columns = [
    column('编号', { wide: true }), column('诉求'), sortColumn('剩余', 'dueOn', HERE, QUERY, 'dueOn'),
    column('预警', { wide: true }), sortColumn('重办', 'reworks', HERE, QUERY, 'dueOn', { number: true }),
  ]
  return tableOf('表格', columns, rows, {
    total: [
      textCell('合计 4 件'), textCell('超期 1，临期 2'), textCell(' '), statusCell({ glyph: 'half', text: '办理中' }),
      numberCell(13),
    ],
  })
}

const STATUSES: StatusTag[] = [
  { glyph: 'draft', text: '草稿' }, { glyph: 'filed', text: '待受理' }, { glyph: 'empty', text: '待签收' },
  { glyph: 'half', text: '办理中' }, { glyph: 'loop', text: '重办' }, { glyph: 'return', text: '退办复核' },
  { glyph: 'quarters', text: '待核验' }, { glyph: 'full', text: '待回访' }, { glyph: 'pause', text: '挂账' },
  { glyph: 'done', text: '已销号' }, { glyph: 'off', text: '已撤回' }, { glyph: 'merged', text: '并案' },
]

const RUNGS: RungTag[] = [
  { kind: 'calm', text: '正常' }, { kind: 'blue', text: '蓝牌' }, { kind: 'yellow', text: '黄牌' },
  { kind: 'red', text: '红牌' }, { kind: 'order', text: '督办单' },
]

const moment = { tag: null, small: null, quote: null, details: null, symbol: null }
const TIMELINE: TimelineRow[] = [
  { ...moment, time: '11月24日 16:40', iso: '2026-11-24T16:40+08:00', text: '秦若川 第 2 次进展：约定 11月25日 14:00 到现场复测' },
  {
    ...moment, time: '11月24日 08:30', iso: '2026-11-24T08:30+08:00', symbol: 'c-red', text: '系统 发红牌，通知局主要负责人和督查室',
    small: '已读：吴敬山 11月24日 09:05',
  },
  {
    ...moment, time: '11月2日 15:40', iso: '2026-11-02T15:40+08:00', text: '住房城乡建设局 协办意见', tag: '补录，办于 10月30日',
    details: '边界以登记成果为准。',
  },
  {
    ...moment, time: '10月28日 11:20', iso: '2026-10-28T11:20+08:00', symbol: 'g-loop', text: '行政审批局 核验不通过，退回重办',
    quote: '勘误图的东边界与不动产证宗地图仍差 1.6 米。',
  },
]

function chart(): PartsPage['chart'] {
  const stocks = [203, 207, 213, 219, 218, 220, 231, 233, 229, 225, 221, 217]
  const inflow = [36, 41, 44, 47, 22, 12, 49, 46, 43, 40, 39, 38]
  const outflow = [33, 35, 38, 42, 24, 9, 38, 45, 47, 44, 43, 42]
  const labels = [
    '8月31日', '9月7日', '9月14日', '9月21日', '9月28日', '10月5日', '10月12日', '10月19日', '10月26日', '11月2日', '11月9日', '11月16日',
  ]
  return flowChart(
    labels.map((label, index) => ({
      label, stock: stocks[index] ?? null, inflow: inflow[index] ?? 0, outflow: outflow[index] ?? 0,
      note: index === 5 ? '国庆' : null,
    })),
    { label: '十二周的在办、新收和销号', stock: '在办', inflow: '新收', outflow: '销号' },
  )
}

const said = (text: string, small: string | null = null, tone: NextStep['who']['tone'] = '') => ({ text, small, tone })

const nextMine = (): NextStep => ({
  who: said('您'), what: said('签收'), when: said('今天 17:30', null, 'near'),
  buttons: withPrimary([linkButton('签收', HERE), linkButton('签收并请求增加协办', HERE), linkButton('退回', HERE)]), note: null,
})

const nextOthers = (): NextStep => ({
  who: said('行政审批局'), what: said('核验答复'), when: said('12月1日（周二）', '还剩 4 个工作日'),
  buttons: [], note: '您现在不用做什么。核验结果出来会通知您。',
})

const FACTS: Fact[] = [
  { term: '提出人', text: '贺临洲，总经理　138****5678', href: null, small: null, action: { text: '查看号码', href: HERE } },
  { term: '牵头部门', text: '自然资源和规划局', href: HERE, small: '分管 温书仪，承办 秦若川', action: null },
  { term: '交办文号', text: '联交〔2026〕1498号', href: null, small: null, action: null },
]

function form(): { errors: ErrorSummary | null, fields: FieldView[] } {
  const errors = { mobile: '手机号应为 11 位数字，现在是 10 位', handler: '请选该由谁办' }
  const field = fieldsOf({ mobile: '1380000567' }, errors)
  return {
    errors: errorSummaryOf(errors),
    fields: [
      field.text('phone', '联系电话', { hint: '手机或带区号的座机', value: '0532-8000 3127' }),
      field.text('mobile', '手机', { inputMode: 'numeric' }),
      field.text('department', '承办部门', { hint: '不可改：由类别带出', value: '水务局', disabled: true }),
      field.select('handler', '该由谁办', [{ value: 'traffic', text: '交通运输局' }]),
      field.date('visitedOn', '日期', { value: '2026-11-25' }),
      field.textarea('heard', '听到了什么', { hint: '照企业的原话写，不用分条', maxLength: 500, value: '北门公交停了，夜班工人下班没有车。' }),
      field.segments(
        'mode', '方式',
        [
          ['site', '实地'], ['talk', '座谈'], ['phone', '电话'], ['other', '其他'],
        ].map(([value = '', text = '']) => ({ value, text })),
        { value: 'site' },
      ),
      field.radios('name', '署名', [{ value: 'real', text: '实名' }, { value: 'none', text: '匿名' }], { value: 'real' }),
      field.checks(
        'with', '一并办理', [{ value: 'a', text: '政策宣讲' }, { value: 'b', text: '安全检查' }], { optional: true, value: ['a'] },
      ),
      field.checkbox('clean', '未收礼品、未接受宴请、未开展检查', { value: 'on' }),
      field.file('photos', '照片', { optional: true, accept: 'image/*', multiple: true, hint: '每张不超过 15 MB，最多 9 张' }),
    ],
  }
}

const confirm = (): ConfirmPage => ({
  title: '启封计票',
  paragraphs: ['管理执法组 10 个部门，收回 2,500 张票。启封后各部门的得分立即算出，不能再收票，也不能关回去。', '第二人：纪委监委 闻笙，11月16日 17:58 已确认。'],
  button: postButton('启封计票', HERE, {}, 'primary'), cancel: { text: '先不启封', href: HERE },
})

const FLASHES: Flash[] = [
  { kind: 'done', text: '已签收 SQ2026-001905，12月15日（周二）到期，还剩 14 个工作日。', linkText: '撤销', linkHref: HERE },
  { kind: 'warn', text: '2027 年的节假日还没有载入，38 件诉求的期限是暂定的。', linkText: '载入', linkHref: HERE },
  { kind: 'refused', text: '这件诉求已由自然资源和规划局签收（11月24日 15:02），不能再退回。', linkText: '回到诉求', linkHref: HERE },
]

const FILES: AttachedFile[] = [
  { name: '红线图与宗地图对照.pdf', href: HERE, note: '2.1 MB', refused: false },
  { name: '现场照片.heic', href: null, note: '正在检查，约 10 秒', refused: false },
  { name: '施工图.dwg', href: null, note: '没有上传：不收 .dwg，请导出成 PDF', refused: true },
]

const TASKS: TaskRow[] = [
  {
    href: HERE, clauses: ['二期厂房用地边界与不动产证不符，', '规划许可办不了'], symbol: 'c-red', strong: '已超期 2 个工作日', tone: 'over',
    small: '澄屿精密机械',
  },
  { href: HERE, clauses: ['14:00 到澄屿精密机械现场复测'], symbol: null, strong: null, tone: '', small: '走访，崂山区，与登记中心同去' },
]

const COLOURS = [
  ['text', '正文', '#181818', '17.76'], ['second', '次要', '#5e5e5e', '6.48'], ['edge', '控件边线', '#8b8b8b', '3.41'],
  ['line', '线', '#dcdcdc', '—'],
  ['ground', '底', '#f3f3f3', '—'], ['brand', '品牌', '#0052d9', '6.54'], ['red', '红 文字', '#ad352f', '6.31'],
  ['amber', '黄 文字', '#954500', '6.71'], ['green', '绿 文字', '#006c45', '6.50'],
].map(([className = '', name = '', value = '', contrast = '']) => ({
  className: `swatch-${className}`, name, value, contrast,
}))
