import type { Column } from './column.ts'

/** Columns of the sheets on which opinions are collected in the hall. @source forms.md §7 意见建议征集表 */
export const OPINION_COLUMNS: readonly Column[] = [
  { field: 'sheetNo', label: '编号', reading: 'text', length: 30, names: ['编号', '表号', '表上编号', '序号'] },
  { field: 'session', label: '届次场次', reading: 'text', length: 60, names: ['届次场次', '场次', '届次', '会场', '组别'] },
  { field: 'authorName', label: '提出人', reading: 'person', length: 40, masked: true, names: ['提出人', '姓名', '代表姓名', '提出人姓名'] },
  { field: 'unit', label: '单位', reading: 'text', length: 80, names: ['单位', '工作单位', '单位或社区'] },
  { field: 'phones', label: '电话', reading: 'phones', masked: true, names: ['电话', '联系电话', '手机', '手机号', '联系方式'] },
  { field: 'department', label: '部门', reading: 'department', names: ['部门', '涉及部门', '被评议部门', '承办单位', '责任单位'] },
  { field: 'title', label: '题目', reading: 'text', length: 30, names: ['题目', '标题', '主题'] },
  {
    field: 'text', label: '内容', reading: 'text', required: 'missing-text', length: 2000,
    names: ['内容', '现状与问题', '意见内容', '意见建议内容', '意见', '意见建议', '问题'],
  },
  { field: 'proposal', label: '建议', reading: 'text', length: 1000, names: ['建议', '具体建议', '建议内容'] },
]
