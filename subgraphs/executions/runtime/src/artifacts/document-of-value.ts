import { isRecord, type JsonValue } from '@aether/schema';
import { type Block, documentSchema, type ProducedDocument } from './document.ts';
import { blocksOfText } from './blocks-of-text.ts';

/**
 * A value of a flow as a document: a document as it is, a text by its headings, lists and tables, a list of objects as a table, another list
 * as a list, another object as a table of its fields. Null for what is none of these.
 */
export function documentOfValue(value: JsonValue, title: string): ProducedDocument | null {
  const written = documentSchema.safeParse(value);
  if (written.success) return { ...written.data, blocks: written.data.blocks.map(evenRows) };
  const blocks = blocksOf(value);
  return blocks === null ? null : { title, summary: '', blocks };
}

/** Each row of a table with as many cells as there are columns: programs that read the file expect that. */
function evenRows(block: Block): Block {
  if (block.type !== 'table') return block;
  return { ...block, rows: block.rows.map((row) => block.columns.map((_, index) => row[index] ?? '')) };
}

function blocksOf(value: JsonValue): Block[] | null {
  if (typeof value === 'string') return blocksOfText(value);
  if (Array.isArray(value)) {
    const records = value.filter(isRecord);
    if (records.length === 0 || records.length < value.length)
      return [{ type: 'list', ordered: false, items: value.map(cell) }];
    const columns = [...new Set(records.flatMap((record) => Object.keys(record)))];
    return [
      { type: 'table', title: '', columns, rows: records.map((record) => columns.map((key) => cell(record[key]))) },
    ];
  }
  if (!isRecord(value)) return null;
  const rows = Object.entries(value).map(([key, member]) => [key, cell(member)]);
  return [{ type: 'table', title: '', columns: ['Field', 'Value'], rows }];
}

function cell(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
