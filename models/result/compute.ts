import { dimensionFigures, itemFigures, netPromoterScore, plainMean, stratifiedIndex } from '../questionnaire/figures.ts'
import type { Questionnaire } from '../questionnaire/index.ts'
import { parseRational, type Rational } from '../shared/rational.ts'
import { askedQuestions, type AskedQuestion } from './asked.ts'
import { addCounts, byGroup, histogramOf, levelCounts, type Counted } from './counting.ts'
import { groupingOf, rollValue, rollValues, type Grouping, type RollGroup } from './cuts.ts'
import { hiddenGroups, union, unless } from './hiding.ts'
import { exact, itemResult } from './items.ts'
import { crossTable } from './cross.ts'
import {
  CUTS, type Cut, type DimensionResult, type Figures, type GroupColumn, type GroupTable, type IndexResult, type ItemResult,
  type MakeUp, type Shown,
} from './shape.ts'

export type Measured = Pick<Questionnaire, 'confidentiality' | 'attributes' | 'versions'>

/**
 * All figures of a questionnaire that is closed, suppressed together: the only ones that any page will ever show.
 * @param roll the invited firms, alike ones together
 * @param answers those that were filled
 * @source DESIGN.md §7 Questionnaire; domain.md §4, §7
 */
export function computeFigures(measured: Measured, roll: readonly RollGroup[], answers: readonly Counted[]): Figures {
  const questions = askedQuestions(measured.versions)
  const grouping = groupingOf(measured, roll)
  const items = questions.map((question) => itemResult(answers, question))
  const dimensions = dimensionResults(questions, items, answers)
  const tables = grouping.cuts.map((cut) => groupTable(cut, questions, grouping, answers))
  const overall = overallQuestion(questions)
  return {
    invited: roll.reduce((sum, { count }) => sum + count, 0),
    answers: answers.length,
    makeUp: makeUpOf(roll),
    items, dimensions,
    overall: meanOf(dimensions.map(({ mean }) => mean)),
    index: grouping.cuts.includes('size') ? indexResult(questions, overall, grouping, roll, answers) : null,
    tables,
    cross: overall && grouping.cuts.includes('size') && grouping.cuts.includes('district')
      ? crossTable(overall, grouping, tables, answers) : null,
  }
}

/** The first question on the five levels that belongs to no dimension. */
export const overallQuestion = (questions: readonly AskedQuestion[]): AskedQuestion | null =>
  questions.find(({ measure, dimension }) => measure === 'level' && dimension === '') ?? null

/** Who was invited and who has answered, by each attribute; small numbers hidden. */
export const makeUpOf = (roll: readonly RollGroup[]): MakeUp[] => (Object.keys(CUTS) as Cut[]).map((cut) => makeUp(cut, roll))

function makeUp(cut: Cut, roll: readonly RollGroup[]): MakeUp {
  const groups = byGroup(roll, rollValues(roll, cut), (firm) => rollValue(firm, cut))
  const total = (firms: readonly RollGroup[], of: 'count' | 'answered') => firms.reduce((sum, firm) => sum + firm[of], 0)
  const hidden = hiddenGroups(groups.map((firms) => total(firms, 'answered')))
  return {
    cut,
    rows: rollValues(roll, cut).map((value, at) => ({
      value, invited: total(groups[at] ?? [], 'count'), answered: hidden[at] ? null : total(groups[at] ?? [], 'answered'),
    })),
  }
}

/** The mean of figures; hidden when one of them is, since it would follow. */
function meanOf(figures: readonly Shown[]): Shown {
  if (figures.includes(null)) return null
  return exact(plainMean(figures.map((each) => (each === '' || each === null ? null : parseRational(each)))))
}

function dimensionResults(
  questions: readonly AskedQuestion[], items: readonly ItemResult[], answers: readonly Counted[],
): DimensionResult[] {
  return dimensionsOf(questions).map(({ name, questions: own }) => {
    const hidden = own.some(({ key }) => items.some((item) => item.key === key && item.kind === 'level' && item.mean === null))
    const { overall } = dimensionFigures([{ dimension: name, counts: own.map((each) => levelCounts(answers, each)) }])
    return { name, mean: unless(hidden, exact(overall)), items: own.map(({ key }) => key) }
  })
}

/** Dimensions in the order of the form, each with its questions. */
function dimensionsOf(questions: readonly AskedQuestion[]): { name: string, questions: AskedQuestion[] }[] {
  const measured = questions.filter(({ dimension }) => dimension !== '')
  const names = [...new Set(measured.map(({ dimension }) => dimension))]
  return names.map((name) => ({ name, questions: measured.filter(({ dimension }) => dimension === name) }))
}

/** What a table says of each group. `counts` are the scored answers that a figure rests on, one list a question. */
interface Figure { column: GroupColumn, counts(answers: readonly Counted[]): number[], value(answers: readonly Counted[]): Rational | null }

function figuresOf(questions: readonly AskedQuestion[]): Figure[] {
  const valid = (question: AskedQuestion) => (answers: readonly Counted[]) => itemFigures(levelCounts(answers, question)).valid
  const overall = overallQuestion(questions)
  const scale = questions.find(({ measure }) => measure === 'scale')
  return [
    ...dimensionsOf(questions).map(({ name, questions: own }): Figure => ({
      column: { kind: 'dimension', name },
      counts: (answers) => own.map((question) => valid(question)(answers)),
      value: (answers) => plainMean(own.map((question) => itemFigures(levelCounts(answers, question)).mean)),
    })),
    ...(overall === null ? [] : [{
      column: { kind: 'item' as const, name: overall.text },
      counts: (answers: readonly Counted[]) => [valid(overall)(answers)],
      value: (answers: readonly Counted[]) => itemFigures(levelCounts(answers, overall)).mean,
    }]),
    ...(scale === undefined ? [] : [{
      column: { kind: 'nps' as const, name: scale.text },
      counts: (answers: readonly Counted[]) => [netPromoterScore(histogramOf(answers, scale)).n],
      value: (answers: readonly Counted[]) => netPromoterScore(histogramOf(answers, scale)).nps,
    }]),
  ]
}

function groupTable(cut: Cut, questions: readonly AskedQuestion[], grouping: Grouping, answers: readonly Counted[]): GroupTable {
  const values = grouping.values(cut)
  const groups = byGroup(answers, values, ({ attributes }) => grouping.ofAnswer(cut, attributes))
  const figures = figuresOf(questions)
  const small = hiddenGroups(groups.map(({ length }) => length))
  const columns = figures.map((figure) => {
    const counts = groups.map((group) => figure.counts(group))
    const perQuestion = (counts[0] ?? []).map((_, at) => hiddenGroups(counts.map((each) => each[at] ?? 0)))
    const hidden = union(small, ...perQuestion)
    return groups.map((group, at) => unless(hidden[at], exact(figure.value(group))))
  })
  const whole = cut === 'size' ? allOrNone(columns, figures) : columns
  return {
    cut, columns: figures.map(({ column }) => column),
    rows: values.map((value, at) => ({
      value, n: small[at] ? null : (groups[at]?.length ?? 0), cells: whole.map((column) => column[at] as Shown),
    })),
  }
}

/** The index adds a second equation over the sizes' means of its item, so there one hidden takes all with it. */
const allOrNone = (columns: readonly Shown[][], figures: readonly Figure[]): Shown[][] => columns.map((column, at) =>
  (figures[at]?.column.kind === 'item' && column.includes(null) ? column.map(() => null) : column))

function indexResult(
  questions: readonly AskedQuestion[], overall: AskedQuestion | null, grouping: Grouping, roll: readonly RollGroup[],
  answers: readonly Counted[],
): IndexResult | null {
  const used = overall ? [overall] : questions.filter(({ measure }) => measure === 'level')
  if (used.length === 0) return null
  const values = grouping.values('size')
  const groups = byGroup(answers, values, ({ attributes }) => grouping.ofAnswer('size', attributes))
  const firms = byGroup(roll, values, (firm) => grouping.ofFirm('size', firm))
  const strata = values.map((name, at) => ({
    name, population: (firms[at] ?? []).reduce((sum, { count }) => sum + count, 0),
    counts: addCounts(used.map((question) => levelCounts(groups[at] ?? [], question))),
  }))
  const { means, index, partial, unweighted } = stratifiedIndex(strata)
  const valid = strata.map(({ counts }) => itemFigures(counts).valid)
  const hides = union(hiddenGroups(groups.map(({ length }) => length)), hiddenGroups(valid)).includes(true)
  // two equations (weighted and plain mean) give two unknown means back, not three
  const told = !hides || values.length > 2
  return {
    key: overall?.key ?? '', partial,
    strata: strata.map(({ name, population }, at) => ({
      value: name, population, n: hides ? null : (groups[at]?.length ?? 0), mean: unless(hides, exact(means[at]?.mean ?? null)),
    })),
    index: unless(!told, exact(index)), unweighted: unless(!told, exact(unweighted)),
  }
}
