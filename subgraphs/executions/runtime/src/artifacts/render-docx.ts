import {
  Document,
  HeadingLevel,
  LevelFormat,
  Packer,
  Paragraph,
  Table,
  TableCell,
  TableRow,
  TextRun,
  WidthType,
} from 'docx';
import type { Block } from './document.ts';
import { paragraphsOf, sourceText, xmlText } from './document-words.ts';
import type { RenderRequest } from './render-request.ts';

const LEVELS = { 1: HeadingLevel.HEADING_1, 2: HeadingLevel.HEADING_2, 3: HeadingLevel.HEADING_3 } as const;
const NUMBERS = 'numbers';

export async function renderDocx({ document, sources, titlePage }: RenderRequest): Promise<Uint8Array> {
  const { title, summary, blocks } = document;
  const list = sources.map((source) => new Paragraph({ text: xmlText(sourceText(source)), bullet: { level: 0 } }));
  const file = new Document({
    title: xmlText(title),
    creator: 'Aether',
    description: xmlText(summary),
    // One numbering for all lists; each list is an instance of it and begins with 1.
    numbering: {
      config: [{ reference: NUMBERS, levels: [{ level: 0, format: LevelFormat.DECIMAL, text: '%1.' }] }],
    },
    sections: [
      {
        children: [
          new Paragraph({ text: xmlText(title), heading: HeadingLevel.TITLE }),
          ...(summary === '' ? [] : [new Paragraph({ text: xmlText(summary) })]),
          ...(titlePage ? [new Paragraph({ text: '', pageBreakBefore: true })] : []),
          ...blocks.flatMap((block, index) => blockParts(block, index)),
          ...(list.length === 0 ? [] : [new Paragraph({ text: 'Sources', heading: LEVELS[1] }), ...list]),
        ],
      },
    ],
  });
  return Packer.toBuffer(file);
}

const paragraph = (text: string): Paragraph => new Paragraph({ text: xmlText(text), spacing: { after: 160 } });

function blockParts(block: Block, index: number): (Paragraph | Table)[] {
  switch (block.type) {
    case 'heading':
      return [new Paragraph({ text: xmlText(block.text), heading: LEVELS[block.level] })];
    case 'paragraph':
      return paragraphsOf(block.text).map(paragraph);
    case 'list':
      return block.items.map(
        (item) =>
          new Paragraph({
            text: xmlText(item),
            ...(block.ordered
              ? { numbering: { reference: NUMBERS, level: 0, instance: index } }
              : { bullet: { level: 0 } }),
          }),
      );
    case 'table':
      return [
        ...(block.title === '' ? [] : [strong(block.title)]),
        new Table({
          width: { size: 100, type: WidthType.PERCENTAGE },
          rows: [
            new TableRow({
              tableHeader: true,
              children: block.columns.map((cell) => new TableCell({ children: [strong(cell)] })),
            }),
            ...block.rows.map(
              (row) =>
                new TableRow({
                  children: row.map((cell) => new TableCell({ children: [new Paragraph(xmlText(cell))] })),
                }),
            ),
          ],
        }),
        new Paragraph(''),
      ];
    case 'questions':
      return block.items.flatMap(({ question, answer }) => [strong(question), paragraph(answer)]);
    case 'script':
      return block.turns.map(
        ({ speaker, text }) =>
          new Paragraph({
            children: [new TextRun({ text: `${xmlText(speaker)}: `, bold: true }), new TextRun(xmlText(text))],
          }),
      );
  }
}

const strong = (text: string): Paragraph =>
  new Paragraph({ children: [new TextRun({ text: xmlText(text), bold: true })] });
