import { valueAt } from '../../../json/apply-patch.ts';
import { isRecord } from '../../../json/is-record.ts';
import { FILE_FORMATS } from '../file-formats.ts';

export interface TemplateFacts {
  readonly instructions: string;
  /** What a person fills in: the name of the input and its title. */
  readonly inputs: readonly { readonly key: string; readonly title: string }[];
  /** Files that it makes, with their formats. */
  readonly files: readonly { readonly name: string; readonly format: string }[];
  readonly sections: readonly string[];
  /** Notebooks that it searches, by the key of the part of the specification. */
  readonly notebooks: readonly { readonly key: string; readonly slug: string }[];
  /** Only a model that writes by a schema can make its files; one that quotes passages cannot. */
  readonly needsStructure: boolean;
  /** It speaks: without a model of speech its script is all there is. */
  readonly speaks: boolean;
}

/** Made of blocks that a model has to write: tables, questions, turns of a script. */
const STRUCTURED = new Set(['CSV', 'XLSX', 'QUESTIONS_JSON', 'QUESTIONS_CSV', 'SCRIPT', 'AUDIO']);

/** What a specification says about what it takes and makes, in words. */
export function templateFacts(spec: unknown): TemplateFacts {
  const files = entries(valueAt(spec, ['produces', 'artifacts'])).map(([, file]) => ({
    name: plainName(text(valueAt(file, ['name']))),
    format: text(valueAt(file, ['format'])),
  }));
  const sections = valueAt(spec, ['produces', 'sections']);
  const notebooks = entries(valueAt(spec, ['knowledge'])).map(([key, part]) => ({
    key,
    slug: text(valueAt(part, ['notebook'])),
  }));
  return {
    instructions: text(valueAt(spec, ['instructions'])),
    inputs: entries(valueAt(spec, ['inputs', 'properties'])).map(([key, field]) => ({
      key,
      title: text(valueAt(field, ['title'])) || key,
    })),
    files: files.map(({ name, format }) => ({ name, format: FILE_FORMATS[format] ?? format })),
    sections: (Array.isArray(sections) ? sections : []).map((section: unknown) => text(valueAt(section, ['title']))),
    notebooks,
    needsStructure: files.some(({ format }) => STRUCTURED.has(format)) || notebooks.length === 0,
    speaks: files.some(({ format }) => format === 'AUDIO'),
  };
}

/** `Minutes of {{ inputs.title }}` → `Minutes of …`. */
const plainName = (name: string): string => name.replaceAll(/\{\{[^}]*\}\}/gu, '…');

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

const entries = (value: unknown): [string, unknown][] => (isRecord(value) ? Object.entries(value) : []);
