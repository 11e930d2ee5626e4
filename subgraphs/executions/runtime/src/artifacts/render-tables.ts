import { utils, write } from '@e965/xlsx';
import Papa from 'papaparse';
import type { Block, ProducedDocument } from './document.ts';
import type { RenderRequest } from './render-request.ts';

type TableBlock = Extract<Block, { type: 'table' }>;

/** A sheet would run these as a formula, also behind spaces and in a file that it only imports (OWASP, "CSV Injection"). */
const FORMULA = /^[\s\p{Cf}]*[=+\-@\t\r\n|＝＋－＠]/u;
/** In other countries these end a cell where they stand bare, and what is behind them would begin another. */
const OTHER_SEPARATORS = /[;\t]/u;
const NUMBER = /^-?(?:0|[1-9]\d{0,14})(?:\.\d{1,10})?$/u;

/** The text as a sheet shows it and never runs it. A negative number stays a number. */
function harmless(cell: string): string {
  return FORMULA.test(cell) && !NUMBER.test(cell) ? `'${cell}` : cell;
}

export function tablesOf({ blocks }: ProducedDocument): readonly TableBlock[] {
  return blocks.filter((block) => block.type === 'table');
}

/** All tables below one another, an empty line between them. */
export function renderCsv({ document }: RenderRequest): string {
  return tablesOf(document)
    .map(({ columns, rows }) => csvOf([columns, ...rows]))
    .join('\r\n\r\n')
    .concat('\r\n');
}

export function csvOf(rows: readonly (readonly string[])[]): string {
  const quotes = (cell: unknown): boolean => typeof cell === 'string' && OTHER_SEPARATORS.test(cell);
  return Papa.unparse(
    rows.map((row) => row.map(harmless)),
    { quotes },
  );
}

/** A sheet for each table. Cells are texts and numbers, never formulas. */
export function renderXlsx({ document }: RenderRequest): Uint8Array {
  const book = utils.book_new();
  book.Props = { Title: document.title, Author: 'Aether', CreatedDate: new Date(0) };
  for (const [index, { title, columns, rows }] of tablesOf(document).entries()) {
    const cells = [columns, ...rows].map((row, line) =>
      row.map((cell) =>
        line > 0 && NUMBER.test(cell) ? { t: 'n' as const, v: Number(cell) } : { t: 's' as const, v: cell },
      ),
    );
    utils.book_append_sheet(book, utils.aoa_to_sheet(cells), sheetName(title, index));
  }
  return new Uint8Array(write(book, { type: 'array', bookType: 'xlsx', compression: true }) as ArrayBuffer);
}

/** At most 31 characters, none of `: \ / ? * [ ]`, unlike all others. */
function sheetName(title: string, index: number): string {
  const plain = title.replaceAll(/[:\\/?*[\]\p{Cc}']/gu, ' ').trim();
  return `${index + 1} ${plain}`.slice(0, 31).trim();
}
