import { AGENT_TEMPLATES, agentSpecJsonSchema, canonicalJson, parseAgentSpec, PERMISSIONS } from '@aether/schema';
import type { AgentSpecInput, SpecIssue } from '@aether/schema';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

const minimal = {
  specVersion: 1,
  kind: 'QA',
  instructions: 'Answer {{ inputs.question }}.',
  inputs: { type: 'object', properties: { question: { type: 'string' } } },
} as const satisfies AgentSpecInput;

function issuesOf(value: unknown): readonly SpecIssue[] {
  const parsed = parseAgentSpec(value);
  return parsed.ok ? [] : parsed.issues;
}

test('a minimal specification is filled up with what an agent needs to run without a key', () => {
  const parsed = parseAgentSpec(minimal);
  expect(parsed).toMatchObject({
    ok: true,
    spec: {
      type: 'BUILT_IN',
      model: { primary: 'builtin/extract', fallbacks: [] },
      knowledge: {},
      tools: {},
      limits: { steps: 20, deadlineMs: 300_000 },
      guards: { untrustedContent: 'APPROVAL', outboundApproval: true },
    },
  });
});

test('a parsed specification parses to itself', () => {
  for (const { spec } of Object.values(AGENT_TEMPLATES)) {
    const again = parseAgentSpec(JSON.parse(canonicalJson(spec)));
    expect(again).toEqual({ ok: true, spec });
  }
});

describe('each problem has its path and says what to do', () => {
  test.each([
    ['an unknown kind', { ...minimal, kind: 'QAA' }, 'WRONG_VALUE', 'kind', /Did you mean QA\?/],
    [
      'a misspelt field',
      { ...minimal, instruction: 'x' },
      'UNKNOWN_FIELD',
      'instruction',
      /Did you mean instructions\?/,
    ],
    ['no instructions', { ...minimal, instructions: undefined }, 'REQUIRED', 'instructions', /Give a string/],
    ['empty instructions', { ...minimal, instructions: '' }, 'TOO_SMALL', 'instructions', null],
    ['a later version', { ...minimal, specVersion: 2 }, 'WRONG_VALUE', 'specVersion', null],
    ['a model without a provider', { ...minimal, model: { primary: 'gpt' } }, 'WRONG_FORMAT', 'model.primary', null],
    [
      'a hot temperature',
      { ...minimal, model: { parameters: { temperature: 3 } } },
      'TOO_LARGE',
      'model.parameters.temperature',
      null,
    ],
    ['half a step', { ...minimal, limits: { steps: 0.5 } }, 'WRONG_TYPE', 'limits.steps', null],
    ['a bad key', { ...minimal, knowledge: { 'A B': { notebook: 'sales' } } }, 'WRONG_FORMAT', 'knowledge.A B', null],
    [
      'an agent of another system without an address',
      { ...minimal, type: 'EXTERNAL_API' },
      'REQUIRED',
      'endpoint',
      /protocol/,
    ],
    ['an older system without an address', { ...minimal, type: 'LEGACY' }, 'REQUIRED', 'endpoint', /protocol/],
    [
      'an old protocol of an agent of another system',
      { ...minimal, type: 'EXTERNAL_API', endpoint: { protocol: 'csv', url: 'https://a.example/' } },
      'WRONG_VALUE',
      'endpoint.protocol',
      /LEGACY/,
    ],
    [
      'a program without its path',
      { ...minimal, type: 'LEGACY', endpoint: { protocol: 'command', program: 'convert' } },
      'WRONG_FORMAT',
      'endpoint.program',
      null,
    ],
    ...[
      'accept',
      'accept-language',
      'content-type',
      'user-agent',
      'host',
      'content-length',
      'transfer-encoding',
      'connection',
    ].map((credentialHeader): [string, unknown, string, string, null] => [
      `a secret in the header ${credentialHeader}`,
      { ...minimal, type: 'EXTERNAL_API', endpoint: { protocol: 'rest', url: 'https://a.example/', credentialHeader } },
      'WRONG_FORMAT',
      'endpoint.credentialHeader',
      null,
    ]),
    ['a hybrid without a flow', { ...minimal, type: 'HYBRID' }, 'WRONG_VALUE', 'kind', /WORKFLOW/],
    [
      'an endpoint that is never called',
      { ...minimal, endpoint: { protocol: 'rest', url: 'https://a.example/' } },
      'WRONG_VALUE',
      'endpoint',
      /EXTERNAL_API/,
    ],
    ['a producer of nothing', { ...minimal, kind: 'PRODUCER' }, 'REQUIRED', 'produces.artifacts', /"report"/],
    [
      'files of an agent that answers',
      { ...minimal, produces: { artifacts: { a: { name: 'A', format: 'HTML' } } } },
      'WRONG_VALUE',
      'produces',
      /kind to PRODUCER/,
    ],
    [
      'a file with a path for a name',
      { ...minimal, kind: 'PRODUCER', produces: { artifacts: { a: { name: '../a', format: 'HTML' } } } },
      'WRONG_FORMAT',
      'produces.artifacts.a.name',
      null,
    ],
    [
      'two files of one name',
      {
        ...minimal,
        kind: 'PRODUCER',
        produces: { artifacts: { a: { name: 'A', format: 'HTML' }, b: { name: 'A', format: 'HTML' } } },
      },
      'DUPLICATE',
      'produces.artifacts.b.name',
      /a name of its own/,
    ],
    [
      'a file named by an unknown input',
      {
        ...minimal,
        kind: 'PRODUCER',
        produces: { artifacts: { a: { name: '{{ inputs.nothing }}', format: 'HTML' } } },
      },
      'UNKNOWN_PLACEHOLDER',
      'produces.artifacts.a.name',
      null,
    ],
    [
      'outputs of a producer',
      {
        ...minimal,
        kind: 'PRODUCER',
        outputs: { type: 'object' },
        produces: { artifacts: { a: { name: 'A', format: 'HTML' } } },
      },
      'WRONG_VALUE',
      'outputs',
      /Remove/,
    ],
    [
      'an input that nobody reads',
      { ...minimal, kind: 'CONVERSATIONAL' },
      'MISSING_INPUT',
      'inputs.properties.message',
      /Add "message"/,
    ],
    ['inputs that are no object', { ...minimal, inputs: { type: 'string' } }, 'WRONG_JSON_SCHEMA', 'inputs.type', null],
    [
      'a reference to the web',
      { ...minimal, outputs: { type: 'object', $ref: 'https://x.test/y' } },
      'WRONG_JSON_SCHEMA',
      'outputs.$ref',
      /\$defs/,
    ],
    [
      'a misspelt look-up',
      { ...minimal, instructions: '{{ inputs.qestion }}' },
      'UNKNOWN_PLACEHOLDER',
      'instructions',
      /inputs\.question/,
    ],
    [
      'code in a template',
      { ...minimal, instructions: '{{ 1 + 1 }}' },
      'UNKNOWN_PLACEHOLDER',
      'instructions',
      /Declared/,
    ],
    [
      'a fallback to itself',
      { ...minimal, model: { fallbacks: ['builtin/extract'] } },
      'DUPLICATE',
      'model.fallbacks.0',
      null,
    ],
    [
      'a notebook twice',
      { ...minimal, knowledge: { a: { notebook: 'x' }, b: { notebook: 'x' } } },
      'DUPLICATE',
      'knowledge.b.notebook',
      null,
    ],
  ])('%s', (_, value, code, path, hint) => {
    const issue = issuesOf(value).find((one) => one.path.join('.') === path);
    expect(issue).toMatchObject({ code });
    expect(issue?.message).not.toBe('');
    expect(issue?.hint ?? '').toMatch(hint ?? /^/);
  });
});

test('all problems are told at once', () => {
  const paths = issuesOf({ specVersion: 1, kind: 'X', limits: { steps: 0 }, color: 'red' }).map((issue) =>
    issue.path.join('.'),
  );
  expect(paths.toSorted()).toEqual(['color', 'inputs', 'instructions', 'kind', 'limits.steps']);
});

test('whatever comes, the parser answers and never throws', () => {
  fc.assert(
    fc.property(fc.anything({ withDate: true, withNullPrototype: true, maxDepth: 4 }), (value) => {
      const parsed = parseAgentSpec(value);
      expect(parsed.ok || parsed.issues.length > 0).toBe(true);
    }),
  );
});

test('a damaged part of a valid specification is either still valid or told with a path into it', () => {
  const keys = Object.keys(AGENT_TEMPLATES.conversation.spec);
  fc.assert(
    fc.property(fc.constantFrom(...keys), fc.jsonValue(), (key, value) => {
      const parsed = parseAgentSpec({ ...AGENT_TEMPLATES.conversation.spec, [key]: value });
      const messages = parsed.ok ? ['valid'] : parsed.issues.map((issue) => issue.message);
      expect(messages.length).toBeGreaterThan(0);
      for (const message of messages) expect(message).not.toBe('');
    }),
    { numRuns: 500 },
  );
});

test('keys of the prototype are refused, not followed', () => {
  const value: unknown = JSON.parse(
    '{"specVersion":1,"kind":"QA","knowledge":{"__proto__":{"notebook":"x"}},"__proto__":{"polluted":true}}',
  );
  expect(parseAgentSpec(value).ok).toBe(false);
  expect('polluted' in PERMISSIONS).toBe(false);
});

test('the JSON Schema describes what may be left out', () => {
  expect(agentSpecJsonSchema).toMatchObject({
    type: 'object',
    required: ['specVersion', 'kind', 'instructions', 'inputs'],
    additionalProperties: false,
  });
});
