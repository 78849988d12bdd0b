import { PASSPHRASE_MOST, PASSPHRASE_SIGNS } from '../../models/ballot/passphrase.ts'
import type { StoredKey } from '../../models/ballot/queries.ts'
import type { StoredCampaign } from '../../models/campaign/queries.ts'
import type { User } from '../../models/user/index.ts'
import type { Body } from '../lib/form.ts'
import { errorSummaryOf, fieldsOf, type FieldView } from '../lib/fields.ts'
import type { ErrorSummary, Link, PageTitle } from '../lib/parts.ts'
import { ballotsPath, LOST } from './officeView.ts'

export interface BallotFormPage {
  errors: ErrorSummary | null
  title: PageTitle
  action: string
  paragraphs: string[]
  fields: FieldView[]
  button: string
  cancel: Link
}

declare module '../lib/templates.ts' {
  interface Views { 'ballots/form': BallotFormPage }
}

type Errors = Record<string, string>

export const HOLDER_FIELDS = ['holder-1', 'holder-2', 'holder-3'] as const
export const CLAIM_FIELDS = ['holder-1', 'passphrase-1', 'holder-2', 'passphrase-2'] as const

const backTo = (year: number): Link => ({ text: '返回', href: ballotsPath(year) })

export function holdersPage(
  { year }: StoredCampaign, people: readonly { user: Pick<User, '_id' | 'name'>, department: string }[],
  key: StoredKey | null, values: Body, errors: Errors,
): BallotFormPage {
  const field = fieldsOf(values, errors)
  const choices = people.map(({ user, department }) => ({ value: String(user._id), text: `${user.name}（${department}）` }))
  return {
    errors: errorSummaryOf(errors), title: { clauses: ['指定密钥保管人'], note: `${year}年三民活动`, actions: [] },
    action: ballotsPath(year, 'holders'),
    paragraphs: [
      ...LOST, '最好来自不同的单位，例如评议组、纪律、统计各一人。三人都设好口令后，系统当即做出密钥。',
      ...(key === null ? [] : ['重新指定以后，已经设好的口令全部作废，三人要重新设。有人投票以后就不能再换。']),
    ],
    fields: HOLDER_FIELDS.map((name, at) => {
      const present = key?.holders[at] ? { value: String(key.holders[at].user) } : {}
      return field.select(name, `第${['一', '二', '三'][at]}位`, choices, present)
    }),
    button: '指定这三人', cancel: backTo(year),
  }
}

export function passphrasePage({ year }: StoredCampaign, errors: Errors): BallotFormPage {
  const field = fieldsOf({}, errors)
  const secret = { type: 'password', autocomplete: 'new-password', maxLength: PASSPHRASE_MOST * 2 }
  return {
    errors: errorSummaryOf(errors), title: { clauses: ['设置我的口令'], note: `${year}年选票密钥`, actions: [] },
    action: ballotsPath(year, 'passphrase'), paragraphs: LOST,
    fields: [
      field.text('passphrase', '口令', {
        ...secret, hint: `至少 ${PASSPHRASE_SIGNS} 个字符，或 6 个以上汉字。四个不相干的词，或一句别人想不到的话，好记又难猜`,
      }),
      field.text('repeated', '再输一遍', secret),
      field.checkbox('understood', '我知道：两人忘记口令，全部选票永远打不开', { optional: false }),
    ],
    button: '设置口令', cancel: backTo(year),
  }
}

export function unsealPage({ year }: StoredCampaign, key: StoredKey, values: Body, errors: Errors): BallotFormPage {
  const field = fieldsOf(values, errors)
  const choices = key.holders.map(({ name }, place) => ({ value: String(place), text: name }))
  return {
    errors: errorSummaryOf(errors), title: { clauses: ['启封计票'], note: `${year}年三民活动`, actions: [] },
    action: ballotsPath(year, 'unsealing'),
    paragraphs: [
      '请两位保管人到场，各自输入自己的口令。口令不对会告诉您，什么都不会变。',
      '启封以后：逐张解密，票和意见拆开、打乱，写成计票；密文和密钥随即销毁，校验码公布。这一步不能撤回，也只能做一次。',
    ],
    fields: ([1, 2] as const).flatMap((n) => [
      field.select(`holder-${n}`, n === 1 ? '第一位保管人' : '第二位保管人', choices),
      {
        ...field.text(`passphrase-${n}`, '口令', { type: 'password', autocomplete: 'off', maxLength: PASSPHRASE_MOST * 2 }),
        // what was typed is never sent back
        value: '',
      },
    ]),
    button: '启封计票', cancel: backTo(year),
  }
}
