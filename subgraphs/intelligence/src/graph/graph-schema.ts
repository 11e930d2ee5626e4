import { PlatformError } from '@aether/common/service';
import { type DocumentNode, type GraphQLSchema, visit } from 'graphql';

const ROOT_FIELD = /^graph[A-Z]/;

/** Objects and lists in one operation: the database plans each as a subquery of its own, and takes seconds for a hundred of them. */
const MOST_SELECTIONS = 40;

/** Whether an operation asks for the generated part, and how much of it; no type has fields of such names but the root. */
function measure(document: DocumentNode): { readonly asks: boolean; readonly selections: number } {
  let asks = false;
  let selections = 0;
  visit(document, {
    Field({ name, selectionSet }) {
      if (ROOT_FIELD.test(name.value)) asks = true;
      if (selectionSet !== undefined) selections += 1;
    },
  });
  return { asks, selections };
}

/** Two schemas of one subgraph: the written part from the start, and the whole, built when an operation first asks for the generated part. */
export class GraphSchema {
  readonly #written: GraphQLSchema;
  readonly #build: () => Promise<GraphQLSchema>;
  readonly #measured = new WeakMap<DocumentNode, ReturnType<typeof measure>>();
  #whole: Promise<GraphQLSchema> | null = null;

  constructor(written: GraphQLSchema, build: () => Promise<GraphQLSchema>) {
    this.#written = written;
    this.#build = build;
  }

  /** @throws PlatformError when an operation asks for more of the graph than the database can plan in time */
  for(document: DocumentNode): GraphQLSchema | Promise<GraphQLSchema> {
    const { asks, selections } = this.#measured.get(document) ?? measure(document);
    this.#measured.set(document, { asks, selections });
    if (!asks) return this.#written;
    if (selections > MOST_SELECTIONS)
      throw new PlatformError(
        'QUERY_TOO_COMPLEX',
        `A query of the graph may select ${MOST_SELECTIONS} objects and lists, this one selects ${selections}.`,
        { facts: { maximum: MOST_SELECTIONS, actual: selections }, hint: 'Ask for less at once, in several queries.' },
      );
    return this.#load();
  }

  /** A failure is tried again by the next operation. */
  #load(): Promise<GraphQLSchema> {
    this.#whole ??= this.#build().catch((error: unknown) => {
      this.#whole = null;
      throw error;
    });
    return this.#whole;
  }
}
