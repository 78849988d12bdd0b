/** Words that a guesser tries first here: the city, the product, the job, the keyboard. */
const KNOWN = ['qingdao', 'sanmin', 'zoufang', 'pingyi', 'zhengfu', 'password', 'passw0rd', 'admin', 'welcome', 'qwerty', 'asdfgh', 'zxcvbn', 'iloveyou', '123456', '654321', '112233', 'abcdef', 'abc123', '1qaz2wsx']
const CLASSES = [/[a-z]/, /[A-Z]/, /\d/, /[^a-zA-Z\d]/]
const SHORTEST = 12
const LONGEST = 128

/**
 * What is wrong with a new password, or null when it will do: at least 12 signs, three of four classes, without the account,
 * without the words a guesser tries first, without four equal signs in a row.
 * @source DESIGN.md §7 Limits, security.md b1 (6.2)
 */
export function weaknessOf(password: string, account: string): string | null {
  const length = [...password].length
  if (length < SHORTEST) return `密码至少 ${SHORTEST} 个字符，现在是 ${length} 个`
  if (length > LONGEST) return `密码最多 ${LONGEST} 个字符`
  if (CLASSES.filter((each) => each.test(password)).length < 3) return '密码要有小写字母、大写字母、数字、其他符号中的三种'
  const plain = password.toLowerCase()
  if (account.length >= 3 && plain.includes(account.toLowerCase())) return '密码里不能有账号'
  if (KNOWN.some((word) => plain.includes(word))) return '密码里有很容易被猜到的词，请换一个'
  if (/(.)\1{3}/u.test(password)) return '密码里不能有连续四个相同的字符'
  return null
}
