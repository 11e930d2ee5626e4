import { expect, test } from 'vitest';
import { layoutFlow, NODE } from '../src/features/agents/flow/layout-flow.ts';
import { readFlow } from '../src/features/agents/flow/read-flow.ts';

const spec = {
  flow: {
    nodes: {
      begin: { type: 'input', name: 'Ticket' },
      check: { type: 'condition', expression: 'inputs.amount > 100' },
      ask: { type: 'approval', question: 'Pay?' },
      end: { type: 'output', fields: {} },
    },
    edges: {
      a: { from: 'begin', to: 'check' },
      b: { from: 'check', to: 'ask', when: true },
      c: { from: 'check', to: 'end', when: false },
      d: { from: 'ask', to: 'end' },
    },
  },
};

function layoutOf(value: unknown) {
  const flow = readFlow(value);
  if (flow === null) throw new Error('There is no flow.');
  return layoutFlow(flow);
}

test('each node stands below everything that leads to it', () => {
  const { nodes, edges } = layoutOf(spec);
  const y = new Map(nodes.map((node) => [node.id, node.y]));
  for (const { from, to } of edges) expect(y.get(to)).toBeGreaterThan(y.get(from) ?? Infinity);
  expect(nodes.find(({ id }) => id === 'check')).toMatchObject({ name: 'check', note: 'inputs.amount > 100' });
});

test('edges say for which answer they are taken', () => {
  expect(layoutOf(spec).edges.map(({ answer }) => answer)).toEqual([null, 'yes', 'no', null]);
});

test('an edge over several rows passes beside the nodes between', () => {
  const { nodes, edges } = layoutOf(spec);
  const ask = nodes.find(({ id }) => id === 'ask');
  const long = edges.find(({ id }) => id === 'c');
  if (ask === undefined || long === undefined) throw new Error('The layout lost something.');
  // It runs straight down along the row of `ask`, at the x of this line.
  const [, x, y] = /L ([\d.]+) ([\d.]+)/.exec(long.path) ?? [];
  expect(Number(y)).toBe(ask.y + NODE.height);
  expect(Number(x) < ask.x || Number(x) > ask.x + NODE.width).toBe(true);
});

test('nodes of one row do not overlap', () => {
  const nodes = Object.fromEntries(['a', 'b', 'c'].map((id) => [id, { type: 'transform', value: '1' }]));
  const xs = layoutOf({ flow: { nodes, edges: {} } })
    .nodes.map(({ x }) => x)
    .toSorted((left, right) => left - right);
  for (const [index, x] of xs.slice(1).entries()) expect(x - (xs[index] ?? 0)).toBeGreaterThanOrEqual(NODE.width);
});

test('a flow with a circle is drawn, for its author has to see it', () => {
  const edges = { ...spec.flow.edges, back: { from: 'ask', to: 'check' } };
  expect(layoutOf({ flow: { ...spec.flow, edges } }).nodes).toHaveLength(4);
});

test('a half written flow is drawn as far as it goes', () => {
  const half = {
    flow: {
      nodes: { begin: { type: 'input' }, broken: 7 },
      edges: { a: { from: 'begin' }, b: { from: 'begin', to: 'gone' } },
    },
  };
  expect(layoutOf(half)).toMatchObject({ nodes: [{ id: 'begin' }], edges: [] });
  expect(readFlow({})).toBeNull();
});
