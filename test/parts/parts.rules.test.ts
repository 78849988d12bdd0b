import { expect } from 'chai'
import { stylesheet } from '../../server/lib/stylesheet.ts'
import { render, renderAny, renderPart, type Layout } from '../../server/lib/templates.ts'
import { partsPage } from '../../server/parts/samples.ts'
import { aFrame } from './samplePage.ts'
import { complaintsAbout } from './validate.ts'

describe('the style sheet of parts', () => {
  const html = render('parts/index', partsPage(), aFrame())

  it('is valid HTML with every part in all its states', async () => {
    expect(await complaintsAbout(html)).to.deep.equal([])
  })

  it('holds no inline style and no inline script, which the security policy forbids', () => {
    expect(html).not.to.match(/ style=|<style|<script(?![^>]* src=)| on[a-z]+=/)
  })

  it('has one h1 and one primary button in the page title', () => {
    expect(html.match(/<h1[ >]/g)).to.have.length(1)
  })

  it('carries the token in each form that posts', () => {
    const forms = html.match(/<form[^>]*method="post"[\s\S]*?<\/form>/g) ?? []
    expect(forms).not.to.have.length(0)
    for (const form of forms) expect(form).to.include('name="_csrf" value="token"')
  })
})

describe('a layout', () => {
  for (const layout of ['page', 'public', 'plain'] satisfies Layout[]) {
    it(`${layout} is valid HTML, in Chinese, with the page's title and whom to ring`, async () => {
      const html = renderAny(
        'partials/empty', { what: '没有超期的诉求。', next: null, link: null }, aFrame({ title: '诉求' }), layout,
      )
      expect(html).to.include('<html lang="zh-CN">').and.include(
        '<title>诉求 - 走访联系与三民评议</title>'
      ).and.include('0532-8000 1200')
      expect(await complaintsAbout(html)).to.deep.equal([])
    })
  }

  it('leaves out navigation and names the printer in the print view', () => {
    const html = renderAny('partials/empty', { what: '空', next: null, link: null }, aFrame({ print: true }), 'page')
    expect(html).not.to.include('class="top"')
    expect(html).to.include('温书仪 11月25日 10:20 打印')
  })

  it('leads back to the list above on a phone', () => {
    const html = renderAny('partials/empty', { what: '空', next: null, link: null }, aFrame(), 'page')
    expect(html).to.match(/class="top-back" href="\/issues"/)
  })

  it('stands for visitors who are not signed in', async () => {
    const html = renderAny(
      'partials/empty', { what: '空', next: null, link: null },
      aFrame({ user: null, nav: [], phoneNav: [], notices: null, flash: null, breadcrumb: [] }), 'page',
    )
    expect(html).not.to.include('通知')
    expect(await complaintsAbout(html)).to.deep.equal([])
  })
})

describe('a template', () => {
  it('refuses a model that lacks a printed field', () => {
    expect(() => renderPart('partials/empty', { next: null, link: null })).to.throw('what')
  })

  it('escapes what people wrote', () => {
    expect(renderPart('partials/empty', { what: '<script>', next: null, link: null })).to.include('&lt;script&gt;')
  })
})

describe('the style sheet file', () => {
  it('has every layer in place and no import left', () => {
    const css = stylesheet()
    expect(css).not.to.include('@import')
    for (
      const layer of ['tokens', 'base', 'frame', 'controls', 'lists', 'record', 'charts', 'pages', 'citizens', 'print']
    ) {
      expect(css).to.include(`@layer ${layer} {`)
    }
  })

  it('opens and closes as many blocks', () => {
    const css = stylesheet()
    expect(css.split('{').length).to.equal(css.split('}').length)
  })
})
