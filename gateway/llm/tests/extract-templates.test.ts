import { readFile } from 'node:fs/promises';
import { AGENT_TEMPLATES } from '@aether/schema';
import { expect, test } from 'vitest';
import { Embedder } from '../src/builtin/embedder.ts';
import { extract } from '../src/builtin/extract/extract.ts';
import { chatRequestSchema } from '../src/wire/chat-request.ts';

/** What a run of the template asks its model; subgraphs/executions/tests/templates.test.ts holds it to this. */
const ASKED = new URL('../../../subgraphs/executions/tests/fixtures/templates/', import.meta.url);
const QUOTING = Object.values(AGENT_TEMPLATES).filter(
  ({ needsLanguageModel, spec }) => !needsLanguageModel && spec.flow === undefined,
);

test('templates that need no key and ask a model are two', () => {
  expect(QUOTING.map(({ slug }) => slug)).toEqual(['questions-and-answers', 'conversation']);
});

test.for(QUOTING.map(({ slug, example }) => [slug, example] as const))(
  'the built-in model itself answers what %s asks with the example of its template',
  async ([slug, example]) => {
    await using embedder = new Embedder();
    const { signal } = new AbortController();
    const asked = await readFile(new URL(`${slug}.asked.md`, ASKED), 'utf8');
    const messages = asked
      .split(/^## (?=(?:system|user)$)/mu)
      .filter((part) => part !== '')
      .map((part) => ({ role: part.slice(0, part.indexOf('\n')), content: part.slice(part.indexOf('\n') + 1).trim() }));
    const answer = await extract(chatRequestSchema.parse({ model: 'extract', messages }), (texts) =>
      embedder.embed(texts, { signal, priority: 'interactive' }),
    );
    expect(answer).toEqual({ kind: 'text', text: example.answer });
  },
);
