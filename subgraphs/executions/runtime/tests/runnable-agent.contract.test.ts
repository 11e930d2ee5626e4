import type { AgentSpecInput } from '@aether/schema';
import { describe, expect, test } from 'vitest';
import { agentOf, HEALTH_STATUSES } from '../src/index.ts';
import { flowWorld, type FlowWorldOptions, sequence } from './flow-world.ts';

const inputs = { type: 'object', properties: { question: { type: 'string' } } };
const text =
  (value: string, type = 'text/plain') =>
  async () =>
    new Response(value, { headers: { 'content-type': type } });
const url = 'https://agent.example.com/ask';
const called = { inputs, flow: undefined, kind: 'QA' } as const;

interface Kind {
  readonly spec: Partial<AgentSpecInput>;
  readonly world?: FlowWorldOptions;
  readonly answer: unknown;
}

/** Every way to make an agent; each answers "Because." */
const KINDS: Readonly<Record<string, Kind>> = {
  'Q&A': {
    spec: { kind: 'QA', inputs, flow: undefined },
    world: { answers: [{ text: 'Because.' }] },
    answer: 'Because.',
  },
  workflow: { spec: { flow: sequence({}, '"Because."') }, answer: 'Because.' },
  REST: {
    spec: {
      ...called,
      type: 'EXTERNAL_API',
      endpoint: { protocol: 'rest', url, response: '{"answer": response.body.text}' },
    },
    world: { outside: text('{"text":"Because."}') },
    answer: 'Because.',
  },
  GraphQL: {
    spec: {
      ...called,
      type: 'EXTERNAL_API',
      endpoint: { protocol: 'graphql', url, document: '{ a }', response: '{"answer": response.body.a}' },
    },
    world: { outside: text('{"data":{"a":"Because."}}') },
    answer: 'Because.',
  },
  hybrid: {
    spec: {
      type: 'HYBRID',
      kind: 'WORKFLOW',
      flow: sequence({ ask: { type: 'endpoint' } }, 'nodes.ask.output.text'),
      endpoint: { protocol: 'rest', url },
    },
    world: { outside: text('{"text":"Because."}') },
    answer: 'Because.',
  },
  SOAP: {
    spec: {
      ...called,
      type: 'LEGACY',
      endpoint: {
        protocol: 'soap',
        url,
        namespace: 'urn:a',
        operation: 'Ask',
        response: '{"answer": response.body.Text}',
      },
    },
    world: {
      outside: text(
        '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><r><Text>Because.</Text></r></s:Body></s:Envelope>',
      ),
    },
    answer: 'Because.',
  },
  CSV: {
    spec: { ...called, type: 'LEGACY', endpoint: { protocol: 'csv', url, response: '{"answer": response.body[0].a}' } },
    world: { outside: text('a\r\nBecause.\r\n') },
    answer: 'Because.',
  },
  command: {
    spec: {
      ...called,
      type: 'LEGACY',
      endpoint: { protocol: 'command', program: '/bin/x', response: '{"answer": response.body}' },
    },
    world: { command: async () => Buffer.from('Because.') },
    answer: 'Because.',
  },
};

describe.each(Object.entries(KINDS))('%s', (_name, { spec, world = {}, answer }) => {
  const make = () => flowWorld(sequence({}, '"x"'), { ...world, spec });

  test('it executes, and every stage that waits or costs is a step', async () => {
    const { run, journal } = make();
    expect(await run()).toMatchObject({ output: { answer }, text: answer });
    expect(journal.ran.length).toBeGreaterThan(0);
  });

  test('begun again, it answers the same and does nothing twice', async () => {
    const { run, journal } = make();
    const first = await run();
    const { length } = journal.ran;
    expect(await run()).toEqual(first);
    expect(journal.ran).toHaveLength(length);
  });

  test('it says what goes in and what comes out', () => {
    const { journal } = make();
    expect(agentOf(journal.run.spec).schema()).toEqual({ inputs: journal.run.spec.inputs, outputs: null });
  });

  test('it tells its health without a step, and what it needs and misses', async () => {
    const { journal } = make();
    const { status } = await agentOf(journal.run.spec).health({
      cause: journal.run,
      models: { 'builtin/extract': { status: 'HEALTHY', enabled: true } },
      tools: [],
      egress: { open: () => world.outside ?? fetch },
      commands: { run: world.command ?? (() => Promise.reject(new Error('No program.'))) },
      signal: new AbortController().signal,
    });
    expect(HEALTH_STATUSES).toContain(status);
    expect(journal.ran).toEqual([]);
  });
});
