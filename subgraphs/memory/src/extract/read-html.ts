import { HTMLElement, type Node, TextNode, parse } from 'node-html-parser';
import type { ExtractedText } from './extracted-text.ts';
import type { ExtractionLimits } from './extraction-limits.ts';
import { TextBuilder } from './text-builder.ts';

const HTML_START =
  /^\s*(<!--[\s\S]{0,2000}?-->\s*)*(<\?xml[^>]*>\s*)?<(!doctype\s+html|html|head|body|article|main|section|div|p|h[1-6])[\s>]/iu;
const DECLARATIONS = /<(?:!doctype|\?xml)[^>]*>/giu;
/** Never text for a reader. */
const SILENT = new Set(['SCRIPT', 'STYLE', 'NOSCRIPT', 'TEMPLATE', 'HEAD', 'SVG', 'IFRAME', 'OBJECT', 'SELECT', 'NAV']);
const BLOCKS = new Set(
  'ADDRESS ARTICLE ASIDE BLOCKQUOTE BODY CAPTION DD DETAILS DIV DL DT FIELDSET FIGCAPTION FIGURE FOOTER FORM H1 H2 H3 H4 H5 H6 HEADER HR HTML LI MAIN OL P PRE SECTION SUMMARY TABLE TBODY TFOOT THEAD TR UL'.split(
    ' ',
  ),
);

export function looksLikeHtml(text: string): boolean {
  return HTML_START.test(text.slice(0, 8_000));
}

const levelOf = (tag: string): number | null => (/^H[1-6]$/u.test(tag) ? Number(tag.slice(1)) : null);

type Task = { readonly enter: Node } | { readonly leave: string; readonly preformatted: boolean };

/** The text of a page as a reader sees it: no scripts, no markup, nothing is fetched. Walks without recursion: pages nest as deep as they like. */
export function readHtml(html: string, limits: ExtractionLimits): ExtractedText {
  // The parser takes declarations for text.
  const root = parse(html.replaceAll(DECLARATIONS, ''), {
    comment: false,
    blockTextElements: { script: false, style: false, noscript: false, pre: true },
  });
  const builder = new TextBuilder(limits);
  let line = '';
  let preformatted = 0;
  const flush = (level: number | null): void => {
    if (level === null) builder.paragraph(line);
    else builder.heading(level, line);
    line = '';
  };
  const tasks: Task[] = [{ enter: root }];
  for (let task = tasks.pop(); task !== undefined; task = tasks.pop()) {
    if ('leave' in task) {
      flush(levelOf(task.leave));
      if (task.preformatted) preformatted -= 1;
      continue;
    }
    const node = task.enter;
    if (node instanceof TextNode) {
      const text = preformatted > 0 ? node.text : node.text.replaceAll(/\s+/gu, ' ');
      line += line.endsWith(' ') ? text.trimStart() : text;
      continue;
    }
    if (!(node instanceof HTMLElement)) continue;
    const tag = node.tagName ?? '';
    if (SILENT.has(tag)) continue;
    if (tag === 'BR') line += '\n';
    if (tag === 'TD' || tag === 'TH') line = line.trim() === '' ? '' : `${line.trimEnd()} | `;
    if (BLOCKS.has(tag)) {
      flush(null);
      if (tag === 'PRE') preformatted += 1;
      tasks.push({ leave: tag, preformatted: tag === 'PRE' });
    }
    for (const child of node.childNodes.toReversed()) tasks.push({ enter: child });
  }
  flush(null);
  return builder.build('text/html', null);
}
