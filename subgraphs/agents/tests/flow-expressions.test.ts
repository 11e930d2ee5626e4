import { agentSpecSchema, type AgentSpecInput } from '@aether/schema';
import { expect, test } from 'vitest';
import { flowExpressionIssues } from '../src/validation/flow-expression-issues.ts';

function issuesOf(value: string, each = 'item') {
  const flow: AgentSpecInput['flow'] = {
    nodes: {
      begin: { type: 'input' },
      first: { type: 'transform', value },
      all: { type: 'map', items: 'nodes.first.output', each: { type: 'transform', value: each } },
      later: { type: 'output', fields: { answer: '"x"' } },
    },
    edges: { a: { from: 'begin', to: 'first' }, b: { from: 'first', to: 'all' }, c: { from: 'all', to: 'later' } },
  };
  return flowExpressionIssues(
    agentSpecSchema.parse({
      specVersion: 1,
      kind: 'WORKFLOW',
      instructions: 'Do it.',
      inputs: { type: 'object', properties: { amount: { type: 'number' } }, additionalProperties: false },
      flow,
    }),
  );
}

test.for([
  ['inputs.amount > 100'],
  ['nodes["begin"].output.amount + 1'],
  ['nodes[?"begin"].orValue({})'],
  ['has(nodes.begin) ? [1, "a"] : []'],
])('%s is an expression', ([text = '']) => {
  expect(issuesOf(text).filter(({ path }) => path.includes('first'))).toEqual([]);
});

test.for<[name: string, text: string, code: string, message: RegExp]>([
  ['does not parse', 'inputs.amount >', 'WRONG_EXPRESSION', /node "first" cannot be read/],
  ['names a variable that there is not', 'amount > 1', 'WRONG_EXPRESSION', /amount/],
  ['forgets the brackets of an id with a hyphen', 'nodes.check-amount.output', 'WRONG_EXPRESSION', /amount/],
  ['is nested too deep', `${'('.repeat(40)}1${')'.repeat(40)}`, 'WRONG_EXPRESSION', /depth|deep/i],
  ['names an input that is not declared', 'inputs.amont', 'UNKNOWN_REFERENCE', /input "amont"/],
  ['names a node that is not there', 'nodes.nothing.output', 'UNKNOWN_REFERENCE', /"nothing", which is not there/],
  ['names a node that runs later', 'nodes.later.output', 'UNKNOWN_REFERENCE', /"later", which does not run before/],
  ['names the item outside of a map', 'item', 'WRONG_EXPRESSION', /only in "each" of a map/],
])('an expression that %s is an issue at its place', ([, text, code, message]) => {
  const issue = issuesOf(text).find(({ path }) => path.join('.') === 'flow.nodes.first.value');
  expect(issue).toMatchObject({ code, message: expect.stringMatching(message) });
});

test('inside a map the item and its place have a value', () => {
  expect(issuesOf('[1]', '{"of": item, "at": index + 1}')).toEqual([]);
  expect(issuesOf('[1]', 'itm')).toMatchObject([{ path: ['flow', 'nodes', 'all', 'each', 'value'] }]);
});
