import { memoFor } from '../shared/memo.ts'
import { CategoryModel, type Category } from './index.ts'

/** All categories in the office's order, kept some seconds. */
export const allCategories = memoFor(5_000, () => CategoryModel.find({}).sort({ order: 1 }).lean<Category[]>())

/** Category by code. */
export async function categoriesByCode(): Promise<ReadonlyMap<string, Category>> {
  return new Map((await allCategories()).map((each) => [each._id, each]))
}
