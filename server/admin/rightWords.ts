import { ISSUE_ACTS, type IssueAct } from '../../models/issue/state.ts'
import type { Act } from '../../models/user/permissions.ts'
import type { Relation } from '../../models/user/relations.ts'

/** What stands a user in relation to a record, as said after a role: 部门负责人（本部门牵头的）. */
export const RELATION_WORDS: Record<Relation, string> = {
  any: '全部', lead: '本部门牵头的', co: '本部门协办的', verifying: '本部门核验的', visiting: '本部门走访的', handler: '自己承办的', author: '自己登记的',
  visitor: '自己去走访的', department: '本部门的', officer: '交给自己的', steward: '自己任服务专员的', stewarded: '自己任服务专员的', liaison: '本部门联系的', leader: '所服务领导的',
  addressee: '发给自己的', self: '自己的', ownDepartment: '本部门', requester: '自己导出的', districtOffice: '本区市的', holder: '自己保管密钥的',
}

/** The nouns of the table in the order of the day's work. */
export const NOUN_WORDS: Record<string, string> = {
  home: '首页', account: '账号', notice: '通知', search: '搜索', issue: '诉求和意见', card: '牌和督办单', order: '督办单', ladder: '督办阶梯', instruction: '批示',
  promise: '承诺', visit: '走访', visitTask: '走访任务', coverage: '走访覆盖', member: '代表委员', enterprise: '重点企业', attachment: '附件', import: '导入',
  export: '导出', dashboard: '领导页', department: '部门', summary: '部门汇总', score: '得分', scoringPlan: '计分方案', user: '用户', post: '岗位', district: '区市',
  category: '诉求类别', calendar: '工作日历', job: '定时任务', outbox: '发件箱', audit: '审计', rights: '权限表', session: '账号', questionnaire: '问卷', answer: '答卷',
  invitation: '问卷邀请', contactRequest: '待电话核实', triageItem: '问卷意见', confirmation: '对方确认', oneTimeCode: '验证码', campaign: '三民活动',
  representative: '市民代表', draw: '代表抽取', ballot: '选票', ballotComment: '票上意见', tally: '计票',
  opinion: '意见建议', rectification: '整改', disciplineCase: '纪律问题', inspection: '现场巡查', callSample: '代表回访',
}

const VERB_WORDS: Record<string, string> = {
  read: '查看', create: '新建', edit: '修改', own: '管理自己的', archive: '归档', revealPhone: '查看完整号码', confirm: '确认', assign: '分派', nameOfficer: '定走访人',
  recordAttempt: '记未联系上', overrideCode: '放行信用代码', sign: '签发', reply: '回复', askRevocation: '提出撤牌', confirmRevocation: '确认撤牌', rehearse: '预演',
  finish: '了结', approveWording: '审定公开措辞', enterprises: '企业名册', members: '代表委员名册', people: '用户和岗位', personal: '含完整号码', department: '部门详情',
  compute: '计算', resetPassword: '重置密码', disable: '停用', grantRoles: '授岗位', endSessions: '结束登录', run: '立即执行', resend: '重发', fetch: '下载文件',
  triage: '分办', settle: '记核实结果', link: '专页链接', confirmationLink: '发确认链接', make: '邀请', send: '发出', extend: '延期', remind: '提醒',
  prepare: '准备密钥、名册和选票信', handOut: '发放', holdKey: '保管密钥', unseal: '启封计票', review: '审看', enter: '录入纸票', cast: '投票', reissue: '换发',
  print: '打印', refused: '登录未成功', begin: '登录', password: '改密码', enrolTotp: '绑定动态码', load: '载入', recount: '重算期限', enable: '恢复使用', close: '办结', undo: '撤销',
  merge: '合并', urge: '催办', bulk: '批量办理', vet: '审核', replace: '递补', representatives: '市民代表推荐库', start: '启动', signUp: '报名',
  readAuthor: '查看提出人', judge: '审核', dispatch: '分办', answer: '答复', publish: '公开', mark: '评优和报送', giveCode: '给出查询码', opinions: '会场意见表',
  rate: '评价', work: '整改', verify: '复核', handle: '办理', readDecided: '查看处理结果', split: '拆开', recall: '收回分办', phoneList: '查看回访电话', erase: '去标识',
}

/** Acts whose verb means something else for their noun. */
const SPECIAL: Record<string, string> = {
  'answer.list': '查看（不含企业名称）', 'answer.read': '查看（含企业名称）', 'answer.tag': '给文字加标签', 'answer.export': '导出',
  'questionnaire.computeResults': '算定结果', 'questionnaire.close': '截止',
  'export.finish': '生成完毕', 'export.create': '导出', 'draw.run': '抽取', 'opinion.enter': '录入',
}

/** An act of the permission table or of the audit trail in words: `诉求和意见：签收`. Jobs are named by themselves. */
export function actWords(act: Act | string): string {
  const [noun = '', verb = ''] = act.split('.')
  const of = SPECIAL[act] ?? (noun === 'issue' && verb in ISSUE_ACTS ? ISSUE_ACTS[verb as IssueAct] : VERB_WORDS[verb])
  if (noun === 'job' && !VERB_WORDS[verb]) return '定时任务'
  return `${NOUN_WORDS[noun] ?? '其他'}：${of ?? '办理'}`
}
