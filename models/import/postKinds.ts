/** Words for kinds of posts in workbooks; the words on the page are POST_KIND_WORDS in models/post. */
export const POST_KIND_BY_WORD: Readonly<Record<string, string>> = {
  主要负责人: 'head', 正职: 'head', 一把手: 'head', 局长: 'head', 主任: 'head', 分管负责人: 'deputy', 副职: 'deputy', 分管领导: 'deputy',
  联络员: 'officer', 走访联络员: 'officer', 经办人: 'officer', 副市长: 'viceMayor', 市长: 'mayor',
}
