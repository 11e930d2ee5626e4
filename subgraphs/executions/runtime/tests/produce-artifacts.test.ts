import { createLogger } from '@aether/common/service';
import type { AgentSpecInput } from '@aether/schema';
import { expect, test } from 'vitest';
import { DocumentRenderer, executeAgent, type RetrievedPassage, type RuntimeParts } from '../src/index.ts';
import { memoryArtifacts } from './memory-artifacts.ts';
import { type JournalOptions, memoryJournal } from './memory-journal.ts';
import { type ScriptedAnswer, scriptedModel } from './scripted-model.ts';

const PASSAGE: RetrievedPassage = {
  passageId: 'psg_1',
  documentTitle: 'Refunds',
  headingPath: [],
  page: 2,
  startOffset: 0,
  endOffset: 40,
  text: 'Refunds come within fourteen days.',
  score: 1,
};

const produces: NonNullable<AgentSpecInput['produces']> = {
  artifacts: { text: { name: 'On {{ inputs.topic }}', format: 'MARKDOWN' } },
  tone: 'plain',
  sections: [{ title: 'Facts', about: 'What is known.' }],
};

const heading = { type: 'heading', level: 1, text: 'Facts' };
const document = (blocks: readonly unknown[], rest = {}) =>
  JSON.stringify({ title: 'Refunds', summary: '', blocks, ...rest });

function world(
  answers: readonly ScriptedAnswer[],
  options: JournalOptions & {
    readonly found?: readonly RetrievedPassage[] | ((query: string) => readonly RetrievedPassage[]);
  } = {},
) {
  const model = scriptedModel(answers);
  const artifacts = memoryArtifacts();
  const renderer = new DocumentRenderer({ memoryMegabytes: 256, timeoutMs: 60_000 });
  const parts: RuntimeParts = {
    searchKnowledge: async ({ query }) => ({
      passages: typeof options.found === 'function' ? options.found(query) : (options.found ?? []),
      partial: false,
    }),
    modelClient: () => model.client,
    tools: { call: () => Promise.reject(new Error('This agent has no tools.')) },
    agents: { run: () => Promise.reject(new Error('This agent calls no other.')) },
    artifacts,
    renderDocument: (request, signal) => renderer.render(request, signal),
    egress: { open: () => () => Promise.reject(new Error('This agent calls no address.')) },
    commands: { run: () => Promise.reject(new Error('This agent runs no program.')) },
    logger: createLogger('test', { level: 'silent' }),
  };
  const journal = memoryJournal({
    input: { topic: 'refunds' },
    ...options,
    spec: {
      kind: 'PRODUCER',
      inputs: { type: 'object', properties: { topic: { type: 'string' } } },
      model: { primary: 'acme/writer' },
      produces,
      ...options.spec,
    },
  });
  const textOf = (name: string): string => new TextDecoder().decode(artifacts.bytes.get(name));
  return { journal, sent: model.sent, artifacts, textOf, run: () => executeAgent(journal, parts) };
}

const knowledge = { help: { notebook: 'help' } };

test('the model is told shape, tone and sections, and cites; an invented mark is removed and counted', async () => {
  const answer = document([heading, { type: 'paragraph', text: 'Within fourteen days. [1] Or never. [7]' }]);
  const { run, sent, textOf } = world([{ text: answer }], { spec: { knowledge }, found: [PASSAGE] });
  const outcome = await run();
  expect(outcome).toMatchObject({
    output: { title: 'Refunds', inventedCitations: 1, artifacts: [{ name: 'On refunds.md', version: 1 }] },
    citations: [{ number: 1, passageId: 'psg_1', page: 2 }],
  });
  expect(textOf('On refunds.md')).toBe(
    '# Refunds\n\n## Facts\n\nWithin fourteen days. [1] Or never.\n\n## Sources\n\n- [1] Refunds, page 2\n',
  );
  expect(sent[0]?.messages[0]?.content).toMatch(/Tone: plain\.[\s\S]*- Facts: What is known\./u);
  expect(sent[0]?.response_format).toMatchObject({ type: 'json_schema' });
});

test('wrong shape, a missing section and rows that do not fit are told once, then the run fails and keeps nothing', async () => {
  const table = { type: 'table', title: '', columns: ['a', 'b'], rows: [['1']] };
  const { run, sent, artifacts } = world([{ text: document([table]) }, { text: document([{ type: 'movie' }]) }]);
  await expect(run()).rejects.toMatchObject({ code: 'OUTPUT_INVALID' });
  const told = sent[1]?.messages.at(-1)?.content ?? '';
  expect(told).toContain('the heading "Facts" of level 1 is missing');
  expect(told).toContain('/blocks/0/rows/0 has 1 cells where 2 columns are');
  expect(artifacts.stored).toBe(0);
});

test('a file that needs a table asks for one', async () => {
  const table = { type: 'table', title: 'T', columns: ['a'], rows: [['1']] };
  const csv = { artifacts: { sheet: { name: 'Sheet', format: 'CSV' as const } } };
  const { run, sent, textOf } = world([{ text: document([heading]) }, { text: document([table]) }], {
    spec: { produces: csv },
  });
  await run();
  expect(sent[1]?.messages.at(-1)?.content).toContain('a block of type table is missing, for CSV');
  expect(textOf('Sheet.csv')).toBe('a\r\n1\r\n');
});

test('resumed after its files were made, a run asks nothing and makes nothing again', async () => {
  const first = world([{ text: document([heading]) }]);
  await first.run();
  const again = world([], { done: first.journal.done });
  expect(await again.run()).toMatchObject({ output: { artifacts: [{ name: 'On refunds.md', version: 1 }] } });
  expect(again.artifacts.stored).toBe(0);
  expect(again.sent).toEqual([]);
});

test('a built-in model quotes, and its quotes are the document', async () => {
  const { run, sent, textOf } = world([{ text: 'Refunds come within fourteen days. [1]' }], {
    spec: { knowledge, model: { primary: 'builtin/extract' } },
    found: [PASSAGE],
  });
  expect(await run()).toMatchObject({ citations: [{ number: 1 }] });
  expect(sent[0]?.response_format).toBeUndefined();
  expect(textOf('On refunds.md')).toContain('# On refunds\n\nRefunds come within fourteen days. [1]');
  const table = world([{ text: 'Quote.' }], {
    spec: { model: { primary: 'builtin/extract' }, produces: { artifacts: { a: { name: 'A', format: 'XLSX' } } } },
  });
  await expect(table.run()).rejects.toMatchObject({
    code: 'MODEL_INCAPABLE',
    message: expect.stringContaining('XLSX'),
  });
});

test.for([
  ['has no passages', []],
  ['finds no answer in its passages', [PASSAGE]],
] as const)('a built-in model that %s makes no file of what it says about itself', async ([, found]) => {
  const { run, artifacts } = world([{ text: 'I am builtin/extract, no language model.' }], {
    spec: { knowledge, model: { primary: 'builtin/extract' } },
    found,
  });
  await expect(run()).rejects.toMatchObject({
    code: 'MODEL_INCAPABLE',
    message: expect.stringContaining('no language model'),
    hint: expect.stringContaining('Choose a language model'),
  });
  expect(artifacts.stored).toBe(0);
});

test('without a source where one is required, nothing is written', async () => {
  const { run, sent, artifacts } = world([], {
    spec: { knowledge: { help: { notebook: 'help', citations: 'REQUIRED' } } },
  });
  expect(await run()).toMatchObject({ output: { answered: false, artifacts: [] } });
  expect([sent.length, artifacts.stored]).toEqual([0, 0]);
});

test('a clause behind many pages of a contract finds its rule, in the one step of its notebook', async () => {
  const rule = {
    ...PASSAGE,
    passageId: 'psg_rule',
    documentTitle: 'Playbook',
    text: 'Liability ends at the yearly fee.',
  };
  const filler = Array.from({ length: 40 }, (_, index) => ({ ...PASSAGE, passageId: `psg_${index}`, score: 2 }));
  const pages = Array.from({ length: 300 }, (_, index) => `${index}.1 The parties meet and talk.`).join('\n');
  const queries: string[] = [];
  const { run, journal, sent } = world([{ text: document([heading]) }], {
    spec: {
      knowledge,
      inputs: { type: 'object', properties: { contract: { type: 'string' }, party: { type: 'string' } } },
      produces: { artifacts: { review: { name: 'Review', format: 'MARKDOWN' } } },
    },
    input: { contract: `${pages}\n9.9 The supplier is liable without limit.`, party: 'supplier' },
    found: (query) => {
      queries.push(query);
      // The memory service reads no more of it.
      return query.slice(0, 4_000).includes('liable without limit') ? [rule] : filler;
    },
  });
  await run();
  expect(JSON.stringify(sent[0]?.messages)).toContain(rule.text);
  expect(journal.ran.filter((key) => key.startsWith('retrieve/'))).toEqual(['retrieve/help']);
  expect(queries.length).toBeGreaterThan(1);
  expect(queries.every((query) => query.length <= 4_000)).toBe(true);
  expect(queries.join(' ')).toBe(`${pages} 9.9 The supplier is liable without limit. supplier`.replaceAll('\n', ' '));
});
