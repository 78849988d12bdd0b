import { Schema, model, type Types } from 'mongoose'

/** What one open text is about, in a reader's words. Kept apart from answers, under a keyed hash of text and question. */
export interface TextTag {
  _id: string
  questionnaire: Types.ObjectId
  item: string
  tags: string[]
  taggedByName: string
  taggedAt: Date
}

const schema = new Schema<TextTag>({
  _id: { type: String, required: true },
  questionnaire: { type: Schema.Types.ObjectId, required: true },
  item: { type: String, required: true, maxlength: 60 },
  tags: { type: [String], default: [] },
  taggedByName: { type: String, default: '', maxlength: 40 },
  taggedAt: { type: Date, required: true },
})
schema.index({ questionnaire: 1, item: 1 })

export const TextTagModel = model('TextTag', schema, 'textTags')
