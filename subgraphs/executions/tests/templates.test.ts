import { readFile } from 'node:fs/promises';
import { executeAgent } from '@aether/runtime';
import { AGENT_TEMPLATES, type AgentSpec, type AgentTemplateFacts, parseAgentSpec } from '@aether/schema';
import { executeAs, testViewer } from '@aether/test-support';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { InputValidator } from '../src/accept/input-validator.ts';
import { createExecutions, endOf, startRun } from './create-executions.ts';
import { fetchLink } from './fetch-link.ts';
import { agentOperations, runnableAgent } from './run-agent-spec.ts';
import { textOfFile } from './text-of-file.ts';
import { approvalOf, decide } from './tool-agent.ts';

const FIXTURES = new URL('fixtures/templates/', import.meta.url);
const fixtureSchema = z.object({
  passages: z.array(z.object({ title: z.string(), text: z.string(), page: z.number() })),
  /** Parts of what a reader finds in each file that is made, in its order. */
  files: z.record(z.string(), z.array(z.string()).min(1)),
});
type Fixture = z.output<typeof fixtureSchema>;

const TEMPLATES: readonly AgentTemplateFacts[] = Object.values(AGENT_TEMPLATES);
const PRODUCERS = TEMPLATES.filter(({ spec }) => spec.kind === 'PRODUCER');
const NOTEBOOK = 'nbk_01JD0000000000000000000000';
const LOOK = `query ($id: ID!) { execution(id: $id) { spent citations { number documentTitle page } artifacts { name url } } }`;

interface Look {
  readonly execution: {
    readonly spent: number;
    readonly citations: readonly unknown[];
    readonly artifacts: readonly { readonly name: string; readonly url: string }[];
  };
}

/** A service with an agent made from the template, whose model answers on the wire; keeps what it was asked. */
async function createFrom(spec: AgentSpec, { passages }: Pick<Fixture, 'passages'>, answer: (asked: string) => string) {
  const asked: string[] = [];
  const queries: unknown[] = [];
  const notebooks = Object.values(spec.knowledge).map(({ notebook }) => ({ slug: notebook, id: NOTEBOOK }));
  const executions = await createExecutions({
    executeAgent,
    operations: {
      ...agentOperations({ spec }),
      AgentVersionForRun: () => ({ agentVersionForRun: { ...runnableAgent({ spec }), notebooks } }),
      SearchForRun: (search) => {
        queries.push(search);
        return { searchForRun: { partial: false, hits: passages.map(toHit) } };
      },
    },
    parts: {
      modelFetch: async (_url, init) => {
        const { messages } = JSON.parse(String(init?.body)) as { messages: { role: string; content: string }[] };
        asked.push(messages.map(({ role, content }) => `## ${role}\n${content}\n`).join('\n'));
        const headers = { 'content-type': 'text/event-stream' };
        return new Response(answer(messages.at(-1)?.content ?? ''), { headers });
      },
    },
  });
  return { executions, asked, queries };
}

test('there are ten templates of producers at least, for different uses, and every template is valid', () => {
  expect(PRODUCERS.length).toBeGreaterThanOrEqual(10);
  expect(new Set(PRODUCERS.map(({ useCase }) => useCase)).size).toBeGreaterThanOrEqual(5);
  for (const { spec } of TEMPLATES)
    expect(parseAgentSpec(JSON.parse(JSON.stringify(spec)))).toMatchObject({ ok: true });
});

test.for(TEMPLATES.map((template) => [template.slug, template] as const))(
  '%s takes a run with only what has no default, and no field with a default is marked as needed',
  ([slug, { spec, example }]) => {
    const properties = z.record(z.string(), z.looseObject({})).parse(spec.inputs['properties']);
    const required = z.array(z.string()).parse(spec.inputs['required'] ?? []);
    expect(required.filter((name) => 'default' in (properties[name] ?? {}))).toEqual([]);
    const needed = Object.fromEntries(required.map((name) => [name, example.input[name]]));
    expect(new InputValidator().check({ hash: slug, spec }, needed).problems).toEqual([]);
  },
);

test('the defaults of the inputs are in the run: a small expense passes without its limit', async () => {
  const { spec } = AGENT_TEMPLATES['expense-approval'];
  const viewer = testViewer();
  await using executions = await createExecutions({ executeAgent, operations: agentOperations({ spec }) });
  const id = await startRun(executions.service, viewer, { input: { purpose: 'Train', amount: 120 } });
  expect(await endOf(executions.service, viewer, id)).toMatchObject({
    output: { answer: 'Approved without a person.' },
  });
});

describe('a template for files, with an answer on the wire that was written by hand as a model would write it,', () => {
  test.for(PRODUCERS.map((template) => [template.slug, template] as const))(
    '%s asks as its snapshot says, and makes its files and its example',
    async ([slug, { spec, example }]) => {
      const fixture = fixtureSchema.parse(JSON.parse(await readFile(new URL(`${slug}.json`, FIXTURES), 'utf8')));
      const wire = await readFile(new URL(`${slug}.sse`, FIXTURES), 'utf8');
      const viewer = testViewer();
      const { executions, asked, queries } = await createFrom(withExample(spec), fixture, () => wire);
      await using _service = executions;
      const id = await startRun(executions.service, viewer, { input: example.input });
      expect(await endOf(executions.service, viewer, id)).toMatchObject({ status: 'SUCCEEDED', error: null });
      expect(asked).toHaveLength(1);
      await expect(asked[0]).toMatchFileSnapshot(`fixtures/templates/${slug}.asked.md`);
      expect(queries).toHaveLength(Object.keys(spec.knowledge).length);

      const { data } = await executeAs<Look>(executions.service, viewer, LOOK, { id });
      const texts = new Map<string, string>();
      for (const { name, url } of data?.execution.artifacts ?? []) {
        const response = await fetchLink(executions.service, url);
        texts.set(name, await textOfFile(name, new Uint8Array(await response.arrayBuffer())));
      }
      expect(texts.get('Example.md')).toBe(example.answer);
      expect([...texts.keys()]).toEqual([...Object.keys(fixture.files), 'Example.md']);
      for (const [name, parts] of Object.entries(fixture.files))
        for (const part of parts) expect(texts.get(name)).toContain(part);
      expect(data?.execution.spent).toBeGreaterThan(0);
      expect(data?.execution.citations).toMatchObject(
        fixture.passages.map(({ title, page }, index) => ({ number: index + 1, documentTitle: title, page })),
      );
    },
  );
});

/** What the answers of the examples stand in. */
const HANDBOOK = {
  title: 'Handbook',
  text: 'Customers get their money back within 14 days of the return. You have 28 days of paid holiday a year. Ask your lead before you book them.',
  page: 2,
};
/** Written by hand as a language model would answer; what the built-in model says is its own. */
const WORDS: Readonly<Record<string, string>> = {
  'May we ship to Norway?': 'Yes, with customs papers; it takes about a week.',
  'Who signs contracts?': 'The managing directors sign contracts.',
  'Where is the archive?': 'The archive is in the basement.',
};

const IN_WORDS = TEMPLATES.filter(({ spec }) => spec.kind !== 'PRODUCER');
/** They ask the built-in model, and it can answer them. */
const QUOTING = IN_WORDS.filter(({ needsLanguageModel, spec }) => !needsLanguageModel && spec.flow === undefined);

/** How a run with the example of the template ends, and what it asked its model. */
async function runExample({ spec, example, needsLanguageModel }: AgentTemplateFacts) {
  const viewer = testViewer();
  // The template has no notebook yet: whoever starts from it adds one.
  const withNotebook =
    spec.kind === 'WORKFLOW'
      ? spec
      : {
          ...spec,
          knowledge: { handbook: knowledgePart('handbook', spec.kind === 'QA' ? 'REQUIRED' : 'PREFERRED') },
        };
  const { executions, asked } = await createFrom(withNotebook, { passages: [HANDBOOK] }, (question) =>
    wireOf(needsLanguageModel ? (WORDS[question] ?? '') : example.answer),
  );
  await using _service = executions;
  const { service } = executions;
  const id = await startRun(service, viewer, { input: example.input });
  if (Object.values(spec.flow?.nodes ?? {}).some(({ type }) => type === 'approval') && !('amount' in example.input))
    await decide(service, viewer, await approvalOf(service, viewer, id));
  return { ended: await endOf(service, viewer, id), asked };
}

describe('a template that answers in words', () => {
  test.for(IN_WORDS.map((template) => [template.slug, template] as const))(
    '%s gives the answer of its example',
    async ([, template]) => {
      const { ended } = await runExample(template);
      const { answer } = template.example;
      expect(ended).toMatchObject({ status: 'SUCCEEDED', error: null, output: { answer } });
    },
  );

  // gateway/llm/tests/extract-templates.test.ts lets the built-in model itself answer these snapshots.
  test.for(QUOTING.map((template) => [template.slug, template] as const))(
    '%s asks the built-in model as its snapshot says',
    async ([slug, template]) => {
      const { asked } = await runExample(template);
      expect(asked).toHaveLength(1);
      await expect(asked[0]).toMatchFileSnapshot(`fixtures/templates/${slug}.asked.md`);
    },
  );
});

/** With one file more: what its gallery shows. */
function withExample(spec: AgentSpec): AgentSpec {
  if (spec.produces === undefined) throw new Error('This template makes no files.');
  const artifacts = { ...spec.produces.artifacts, example: { name: 'Example', format: 'MARKDOWN' as const } };
  return { ...spec, model: { ...spec.model, primary: 'acme/writer' }, produces: { ...spec.produces, artifacts } };
}

function knowledgePart(notebook: string, citations: 'REQUIRED' | 'PREFERRED') {
  return { notebook, mode: 'HYBRID' as const, topK: 6, citations };
}

function wireOf(content: string): string {
  const chunk = { id: 'c', object: 'chat.completion.chunk', created: 0, model: 'builtin/extract' };
  const choices = [{ index: 0, delta: { content }, finish_reason: 'stop' }];
  return `data: ${JSON.stringify({ ...chunk, choices })}\n\ndata: [DONE]\n\n`;
}

function toHit({ title, text, page }: Fixture['passages'][number], index: number) {
  return {
    score: 1 - index / 10,
    passage: {
      id: `psg_${index}`,
      document: { title },
      headingPath: [],
      page,
      startOffset: 0,
      endOffset: text.length,
      text,
    },
  };
}
