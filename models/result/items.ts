import { itemFigures, netPromoterScore, type LevelCounts } from '../questionnaire/figures.ts'
import { LEVELS } from '../questionnaire/items.ts'
import { suppressed } from '../questionnaire/suppression.ts'
import { add, divide, exactText, fraction, parseRational, ZERO, type Rational } from '../shared/rational.ts'
import type { AskedQuestion } from './asked.ts'
import { countGiven, histogramOf, levelCounts, valuesTo, type Counted } from './counting.ts'
import { publicCount } from './hiding.ts'
import { finestPrint, LEVEL_PRINTS, NPS_PRINTS } from './printing.ts'
import {
  THRESHOLD, type ChoiceResult, type ItemResult, type PrintedLevels, type ScaleResult, type Shown,
} from './shape.ts'

const POINTS = LEVELS.map(({ points }) => points)
const NPS_POINTS = [1, 0, -1]

/** A figure that is not hidden. */
export const exact = (value: Rational | null): string => (value === null ? '' : exactText(value))

/** The figures of one question over all answers, with what must not be printed left out. */
export function itemResult(answers: readonly Counted[], question: AskedQuestion): ItemResult {
  const { key, number, text, dimension, scale, measure } = question
  const of = { key, number, text }
  const given = publicCount(countGiven(answers, question))
  if (measure === 'level') return { kind: 'level', ...of, dimension, scale, ...printedLevels(levelCounts(answers, question)) }
  if (measure === 'choice') return { ...of, ...choiceResult(answers, question) }
  if (measure === 'scale') return { ...of, ...scaleResult(histogramOf(answers, question)) }
  if (measure === 'number') return { kind: 'number', ...of, n: given, mean: numberMean(answers, question) }
  return { kind: measure, ...of, n: given }
}

/** The levels of one item as they are printed: merged where a class is small, without what gives small ones back. */
export function printedLevels(counts: LevelCounts): PrintedLevels {
  const print = finestPrint(counts, POINTS, LEVEL_PRINTS)
  if (print === null) return { classes: [], valid: null, unknown: null, mean: null, broad: null, narrow: null }
  const figures = itemFigures(counts)
  const apart = (...levels: number[]) => print.classes.some((each) => each.join() === levels.join())
  const knowsUnknown = apart(UNKNOWN)
  const splitsAt = (level: number) => knowsUnknown
    && print.classes.every((levels) => levels.every((each) => each < level) || levels.every((each) => each >= level))
  return {
    classes: print.classes.map((levels) => ({
      levels: [...levels], count: levels.reduce((sum, at) => sum + (counts[at] ?? 0), 0),
    })),
    valid: knowsUnknown ? figures.valid : null,
    unknown: knowsUnknown ? figures.unknown : null,
    mean: print.mean ? exact(figures.mean) : null,
    broad: splitsAt(FIRST_NEGATIVE) ? exact(figures.broad) : null,
    narrow: splitsAt(FIRST_LUKEWARM) ? exact(figures.narrow) : null,
  }
}

const [FIRST_LUKEWARM, FIRST_NEGATIVE, UNKNOWN] = [2, 3, 5]

function choiceResult(answers: readonly Counted[], question: AskedQuestion): Omit<ChoiceResult, 'key' | 'number' | 'text'> {
  const values = valuesTo(answers, question)
  const counts = question.options.map(({ value }) => values.filter((each) => each === value).length)
  const given = countGiven(answers, question)
  const shown = question.several
    ? counts.map((count) => (publicCount(given - count) === null ? null : publicCount(count)))
    : (suppressed([counts], THRESHOLD).cells[0] ?? [])
  return {
    kind: 'choice', several: question.several, n: publicCount(given),
    options: question.options.map(({ text }, at) => ({ text, count: shown[at] ?? null })),
  }
}

function scaleResult(histogram: readonly number[]): Omit<ScaleResult, 'key' | 'number' | 'text'> {
  const count = (from: number, to: number) => histogram.slice(from, to + 1).reduce((sum, each) => sum + each, 0)
  const counts = [count(9, 10), count(7, 8), count(0, 6)]
  const { n, nps } = netPromoterScore(histogram)
  const print = finestPrint(counts, NPS_POINTS, NPS_PRINTS)
  const apart = print !== null && print.classes.length === counts.length
  const shown = (at: number) => (apart ? (counts[at] ?? 0) : null)
  return {
    kind: 'scale', n: publicCount(n), promoters: shown(0), passives: shown(1), detractors: shown(2),
    nps: print?.mean ? exact(nps) : null,
  }
}

function numberMean(answers: readonly Counted[], question: AskedQuestion): Shown {
  const values = valuesTo(answers, question).map(parseRational)
  if (values.length === 0) return ''
  return values.length < THRESHOLD ? null : exactText(divide(values.reduce(add, ZERO), fraction(values.length)))
}
