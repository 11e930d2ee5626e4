import { parseAgentSpec } from '@aether/schema';
import { expect, test } from 'vitest';
import { blockingItems, boundSpec, cloneItems } from '../src/market/clone-plan.ts';
import { requirementsOf } from '../src/market/requirements.ts';

function specOf(parts: Record<string, unknown>) {
  const parsed = parseAgentSpec({
    specVersion: 1,
    kind: 'QA',
    instructions: 'Answer.',
    inputs: { type: 'object', properties: { question: { type: 'string' } } },
    ...parts,
  });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
  return parsed.spec;
}

const NOBODYS = { models: new Map(), tools: new Map(), agents: new Map(), notebooks: new Map() };
const spec = specOf({
  model: { primary: 'far/large', fallbacks: ['far/small'] },
  knowledge: { one: { notebook: 'first' }, two: { notebook: 'second' } },
  tools: { orders: { tool: 'shop/orders' }, clerk: { tool: 'agent/clerk' } },
});
const options = {
  MODEL: [{ id: 'mdl_1', name: 'Near', slug: 'near/model' }],
  NOTEBOOK: [{ id: 'nbk_1', name: 'Mine', slug: 'mine' }],
  TOOL: [],
  AGENT: [{ id: 'agt_1', name: 'Mine', slug: 'my-clerk' }],
};

test('every closed part stands in the way, each with its own reason', () => {
  const items = cloneItems(requirementsOf(spec, NOBODYS), options);
  expect(blockingItems(items).map(({ key, outcome }) => [key, outcome])).toEqual([
    ['model:far/large', 'BIND'],
    ['model:far/small', 'BIND'],
    ['notebook:first', 'REQUEST'],
    ['notebook:second', 'REQUEST'],
    ['tool:shop/orders', 'BIND'],
    ['agent:clerk', 'BIND'],
  ]);
  expect(new Set(blockingItems(items).map(({ reason }) => reason)).size).toBe(6);
});

test('two parts bound to the same one become one', () => {
  const items = cloneItems(requirementsOf(spec, NOBODYS), options);
  const bound = boundSpec(spec, items, [
    { itemKey: 'model:far/large', optionId: 'mdl_1' },
    { itemKey: 'model:far/small', optionId: 'mdl_1' },
    { itemKey: 'notebook:first', optionId: 'nbk_1' },
    { itemKey: 'notebook:second', optionId: 'nbk_1' },
    { itemKey: 'agent:clerk', optionId: 'agt_1' },
  ]);
  expect(bound.model).toMatchObject({ primary: 'near/model', fallbacks: [] });
  expect(Object.entries(bound.knowledge).map(([id, { notebook }]) => [id, notebook])).toEqual([['one', 'mine']]);
  expect(Object.values(bound.tools).map(({ tool }) => tool)).toEqual(['shop/orders', 'agent/my-clerk']);
  expect(parseAgentSpec(bound)).toMatchObject({ ok: true });
});

test('while memory does not answer, every notebook is closed', () => {
  const verdicts = requirementsOf(spec, { ...NOBODYS, notebooks: null });
  expect(verdicts.filter(({ kind }) => kind === 'NOTEBOOK').map(({ satisfied }) => satisfied)).toEqual([false, false]);
});
