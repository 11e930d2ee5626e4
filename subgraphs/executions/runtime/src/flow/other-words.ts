import { hashInput } from '@aether/common/graph';
import type { JsonValue, TextMarks } from '@aether/schema';
import { mapTexts } from './map-texts.ts';
import { namesIn } from './names-in.ts';
import { isMarked, type MarkedScope, type NodeScope } from './node-scope.ts';

/** Names in an expression, and its literals: who wrote it said them. */
const WORDS = /[A-Za-z_]\w*|"(?<double>[^"\\]*)"|'(?<single>[^'\\]*)'/gu;

/**
 * Other words in the place of what tools said, in the same marks. They follow from the marks, so that a resume has the same ones; and marks have a number
 * in them that no text can know, so that none can say them. Fields that the expression does not name have other names, too. Numbers and decisions stay.
 */
export class OtherWords {
  readonly #of: NodeScope & { readonly marked: MarkedScope };
  readonly #marks: readonly TextMarks[];
  readonly #filler: string;
  readonly #names: ReadonlyMap<string, string>;

  constructor(scope: NodeScope & { readonly marked: MarkedScope }, expression: string) {
    const { marked } = scope;
    this.#of = scope;
    this.#marks = marked.marks;
    this.#filler = hashInput(marked.marks);
    const said = new Set([...expression.matchAll(WORDS)].map(([word, double, single]) => double ?? single ?? word));
    const tools = Object.entries(marked.nodes).flatMap(([id, { output }]) => (isMarked(scope, id) ? [output] : []));
    const item = marked.item === scope.item ? [] : [marked.item ?? null];
    const names = [...tools, ...item].flatMap(namesIn).filter((name) => !said.has(name));
    this.#names = new Map(names.map((name) => [name, hashInput([this.#filler, name])]));
  }

  /** What the expression sees of nodes, and in a map. */
  scope(): Pick<NodeScope, 'nodes' | 'item'> {
    const { item, marked } = this.#of;
    const nodes = Object.entries(marked.nodes).map(
      ([id, { output }]) => [id, { output: isMarked(this.#of, id) ? this.in(output) : output }] as const,
    );
    const other = marked.item === undefined || marked.item === item ? {} : { item: this.in(marked.item) };
    return { nodes: Object.fromEntries(nodes), ...other };
  }

  /** The value with other words inside of its marks. */
  in(marked: JsonValue): JsonValue {
    return mapTexts(
      marked,
      (text) => this.#marks.reduce((rest, marks) => this.#fill(rest, marks), text),
      (name) => this.#names.get(name) ?? name,
    );
  }

  /** Whether a field in it has a name that only a tool said: names cannot stand in marks, because expressions look values up by them. */
  hasNameOf(value: JsonValue): boolean {
    return namesIn(value).some((name) => this.#names.has(name));
  }

  #fill(text: string, { begin, end }: TextMarks): string {
    const [before = '', ...parts] = text.split(`${begin}\n`);
    const filled = parts.map((part) => {
      const at = part.indexOf(`\n${end}`);
      return `${begin}\n${at === -1 ? part : `${this.#filler}${part.slice(at)}`}`;
    });
    return [before, ...filled].join('');
  }
}
