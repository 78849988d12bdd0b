/** A plain text with headings. */
export interface Statement {
  heading: string
  lead: string
  sections: { title: string, paragraphs: string[] }[]
}

declare module '../lib/templates.ts' {
  interface Views { 'citizens/statement': Statement }
}

export const ACCESSIBILITY: Statement = {
  heading: '无障碍说明',
  lead: '这些页面让每个人都能用：不用鼠标、放大字号、用读屏软件，或者关掉脚本。',
  sections: [
    {
      title: '做到了什么',
      paragraphs: [
        '所有操作都能只用键盘完成，先按 Tab 键会出现“跳到正文”。',
        '放大到 200% 不丢内容，手机上不用左右拖动。',
        '颜色只作辅助，意思都有文字；文字和底色的对比不低于 4.5:1。',
        '每个输入框都有名称；填错时，页面上方列出哪一项要改、怎么改，您写的内容不会丢。',
      ],
    },
    {
      title: '还有不足',
      paragraphs: ['导出的 Excel 表和照片没有为读屏软件逐项加说明。需要时请打页面下方的电话，我们读给您听，或者代您填写。'],
    },
    { title: '用不了怎么办', paragraphs: ['请打页面下方的电话。说出在哪一页、做什么时遇到困难，不需要懂技术。'] },
  ],
}

export const PRIVACY: Statement = {
  heading: '隐私说明',
  lead: '提意见可以不写姓名。写了的，只用来核实和答复这一件事。',
  sections: [
    {
      title: '收集什么，谁能看到',
      paragraphs: [
        '意见建议：您写的内容；愿意实名的，姓名、单位、电话。姓名、单位、电话只有联席会议办公室能看到，承办部门看不到是谁提的。',
        '纪律监督：您反映的内容；愿意留的，姓名和电话。谁反映的只有纪律监督人员能看到，督查、办公室、承办部门和系统管理员都看不到。',
        '公开的是另外拟写、经审看的文字，不是您的原文，不带姓名和联系方式。',
      ],
    },
    {
      title: '查询码',
      paragraphs: ['提交后给您一个编号和一个查询码。凭两样才能看到自己那件的办理情况。我们不存查询码，忘了可以打电话核实后重新读给您。'],
    },
    {
      title: '保存多久',
      paragraphs: ['当年活动结束六个月后，姓名、单位和电话自动删除，只留意见内容和“实名”或“匿名”两个字。'],
    },
    {
      title: '防止刷屏',
      paragraphs: ['为防止有人成批灌水，系统在一天内记住同一网络地址提交的次数，到时自动清除，不和您写的内容放在一起。'],
    },
    { title: '您可以要求', paragraphs: ['查看、更正或删除您留下的姓名和电话，请打页面下方的电话，报编号和查询码。'] },
  ],
}
