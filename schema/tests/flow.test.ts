import { type AgentSpecInput, parseAgentSpec } from '@aether/schema';
import { expect, test } from 'vitest';

type FlowInput = NonNullable<AgentSpecInput['flow']>;

const begin = { type: 'input' } as const;
const end = { type: 'output', fields: { answer: '"done"' } } as const;
const work = { type: 'transform', value: '1' } as const;
const edge = (from: string, to: string, when?: boolean | string) => ({
  from,
  to,
  ...(when === undefined ? {} : { when }),
});

/** Input, the given nodes behind one another, output; and more edges. */
function flowOf(nodes: FlowInput['nodes'], more: FlowInput['edges'] = {}): FlowInput {
  const ids = ['begin', ...Object.keys(nodes), 'end'];
  const edges = Object.fromEntries(ids.slice(1).map((to, index) => [`e${index}`, edge(ids[index] ?? '', to)]));
  return { nodes: { begin, ...nodes, end }, edges: { ...edges, ...more } };
}

function issuesOf(flow: unknown, spec: Partial<AgentSpecInput> = {}) {
  const parsed = parseAgentSpec({
    specVersion: 1,
    kind: 'WORKFLOW',
    instructions: 'Do it.',
    inputs: { type: 'object', properties: { amount: { type: 'number' } } },
    tools: { find: { tool: 'crm/find' } },
    knowledge: { policies: { notebook: 'policies' } },
    flow,
    ...spec,
  });
  return parsed.ok ? [] : parsed.issues;
}

test('a flow from its input to its output is right', () => {
  expect(issuesOf(flowOf({ work }))).toEqual([]);
});

test('a WORKFLOW without a flow is told what to add', () => {
  expect(issuesOf(undefined)).toMatchObject([
    { code: 'REQUIRED', path: ['flow'], hint: expect.stringContaining('template') },
  ]);
});

const condition = { type: 'condition', expression: 'true' } as const;
const tool = { type: 'tool', tool: 'find' } as const;

test.for<[name: string, flow: FlowInput, code: string, path: string, message: RegExp, hint: RegExp]>([
  ['no input', { nodes: { end }, edges: {} }, 'REQUIRED', 'flow.nodes', /no node of type input/, /Add one/],
  ['no output', { nodes: { begin }, edges: {} }, 'REQUIRED', 'flow.nodes', /no node of type output/, /behind the last/],
  [
    'two inputs',
    { nodes: { begin, more: begin, end }, edges: { a: edge('begin', 'end'), b: edge('more', 'end') } },
    'DUPLICATE',
    'flow.nodes.more',
    /"begin" is of type input already/,
    /Remove one/,
  ],
  [
    'a circle',
    flowOf({ a: work, b: work }, { back: edge('b', 'a') }),
    'FLOW_CIRCLE',
    'flow.nodes.a',
    /"a" lies on a circle/,
    /type map/,
  ],
  [
    'an unreachable node',
    { ...flowOf({ a: work }), nodes: { begin, a: work, alone: work, end } },
    'FLOW_UNREACHABLE',
    'flow.nodes.alone',
    /No way leads .* "alone"/,
    /Add an edge/,
  ],
  [
    'an edge to nowhere',
    flowOf({ work }, { x: edge('work', 'ende') }),
    'UNKNOWN_REFERENCE',
    'flow.edges.x.to',
    /"ende", which is not a node/,
    /Did you mean end\?/,
  ],
  [
    'an edge out of a condition that names no answer',
    flowOf({ check: condition }),
    'FLOW_PORT',
    'flow.edges.e1.when',
    /leaves the condition "check"/,
    /true, false/,
  ],
  [
    'an answer that a node never gives',
    flowOf({ check: condition }, { e1: edge('check', 'end', 'maybe') }),
    'FLOW_PORT',
    'flow.edges.e1.when',
    /never answers "maybe"/,
    /true, false/,
  ],
  [
    'a case that a switch does not have',
    flowOf({ route: { type: 'switch', value: '"a"', cases: ['a', 'b'] } }, { e1: edge('route', 'end', 'c') }),
    'FLOW_PORT',
    'flow.edges.e1.when',
    /never answers "c"/,
    /a, b, otherwise/,
  ],
  [
    'an answer of a node that gives none',
    flowOf({ work }, { e1: edge('work', 'end', true) }),
    'FLOW_PORT',
    'flow.edges.e1.when',
    /gives no answer/,
    /Remove "when"/,
  ],
  [
    'an error handler that no failure leads to',
    flowOf({ work, save: { type: 'error-handler' } }),
    'FLOW_PORT',
    'flow.edges.e1.when',
    /not taken when its node fails/,
    /"error"/,
  ],
  [
    'a failure that leads to no handler',
    flowOf({ tool, work }, { e1: edge('tool', 'work', 'error') }),
    'FLOW_PORT',
    'flow.edges.e1.when',
    /leads to no error handler/,
    /type error-handler/,
  ],
  [
    'an edge out of the output',
    flowOf({ work }, { x: edge('end', 'work') }),
    'FLOW_PORT',
    'flow.edges.x.from',
    /nothing comes after it/,
    /another node/,
  ],
  [
    'the same edge twice',
    flowOf({ work }, { x: edge('begin', 'work') }),
    'DUPLICATE',
    'flow.edges.x',
    /already an edge from "begin" to "work"/,
    /Remove it/,
  ],
  [
    'a tool that the agent does not have',
    flowOf({ a: { type: 'tool', tool: 'fond' } }),
    'UNKNOWN_REFERENCE',
    'flow.nodes.a.tool',
    /names the tool "fond"/,
    /Did you mean find\?/,
  ],
  [
    'knowledge that the agent does not have',
    flowOf({ a: { type: 'retrieve', knowledge: 'prices', query: '"x"' } }),
    'UNKNOWN_REFERENCE',
    'flow.nodes.a.knowledge',
    /names the knowledge "prices"/,
    /policies/,
  ],
  [
    'a source that comes later',
    flowOf({
      ask: { type: 'model', prompt: '"x"', sources: ['search'] },
      search: { type: 'retrieve', knowledge: 'policies', query: '"x"' },
    }),
    'UNKNOWN_REFERENCE',
    'flow.nodes.ask.sources.0',
    /no node of type retrieve before it/,
    /none/,
  ],
  [
    'a tool of a map that is not there',
    flowOf({ all: { type: 'map', items: '[1]', each: { type: 'tool', tool: 'nothing' } } }),
    'UNKNOWN_REFERENCE',
    'flow.nodes.all.each.tool',
    /Node "all" names the tool "nothing"/,
    /find/,
  ],
  [
    'a question that looks up an input that is not there',
    flowOf({ ask: { type: 'approval', question: 'Pay {{ inputs.amont }}?' } }),
    'UNKNOWN_PLACEHOLDER',
    'flow.nodes.ask.question',
    /inputs.amont/,
    /inputs.amount/,
  ],
  [
    'a name in an address without an expression',
    flowOf({ ask: { type: 'http', url: 'https://a.example/{ctiy}', path: { city: '"Kiel"' } } }),
    'UNKNOWN_REFERENCE',
    'flow.nodes.ask.url',
    /"\{ctiy\}" in its address/,
    /Add "ctiy" to path/,
  ],
  [
    'a secret in a header',
    flowOf({ ask: { type: 'http', url: 'https://a.example/', headers: { authorization: 'Bearer x' } } }),
    'WRONG_VALUE',
    'flow.nodes.ask.headers.authorization',
    /no specification may set/,
    /named as a credential/,
  ],
  [
    'a wait for nothing',
    flowOf({ ask: { type: 'wait' } }),
    'WRONG_VALUE',
    'flow.nodes.ask.seconds',
    /nothing to wait for/,
    /exactly one/,
  ],
  [
    'a timeout without a signal',
    flowOf({ ask: { type: 'wait', seconds: '5', timeoutMs: 5_000 } }),
    'WRONG_VALUE',
    'flow.nodes.ask.timeoutMs',
    /waits for no signal/,
    /Remove/,
  ],
])('%s is an issue with its place, the reason and what to do', ([, flow, code, path, message, hint]) => {
  const issue = issuesOf(flow).find((each) => each.code === code && each.path.join('.') === path);
  expect(issue?.message).toMatch(message);
  expect(issue?.hint).toMatch(hint);
});

test.for(['https://{host}/', 'https://user:pass@a.example/', 'ftp://a.example/', 'https://a.example/#x', 'a.example'])(
  'the address %s is refused: its host must be written out, without secrets',
  (url) => {
    const [issue] = issuesOf(flowOf({ ask: { type: 'http', url } }));
    expect(issue).toMatchObject({ code: 'WRONG_FORMAT', path: ['flow', 'nodes', 'ask', 'url'] });
  },
);

test.for(['recall', 'remember', 'container'])(
  'a node of type %s is refused by its id, with why and what instead',
  (type) => {
    const [issue] = issuesOf(flowOf({ later: { type, anything: 1 } as FlowInput['nodes'][string] }));
    expect(issue).toMatchObject({ code: 'NOT_RUNNABLE', path: ['flow', 'nodes', 'later', 'type'] });
    expect(issue?.message).toMatch(new RegExp(`^Node "later" is of type ${type} and cannot run: .+\\.$`));
    expect(issue?.hint).toMatch(/\.$/);
  },
);

test('more nodes than a run may take steps are refused before one runs out of them', () => {
  const nodes = Object.fromEntries(Array.from({ length: 4 }, (_, index) => [`n${index}`, work]));
  expect(issuesOf(flowOf(nodes), { limits: { steps: 4 } })).toMatchObject([
    { code: 'TOO_LARGE', message: expect.stringMatching(/5 nodes .* 4\.$/) },
  ]);
});
