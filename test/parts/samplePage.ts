import type { Frame } from '../../server/lib/frame.ts'

/** A frame with everything in it, as a page of a signed-in officer has. */
export const aFrame = (more: Partial<Frame> = {}): Frame => ({
  title: '部件', product: '走访联系与三民评议', campaignLine: '2026 年三民活动：异议受理，到今天 17:30',
  user: { name: '温书仪', department: '自然资源和规划局' },
  nav: [{ text: '首页', href: '/', current: true }, { text: '更多', href: '/more', current: false }],
  phoneNav: [
    { text: '首页', href: '/', icon: 'home', current: true }, { text: '更多', href: '/more', icon: 'more', current: false },
  ],
  notices: 5, search: true, csrf: 'token', once: 'key',
  breadcrumb: [{ text: '诉求', href: '/issues' }, { text: 'SQ2026-001557', href: null }],
  flash: { kind: 'done', text: '已签收。', linkText: '撤销', linkHref: '/issues' },
  contact: '有疑问请联系市联席会议办公室 沈砚秋，0532-8000 1200', updatedText: '最后更新 11月24日 16:40', printHref: '?print=1',
  print: false, printedBy: '温书仪 11月25日 10:20 打印', bodyClass: null, ...more,
})
