import { PlatformError } from '@aether/common/service';
import type { AgentSpecInput } from '@aether/schema';
import { describe, expect, test } from 'vitest';
import { WaitingError } from '../src/index.ts';
import { flowWorld, sequence } from './flow-world.ts';

type EndpointInput = NonNullable<AgentSpecInput['endpoint']>;

const inputs = { type: 'object', properties: { question: { type: 'string' } }, required: ['question'] };

/** An agent of another system, whose address answers by a script. */
function endpointWorld(
  endpoint: EndpointInput,
  answer: () => Response | Promise<Response>,
  spec: Partial<AgentSpecInput> = {},
) {
  const sent: { readonly url: string; readonly headers: Headers; readonly body: unknown }[] = [];
  const world = flowWorld(sequence({}, '"x"'), {
    spec: { type: 'EXTERNAL_API', kind: 'QA', inputs, flow: undefined, endpoint, ...spec },
    outside: async (url, init) => {
      sent.push({ url: String(url), headers: new Headers(init?.headers), body: init?.body });
      return answer();
    },
  });
  return { ...world, sentOut: sent };
}

const rest: EndpointInput = {
  protocol: 'rest',
  url: 'https://agent.example.com/ask',
  request: '{"q": inputs.question}',
  response: '{"answer": response.body.text, "status": response.status}',
};

const sse = (...events: readonly unknown[]): Response =>
  new Response(
    events.map((event) => `data: ${typeof event === 'string' ? event : JSON.stringify(event)}\n\n`).join(''),
    {
      headers: { 'content-type': 'text/event-stream' },
    },
  );
const chunk = (content: string, finish: string | null = null) => ({
  id: 'c',
  object: 'chat.completion.chunk',
  created: 1,
  model: 'm',
  choices: [{ index: 0, delta: { content }, finish_reason: finish }],
});

describe('rest', () => {
  test('the input is mapped into the request, and the answer into the output', async () => {
    const world = endpointWorld(rest, () => Response.json({ text: 'Because.' }));
    expect(await world.run()).toEqual({ output: { answer: 'Because.', status: 200 }, text: 'Because.', citations: [] });
    expect(world.sentOut).toMatchObject([{ url: 'https://agent.example.com/ask', body: '{"q":"Why?"}' }]);
    expect(world.journal.ran).toEqual(['endpoint', 'response']);
  });

  test('a mapping that fails says so on its own step, and does not call again', async () => {
    const world = endpointWorld({ ...rest, response: 'response.body.missing.text' }, () =>
      Response.json({ text: 'x' }),
    );
    await expect(world.run()).rejects.toMatchObject({
      code: 'EXPRESSION_FAILED',
      hint: expect.stringContaining('what the address answered'),
    });
    await expect(world.run()).rejects.toMatchObject({ code: 'EXPRESSION_FAILED' });
    expect([world.journal.ran, world.sentOut.length]).toEqual([['endpoint'], 1]);
    expect(world.journal.failed).toEqual(['response', 'response']);
  });

  test('its price is the cost of the step, and without one the cost is not known', async () => {
    const answer = () => Response.json({ text: 'x' });
    const priced = endpointWorld({ ...rest, price: 5_000 }, answer);
    await priced.run();
    expect([priced.journal.spent(), priced.journal.unpriced]).toEqual([5_000, false]);
    const unpriced = endpointWorld(rest, answer);
    await unpriced.run();
    expect([unpriced.journal.spent(), unpriced.journal.unpriced]).toEqual([0, true]);
  });

  test('an answer that is not what the agent promises fails the run', async () => {
    const outputs = { type: 'object', properties: { answer: { type: 'number' } } };
    const world = endpointWorld(rest, () => Response.json({ text: 'x' }), { outputs });
    await expect(world.run()).rejects.toMatchObject({
      code: 'OUTPUT_INVALID',
      message: expect.stringMatching(/of the endpoint/),
    });
  });

  test.for<[string, () => Response, string]>([
    ['HTML', () => new Response('<html>Sign in'), 'ENDPOINT_INVALID'],
    ['bytes that are no text', () => new Response(new Uint8Array([0xc3, 0x28])), 'ENDPOINT_INVALID'],
    ['403', () => new Response('no', { status: 403 }), 'ENDPOINT_REFUSED'],
  ])('%s is a typed failure of the step', async ([, answer, code]) => {
    const world = endpointWorld(rest, answer);
    await expect(world.run()).rejects.toMatchObject({ code });
    expect(world.journal.failed).toEqual(['endpoint']);
  });

  test('a call that writes and got no answer is not sent again before a person says so', async () => {
    const world = endpointWorld(rest, () => Promise.reject(new PlatformError('ENDPOINT_TIMEOUT', 'It took too long.')));
    await expect(world.run()).rejects.toThrow(WaitingError);
    expect([world.sentOut.length, world.journal.asked[0]?.key]).toEqual([1, 'approve/endpoint/again/1']);
  });
});

describe('graphql', () => {
  const endpoint: EndpointInput = {
    protocol: 'graphql',
    url: 'https://agent.example.com/graphql',
    document: 'query ($question: String!) { ask(question: $question) { text } }',
    response: '{"answer": response.body.ask.text}',
  };

  test('the input is the variables, and data is what the mapping sees', async () => {
    const world = endpointWorld(endpoint, () => Response.json({ data: { ask: { text: 'Because.' } } }));
    expect(await world.run()).toMatchObject({ text: 'Because.' });
    expect(JSON.parse(String(world.sentOut[0]?.body))).toEqual({
      query: endpoint.document,
      variables: { question: 'Why?' },
    });
  });

  test('errors are a failure although the status is 200', async () => {
    const world = endpointWorld(endpoint, () => Response.json({ data: null, errors: [{ message: 'No such field.' }] }));
    await expect(world.run()).rejects.toMatchObject({
      code: 'ENDPOINT_REFUSED',
      message: expect.stringMatching(/No such field/),
    });
  });
});

describe('openai', () => {
  const endpoint: EndpointInput = { protocol: 'openai', url: 'https://agent.example.com/v1', model: 'helper' };

  test('its answer is told as it grows, its tokens are counted, and no key of ours is sent', async () => {
    const usage = { prompt_tokens: 7, completion_tokens: 2, total_tokens: 9 };
    const world = endpointWorld(endpoint, () =>
      sse(chunk('Be'), chunk('cause.', 'stop'), { ...chunk(''), choices: [], usage }, '[DONE]'),
    );
    expect(await world.run()).toMatchObject({ output: { answer: 'Because.' }, text: 'Because.' });
    expect(world.journal.text).toBe('Because.');
    expect(world.sentOut[0]?.url).toBe('https://agent.example.com/v1/chat/completions');
    expect(world.sentOut[0]?.headers.get('authorization')).toBeNull();
    expect(JSON.parse(String(world.sentOut[0]?.body))).toMatchObject({
      model: 'helper',
      messages: [{ role: 'system' }, { content: 'Why?' }],
    });
  });

  test.for<[string, () => Response, string]>([
    ['a stream without an end', () => sse(chunk('Be')), 'ENDPOINT_INTERRUPTED'],
    ['an end without a word', () => sse(chunk('', 'stop'), '[DONE]'), 'ENDPOINT_INVALID'],
    ['an event that is no JSON', () => sse('{"choices":'), 'ENDPOINT_INVALID'],
    ['a refusal', () => Response.json({ error: { message: 'No such model.' } }, { status: 404 }), 'ENDPOINT_REFUSED'],
  ])('%s is a typed failure of the step', async ([, answer, code]) => {
    const world = endpointWorld(endpoint, answer);
    await expect(world.run()).rejects.toMatchObject({ code });
    expect(world.journal.failed).toEqual(['endpoint']);
  });
});

test('a hybrid joins its endpoint with its flow', async () => {
  const flow = sequence(
    { ask: { type: 'endpoint', input: { question: '"About " + inputs.question' } } },
    'nodes.ask.output.answer + "!"',
  );
  const world = endpointWorld(rest, () => Response.json({ text: 'Because' }), {
    type: 'HYBRID',
    kind: 'WORKFLOW',
    flow,
  });
  expect(await world.run()).toMatchObject({ text: 'Because!' });
  expect(world.sentOut[0]?.body).toBe('{"q":"About Why?"}');
  expect(world.journal.ran).toEqual(['ask/endpoint', 'ask/response', 'end/output']);
});
