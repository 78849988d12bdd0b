/** A body of the sample city: bureaus in their four groups, the districts' own departments, and two offices. */
export interface SeedDepartment {
  code: string
  name: string
  /** Used in document numbers and narrow tables. */
  shortName: string
  kind: 'bureau' | 'district' | 'office'
  /** Group of the evaluation; null outside it. */
  group: string | null
  districtCode: string | null
}

/** The four groups of the evaluation. */
export const GROUPS = ['经济发展组', '城建监管组', '政务服务组', '社会民生组'] as const

const BUREAUS: readonly (readonly (readonly [code: string, name: string, shortName: string])[])[] = [
  [
    ['fagai', '发展改革委', '发改'], ['keji', '科技局', '科技'], ['gongxin', '工业和信息化局', '工信'],
    ['nongye', '农业农村局', '农业'], ['haiyang', '海洋发展局', '海洋'], ['shangwu', '商务局', '商务'],
    ['wenlv', '文化和旅游局', '文旅'], ['jinrong', '地方金融监管局', '金融'], ['minying', '民营经济局', '民营'],
  ],
  [
    ['gongan', '公安局', '公安'], ['ziran', '自然资源和规划局', '自规'], ['huanjing', '生态环境局', '环境'],
    ['zhujian', '住房城乡建设局', '住建'], ['chengguan', '城市管理局', '城管'], ['jiaotong', '交通运输局', '交通'],
    ['shuiwu', '水务局', '水务'], ['yuanlin', '园林林业局', '园林'], ['yingji', '应急管理局', '应急'],
    ['shijian', '市场监管局', '市监'],
  ],
  [
    ['bangong', '政府办公厅', '政办'], ['sifa', '司法局', '司法'], ['caizheng', '财政局', '财政'],
    ['shenji', '审计局', '审计'], ['waiban', '外办', '外事'], ['guozi', '国资委', '国资'], ['tongji', '统计局', '统计'],
    ['dashuju', '大数据局', '数据'], ['shenpi', '行政审批局', '审批'], ['zhongcai', '仲裁办', '仲裁'],
  ],
  [
    ['jiaoyu', '教育局', '教育'], ['minzheng', '民政局', '民政'], ['renshe', '人力资源社会保障局', '人社'],
    ['weijian', '卫生健康委', '卫健'], ['tuiyi', '退役军人局', '退役'], ['tiyu', '体育局', '体育'],
    ['yibao', '医保局', '医保'], ['gongxiao', '供销社', '供销'], ['gongjijin', '公积金中心', '公积金'],
  ],
]

/** District (name, short name) by division code. @source domain.md §5 */
export const DISTRICTS: readonly { code: string, name: string, pinyin: string }[] = [
  { code: '370202', name: '市南区', pinyin: 'shinan' }, { code: '370203', name: '市北区', pinyin: 'shibei' },
  { code: '370211', name: '黄岛区', pinyin: 'huangdao' }, { code: '370212', name: '崂山区', pinyin: 'laoshan' },
  { code: '370213', name: '李沧区', pinyin: 'licang' }, { code: '370214', name: '城阳区', pinyin: 'chengyang' },
  { code: '370215', name: '即墨区', pinyin: 'jimo' }, { code: '370281', name: '胶州市', pinyin: 'jiaozhou' },
  { code: '370283', name: '平度市', pinyin: 'pingdu' }, { code: '370285', name: '莱西市', pinyin: 'laixi' },
]

/** 38 bureaus, 10 districts' departments, the two offices, in the fixed order of every table. */
export const DEPARTMENTS: readonly SeedDepartment[] = [
  ...BUREAUS.flatMap((bureaus, index) => bureaus.map(([code, name, shortName]): SeedDepartment => (
    { code, name, shortName, kind: 'bureau', group: GROUPS[index] ?? null, districtCode: null }))),
  ...DISTRICTS.map(({ code, name, pinyin }): SeedDepartment => ({
    code: pinyin, name: `${name}政府办`, shortName: name.slice(0, 2), kind: 'district', group: null, districtCode: code,
  })),
  { code: 'lianban', name: '联席会议办公室', shortName: '联席', kind: 'office', group: null, districtCode: null },
  { code: 'ducha', name: '督查室', shortName: '督查', kind: 'office', group: null, districtCode: null },
]
