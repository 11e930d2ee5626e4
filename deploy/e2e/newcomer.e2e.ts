import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Role, SendMessageRequest, TaskState } from '@a2a-js/sdk';
import {
  ClientFactory,
  DefaultAgentCardResolver,
  JsonRpcTransportFactory,
  RestTransportFactory,
} from '@a2a-js/sdk/client';
import { OpenAI } from 'openai';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ApiClient } from './api-client.ts';
import { HANDBOOK, type HelpDesk, createHelpDesk } from './help-desk.ts';
import { durable, readEvents } from './run-events.ts';
import { type RunningAether, startAether } from './running-aether.ts';
import { openSignInLink, ownerClient } from './sign-in.ts';

const RUN =
  'mutation($input: RunAgentInput!) { runAgent(input: $input) { execution { id status lastSeq } userErrors { code message path } } }';
const DETAIL = `query($id: ID!) { execution(id: $id) { status output spent lastSeq citations { number quote documentTitle page passage { id document { id } } }
  chain { totalDurationMs steps { totalCount edges { node { key type status durationMs cost unpriced promptTokens completionTokens } } } summary { totalSteps totalCost totalTokens successRate criticalPath } } } }`;

interface Detail {
  readonly execution: {
    readonly status: string;
    readonly output: { readonly answer: string };
    readonly lastSeq: number;
    readonly citations: readonly {
      readonly number: number;
      readonly quote: string;
      readonly page: number | null;
      readonly passage: { readonly document: { readonly id: string } } | null;
    }[];
    readonly chain: {
      readonly totalDurationMs: number;
      readonly steps: {
        readonly edges: readonly {
          readonly node: { readonly type: string; readonly status: string; readonly durationMs: number };
        }[];
      };
      readonly summary: { readonly totalSteps: number; readonly totalCost: number; readonly totalTokens: number };
    };
  } | null;
}

/** A true PDF of the handbook, printed by a browser as a person would. */
function pdf(): Uint8Array {
  const folder = mkdtempSync(join(tmpdir(), 'aether-pdf-'));
  writeFileSync(
    join(folder, 'handbook.html'),
    `<meta charset="utf-8"><body>${HANDBOOK.split('\n')
      .map((line) => (line.startsWith('# ') ? `<h1>${line.slice(2)}</h1>` : `<p>${line}</p>`))
      .join('')}`,
  );
  execFileSync(
    'chromium',
    [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--no-pdf-header-footer',
      '--disable-background-networking',
      `--user-data-dir=${join(folder, 'profile')}`,
      `--print-to-pdf=${join(folder, 'handbook.pdf')}`,
      join(folder, 'handbook.html'),
    ],
    { stdio: 'ignore' },
  );
  return readFileSync(join(folder, 'handbook.pdf'));
}

describe('a newcomer with a foreign client', () => {
  let aether: RunningAether;
  let client: ApiClient;
  let key: string;
  let desk: HelpDesk;

  beforeAll(async () => {
    aether = await startAether();
    ({ client, key } = await ownerClient(aether));
    desk = await createHelpDesk(client, aether.origin, 'Help desk', {
      bytes: pdf(),
      mimeType: 'application/pdf',
      name: 'handbook.pdf',
    });
  });
  afterAll(() => aether?.[Symbol.asyncDispose]());

  const run = async (question: string, more: Record<string, unknown> = {}): Promise<string> => {
    const { runAgent } = await client.data<{ runAgent: { execution: { id: string } | null; userErrors: unknown[] } }>(
      RUN,
      {
        input: { agentId: desk.agentId, input: { question }, idempotencyKey: `${question} ${Math.random()}`, ...more },
      },
    );
    if (runAgent.execution === null) throw new Error(JSON.stringify(runAgent.userErrors));
    return runAgent.execution.id;
  };

  test('signs in by the link of the terminal, once', async () => {
    await expect(openSignInLink(aether.origin, aether.signInLink ?? '')).rejects.toThrow('LINK_INVALID');
  });

  test('asks about an own PDF and gets an answer that cites it, with every step, its duration, tokens and cost', async () => {
    const id = await run('How long does it take until customers get their money back?');
    const socket = client.socket();
    const events = await readEvents(socket, id, 0);
    await socket.dispose();
    expect(durable(events)).toEqual(Array.from({ length: durable(events).length }, (_, index) => index + 1));
    expect(events.at(-1)?.event).toMatchObject({ __typename: 'ExecutionEnded', endStatus: 'SUCCEEDED' });
    const text = events
      .filter(({ event }) => event.__typename === 'TextDelta')
      .map(({ event }) => event['text'])
      .join('');
    const { execution } = await client.data<Detail>(DETAIL, { id });
    expect(execution?.output.answer).toContain('fourteen days');
    expect(execution?.output.answer).toBe(text);
    expect(execution?.citations[0]).toMatchObject({
      quote: expect.stringContaining('fourteen days'),
      page: 1,
      passage: { document: { id: desk.documentId } },
    });
    expect(execution?.chain.steps.edges.map(({ node }) => [node.type, node.status])).toEqual([
      ['VECTOR_SEARCH', 'SUCCEEDED'],
      ['LLM_INVOCATION', 'SUCCEEDED'],
    ]);
    expect(execution?.chain.summary).toMatchObject({ totalSteps: 2, totalCost: 0 });
    expect(execution?.chain.summary.totalTokens).toBeGreaterThan(10);
  });

  test('drops the connection and resumes with after, without a gap and without a repetition', async () => {
    const id = await run('How many days of paid holiday does everybody have?');
    const first = client.socket();
    const before = await readEvents(first, id, 0, ({ seq }) => seq === 3);
    first.terminate();
    await first.dispose();
    const second = client.socket();
    const after = await readEvents(second, id, 3);
    await second.dispose();
    const seqs = [...durable(before), ...durable(after)];
    expect(seqs).toEqual(Array.from({ length: seqs.length }, (_, index) => index + 1));
  });

  test('says plainly that the documents do not answer, and cites nothing', async () => {
    const id = await run('Who won the chess championship of 1972?');
    const socket = client.socket();
    await readEvents(socket, id, 0);
    await socket.dispose();
    const { execution } = await client.data<Detail>(DETAIL, { id });
    expect(execution?.citations).toEqual([]);
  });

  test('answers the first run for the same idempotency key, and refuses it for another question', async () => {
    const input = { agentId: desk.agentId, input: { question: 'Where do orders ship from?' }, idempotencyKey: 'same' };
    const one = await client.data<{ runAgent: { execution: { id: string } } }>(RUN, { input });
    const two = await client.data<{ runAgent: { execution: { id: string } } }>(RUN, { input });
    expect(two.runAgent.execution.id).toBe(one.runAgent.execution.id);
    const other = await client.graphql<{ runAgent: { userErrors: { code: string }[] } | null }>(RUN, {
      input: { ...input, input: { question: 'Something else?' } },
    });
    expect(other.errors?.[0]?.extensions['code'] ?? other.data.runAgent?.userErrors[0]?.code).toBe(
      'IDEMPOTENCY_MISMATCH',
    );
  });

  test('uses an OpenAI SDK against /v1', async () => {
    const openai = new OpenAI({ apiKey: key, baseURL: `${aether.origin}/v1`, maxRetries: 0 });
    const models = await openai.models.list();
    expect(models.data.map((model) => model.id)).toContain('builtin/extract');
    const { data } = await openai.embeddings.create({ model: 'builtin/embed', input: ['refund', 'money back'] });
    expect(data.map((entry) => entry.embedding.length)).toEqual([512, 512]);
    const answer = await openai.chat.completions.create({
      model: 'builtin/extract',
      messages: [
        {
          role: 'system',
          content: '<passage number="1" title="Handbook">\nRefunds are paid within fourteen days.\n</passage>',
        },
        { role: 'user', content: 'When are refunds paid?' },
      ],
    });
    expect(answer.choices[0]?.message.content).toContain('fourteen days');
    await expect(
      openai.chat.completions.create({ model: 'nobody/nothing', messages: [{ role: 'user', content: 'x' }] }),
    ).rejects.toMatchObject({ status: 404, code: 'MODEL_NOT_FOUND' });
  });

  test.each([
    ['JSON-RPC', JsonRpcTransportFactory],
    ['HTTP+JSON', RestTransportFactory],
  ])('asks the agent by an official A2A client over %s, which finds it by its card', async (_binding, Transport) => {
    const { agent } = await client.data<{ agent: { slug: string } }>('query ($id: ID!) { agent(id: $id) { slug } }', {
      id: desk.agentId,
    });
    const withKey: typeof fetch = (input, init) =>
      fetch(input, {
        ...init,
        headers: { ...Object.fromEntries(new Headers(init?.headers)), authorization: `Bearer ${key}` },
      });
    const base = `${aether.origin}/a2a/${agent.slug}/`;
    expect((await fetch(new URL('.well-known/agent-card.json', base))).status).toBe(401);
    const a2a = await new ClientFactory({
      transports: [new Transport({ fetchImpl: withKey })],
      cardResolver: new DefaultAgentCardResolver({ fetchImpl: withKey }),
    }).createFromUrl(base);
    const request = SendMessageRequest.fromJSON({
      message: {
        messageId: crypto.randomUUID(),
        role: Role.ROLE_USER,
        parts: [{ text: 'When do customers get their money back?' }],
      },
    });
    const states: (TaskState | undefined)[] = [];
    let id = '';
    for await (const { payload } of a2a.sendMessageStream(request)) {
      if (payload?.$case === 'task') id = payload.value.id;
      if (payload?.$case === 'statusUpdate') states.push(payload.value.status?.state);
    }
    expect(states.at(-1)).toBe(TaskState.TASK_STATE_COMPLETED);
    const { artifacts, status } = await a2a.getTask({ tenant: '', id });
    expect(status?.state).toBe(TaskState.TASK_STATE_COMPLETED);
    expect(JSON.stringify(artifacts)).toContain('fourteen days');
    await expect(a2a.cancelTask({ tenant: '', id, metadata: undefined })).rejects.toMatchObject({
      name: 'TaskNotCancelableError',
    });
    await expect(a2a.getTask({ tenant: '', id: 'exe_unknown' })).rejects.toMatchObject({ name: 'TaskNotFoundError' });
  });

  test('reads a coded error for wrong input', async () => {
    const codes = async (query: string, variables: Record<string, unknown>): Promise<unknown> => {
      const answer = await client.graphql<Record<string, { userErrors?: { code: string }[] } | null>>(query, variables);
      return answer.errors?.[0]?.extensions['code'] ?? Object.values(answer.data)[0]?.userErrors?.[0]?.code;
    };
    const input = { agentId: desk.agentId, idempotencyKey: 'wrong input' };
    expect(await codes(RUN, { input: { ...input, input: {} } })).toBe('VALIDATION_FAILED');
    expect(await codes(RUN, { input: { ...input, input: { question: 'x'.repeat(1_000_000) } } })).toMatch(/TOO_LARGE/u);
    expect(await codes(RUN, { input: { ...input, agentId: 'agt_unknown', input: { question: 'x' } } })).toBe(
      'NOT_FOUND',
    );
    expect(await codes(DETAIL, { id: 'exe_unknown' })).toBeUndefined();
  });

  test('kills the process in mid-run, starts again, and the run ends with one terminal event', async () => {
    const ids = await Promise.all(
      Array.from({ length: 5 }, (_, index) =>
        run(`Where are orders shipped from, and how long does a parcel take abroad? (${index})`),
      ),
    );
    await aether.kill();
    aether = await aether.restart();
    for (const id of ids) {
      const socket = client.socket();
      const events = await readEvents(socket, id, 0);
      await socket.dispose();
      expect(durable(events)).toEqual(Array.from({ length: durable(events).length }, (_, index) => index + 1));
      expect(events.filter(({ event }) => event.__typename === 'ExecutionEnded')).toHaveLength(1);
      expect(events.at(-1)?.event).toMatchObject({ endStatus: 'SUCCEEDED' });
    }
  });
});
