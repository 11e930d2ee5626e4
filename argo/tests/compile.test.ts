import { type Flow, flowSchema } from '@aether/schema';
import { expect, test } from 'vitest';
import {
  CannotCompileError,
  compileWorkflowTemplate,
  lintManifest,
  workflowName,
  workflowTemplateName,
} from '../src/index.ts';

const version = { tenantId: 'tnt_1', agentSlug: 'lead-qualifier', versionId: 'ver_1', namespace: 'runs' };
const agent = { type: 'agent', agent: 'researcher' };
const flowOf = (nodes: object, edges: object = {}): Flow => flowSchema.parse({ nodes, edges });
const compile = (flow?: Flow) => compileWorkflowTemplate({ ...version, flow });

/** `task → depends [when]` of each task. */
function tasksOf(flow: Flow): Record<string, string> {
  const [main] = compile(flow).spec.templates;
  if (main === undefined || !('dag' in main)) throw new Error('The flow became no DAG.');
  return Object.fromEntries(
    main.dag.tasks.map(({ name, depends = '', when }) => [name, when === undefined ? depends : `${depends} [${when}]`]),
  );
}

function refusal(flow: Flow) {
  try {
    compile(flow);
  } catch (error) {
    if (error instanceof CannotCompileError) return error.issues;
    throw error;
  }
  throw new Error('The flow was compiled.');
}

test('an agent without a flow becomes one plugin node that carries the id of its execution', () => {
  const template = compile();
  expect(template.spec.templates).toEqual([
    { name: 'main', plugin: { aether: { execution: '{{workflow.parameters.execution}}', node: 'AGENT' } } },
  ]);
  expect(lintManifest(template)).toEqual([]);
});

test('nodes behind one another are a sequence, several edges out of one are parallel branches', () => {
  const flow = flowOf(
    { plan: agent, left: agent, right: agent, report: agent },
    {
      a: { from: 'plan', to: 'left' },
      b: { from: 'plan', to: 'right' },
      c: { from: 'left', to: 'report' },
      d: { from: 'right', to: 'report' },
    },
  );
  expect(tasksOf(flow)).toMatchObject({ plan: '', left: 'plan.Succeeded', right: 'plan.Succeeded' });
  expect(tasksOf(flow)['report']).toContain('(left.Succeeded || left.Skipped || left.Omitted)');
  expect(tasksOf(flow)['report']).toContain('!plan.Failed');
  expect(lintManifest(compile(flow))).toEqual([]);
});

test('an edge out of a condition is taken by its answer', () => {
  const flow = flowOf(
    { large: { type: 'condition', expression: 'inputs.amount > 100' }, ask: { type: 'approval', question: 'Pay?' } },
    { yes: { from: 'large', to: 'ask', when: true } },
  );
  expect(tasksOf(flow)['ask']).toBe('large.Succeeded [{{tasks.large.outputs.result}} == true]');
});

test('where a conditional edge meets another, it becomes a task of its own', () => {
  const flow = flowOf(
    { large: { type: 'condition', expression: 'inputs.amount > 100' }, check: agent, pay: agent },
    {
      yes: { from: 'large', to: 'check', when: true },
      no: { from: 'large', to: 'pay', when: false },
      checked: { from: 'check', to: 'pay' },
    },
  );
  const tasks = tasksOf(flow);
  expect(tasks['Gate-no']).toBe('large.Succeeded [{{tasks.large.outputs.result}} == false]');
  expect(tasks['pay']).toContain('(check.Succeeded || Gate-no.Succeeded)');
  expect(lintManifest(compile(flow))).toEqual([]);
});

test('equal flows give equal bytes, in whatever order they were written', () => {
  const one = flowOf({ a: agent, b: agent }, { x: { from: 'a', to: 'b' } });
  const other = flowOf({ b: agent, a: agent }, { x: { to: 'b', from: 'a' } });
  expect(JSON.stringify(compile(one))).toBe(JSON.stringify(compile(other)));
});

test.for<[name: string, flow: Flow, path: string, message: RegExp, hint: RegExp]>([
  ['no nodes', flowOf({}), 'nodes', /no nodes/, /Add one/],
  [
    'a circle',
    flowOf({ a: agent, b: agent }, { x: { from: 'a', to: 'b' }, y: { from: 'b', to: 'a' } }),
    'nodes.a',
    /"a" lies on a circle/,
    /inside its loop/,
  ],
  [
    'a race',
    flowOf(
      { a: agent, b: agent, first: { ...agent, join: 'ANY' } },
      { x: { from: 'a', to: 'first' }, y: { from: 'b', to: 'first' } },
    ),
    'nodes.first.join',
    /"first" goes on after any one/,
    /ALL, or run the flow with executor LOCAL/,
  ],
  [
    'an edge to nowhere',
    flowOf({ work: agent }, { x: { from: 'work', to: 'end' } }),
    'edges.x.to',
    /names "end"/,
    /Nodes are work/,
  ],
  [
    'a condition without an answer on its edge',
    flowOf({ c: { type: 'condition', expression: 'true' }, a: agent }, { x: { from: 'c', to: 'a' } }),
    'edges.x.when',
    /leaves the condition "c"/,
    /true, false/,
  ],
  [
    'an answer on an edge of an agent',
    flowOf({ a: agent, b: agent }, { x: { from: 'a', to: 'b', when: true } }),
    'edges.x.when',
    /"a" is of type agent and gives no answer/,
    /Remove "when"/,
  ],
  [
    'an expression that is not CEL',
    flowOf({ c: { type: 'condition', expression: 'inputs.amount >' } }),
    'nodes.c.expression',
    /of node "c" is not CEL/,
    /inputs.amount > 100/,
  ],
  [
    'more tasks than Argo takes',
    flowOf(Object.fromEntries(Array.from({ length: 201 }, (_, index) => [`n${index}`, agent]))),
    'nodes',
    /201 nodes .* 200 tasks/,
    /agent of its own/,
  ],
])('%s is refused, with the place, the reason and what to do instead', ([, flow, path, message, hint]) => {
  const issue = refusal(flow).find((each) => each.path.join('.') === path);
  expect(issue?.message).toMatch(message);
  expect(issue?.hint).toMatch(hint);
});

test('a flow that would not fit into an object of the cluster is refused', () => {
  const nodes = Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`${'n'.repeat(55)}${index}`, agent]));
  const names = Object.keys(nodes);
  const edges = Object.fromEntries(
    names.flatMap((to, index) =>
      names.slice(0, index).map((from) => [`${from.slice(-4)}-${to.slice(-4)}`, { from, to }]),
    ),
  );
  expect(refusal(flowOf(nodes, edges))[0]?.message).toMatch(/would have \d+ bytes/);
});

test('names are deterministic, short enough for labels, and differ by tenant and version', () => {
  expect(workflowName('exe_01JABCDEFGHJKMNPQRSTVWXYZ0')).toBe('ax-01jabcdefghjkmnpqrstvwxyz0');
  const long = { ...version, agentSlug: 'a'.repeat(63) };
  for (const identity of [version, long]) {
    expect(workflowTemplateName(identity)).toMatch(/^agent-[a-z0-9-]{1,39}$/);
    expect(workflowTemplateName(identity)).toBe(workflowTemplateName({ ...identity }));
    expect(workflowTemplateName({ ...identity, tenantId: 'tnt_2' })).not.toBe(workflowTemplateName(identity));
    expect(workflowTemplateName({ ...identity, versionId: 'ver_2' })).not.toBe(workflowTemplateName(identity));
  }
  expect(workflowName('exe_Ä')).not.toBe(workflowName('exe_Ö'));
});
