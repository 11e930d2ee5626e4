import { expect, test } from 'vitest';
import type { Journal } from '../src/journal.ts';
import { routingHeaders } from '../src/loop/routing-headers.ts';

const fallbacks = ['acme/small', 'acme/other'];
const headersOf = (model: object, asked = 'acme/large') => {
  const spec = { model: { primary: 'acme/large', fallbacks, optimizeFor: 'QUALITY', parameters: {}, ...model } };
  return routingHeaders({ run: { agentId: 'agt_1', spec } as unknown as Journal['run'] }, asked);
};

test('an agent that wants to save lets the gateway choose among its own models, above its own floor', () => {
  expect(headersOf({ optimizeFor: 'COST', qualityFloor: 0.8 })).toEqual({
    'x-aether-candidates': 'acme/small,acme/other',
    'x-aether-optimize-for': 'cost',
    'x-aether-task-cluster': 'agent:agt_1',
    'x-aether-quality-floor': '0.8',
  });
});

test('an agent that wants quality, one without other models, and a fallback are asked as they are', () => {
  expect(headersOf({})).toEqual({});
  expect(headersOf({ optimizeFor: 'COST', fallbacks: [] })).toEqual({});
  expect(headersOf({ optimizeFor: 'SPEED' }, 'acme/small')).toEqual({});
});
