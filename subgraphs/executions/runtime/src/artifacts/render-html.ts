import { paragraphsOf, sourceText } from './document-words.ts';
import type { Block } from './document.ts';
import type { RenderRequest } from './render-request.ts';

const escaped = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');

const STYLE = `:root { color-scheme: light dark }
body { font: 16px/1.6 system-ui, sans-serif; max-width: 44rem; margin: 2rem auto; padding: 0 1rem }
header.page { min-height: 80vh; display: grid; align-content: center }
h1 { line-height: 1.2 } h2 { margin-top: 2rem }
table { border-collapse: collapse; width: 100% } caption { text-align: left; font-weight: 600; padding: .25rem 0 }
th, td { border: 1px solid #8888; padding: .25rem .5rem; text-align: left; vertical-align: top }`;

/** A page that stands alone. All of its text is escaped: it has no script, no link and nothing to load. */
export function renderHtml({ document, sources, titlePage }: RenderRequest): string {
  const { title, summary, blocks } = document;
  const head = `<header${titlePage ? ' class="page"' : ''}><h1>${escaped(title)}</h1>${
    summary === '' ? '' : `\n<p>${escaped(summary)}</p>`
  }</header>`;
  return `<!doctype html>
<html>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<style>${STYLE}</style>
</head>
<body>
${[head, ...blocks.map(blockText), ...(sources.length === 0 ? [] : [sourceList(sources)])].join('\n')}
</body>
</html>
`;
}

function blockText(block: Block): string {
  switch (block.type) {
    case 'heading':
      return `<h${block.level + 1}>${escaped(block.text)}</h${block.level + 1}>`;
    case 'paragraph':
      return paragraphsOf(block.text)
        .map((text) => `<p>${escaped(text).replaceAll('\n', '<br>')}</p>`)
        .join('\n');
    case 'list': {
      const name = block.ordered ? 'ol' : 'ul';
      return `<${name}>${block.items.map((item) => `<li>${escaped(item)}</li>`).join('')}</${name}>`;
    }
    case 'questions':
      return `<dl>${block.items
        .map(({ question, answer }) => `<dt><strong>${escaped(question)}</strong></dt><dd>${escaped(answer)}</dd>`)
        .join('\n')}</dl>`;
    case 'script':
      return block.turns
        .map(({ speaker, text }) => `<p><strong>${escaped(speaker)}:</strong> ${escaped(text)}</p>`)
        .join('\n');
    case 'table': {
      const row = (cells: readonly string[], name: 'th' | 'td'): string =>
        `<tr>${cells.map((cell) => `<${name}>${escaped(cell)}</${name}>`).join('')}</tr>`;
      const caption = block.title === '' ? '' : `<caption>${escaped(block.title)}</caption>`;
      const body = block.rows.map((cells) => row(cells, 'td')).join('\n');
      return `<table>${caption}<thead>${row(block.columns, 'th')}</thead>\n<tbody>${body}</tbody></table>`;
    }
  }
}

function sourceList(sources: RenderRequest['sources']): string {
  const items = sources.map((source) => `<li>${escaped(sourceText(source))}</li>`);
  return `<h2>Sources</h2>\n<ul>${items.join('')}</ul>`;
}
