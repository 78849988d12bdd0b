/**
 * Every page works without any of this. A page that carries a hook gets the module that serves it; the others load nothing.
 * Modules listen on the document, so parts that are added later are served too.
 */
const HOOKS = [
  ['form[method="post"]', './once.js'],
  ['[data-draft], [data-draft-notice], [data-draft-sent], form[action="/sign-out"]', './draft.js'],
  ['[data-enhance^="typeahead"]', './typeahead.js'],
  ['[data-rows]', './addRow.js'],
  ['[data-similar]', './similar.js'],
  ['[data-counter]', './counter.js'],
  ['[data-photos]', './photos.js'],
  ['[data-keys]', './keys.js'],
  ['[data-bulk]', './bulk.js'],
  ['[data-ballot]', './ballot.js'],
  ['form.filter', './autosubmit.js'],
]

for (const [selector, module] of HOOKS) {
  if (document.querySelector(selector)) {
    import(module).then(loaded => loaded.start(), () => { /* the page works without it */ })
  }
}
