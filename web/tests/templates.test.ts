import { describe, expect, test } from 'vitest';
import { fittingTemplates } from '../src/features/agents/templates/fitting-templates.ts';
import { chosenSpec } from '../src/features/agents/templates/template-choices.ts';
import { preferredModel } from '../src/features/agents/templates/preferred-model.ts';
import { templateFacts } from '../src/features/agents/templates/template-facts.ts';

const minutes = { name: 'Meeting minutes', description: 'Decisions and actions.', useCase: 'operations' };
const incident = { name: 'Incident summary', description: 'Blameless, from logs.', useCase: 'operations' };
const lead = { name: 'Sales qualification', description: 'Judges a lead.', useCase: 'sales' };
const all = [minutes, incident, lead];

describe('the gallery', () => {
  test('shows templates that hold every word, and counts what they are for', () => {
    expect(fittingTemplates(all, { words: 'FROM incident', useCase: undefined })).toEqual({
      templates: [incident],
      uses: [{ name: 'operations', count: 1 }],
    });
  });

  test('keeps a chosen use in sight when no template of it holds the words', () => {
    expect(fittingTemplates(all, { words: 'lead', useCase: 'operations' })).toEqual({
      templates: [],
      uses: [
        { name: 'operations', count: 0 },
        { name: 'sales', count: 1 },
      ],
    });
  });

  test('shows everything without words and use', () => {
    expect(fittingTemplates(all, { words: undefined, useCase: undefined }).templates).toEqual(all);
  });
});

const spec = {
  kind: 'PRODUCER',
  model: { primary: 'builtin/extract', fallbacks: [] },
  inputs: { properties: { title: { type: 'string', title: 'Meeting' }, notes: { type: 'string' } } },
  knowledge: { handbook: { notebook: 'handbook', topK: 12 }, rules: { notebook: 'rules' } },
  produces: {
    artifacts: {
      minutes: { name: 'Minutes of {{ inputs.title }}', format: 'DOCX' },
      list: { name: 'L', format: 'CSV' },
    },
    sections: [{ title: 'Decisions' }],
  },
};

test('what is chosen stands in the specification, and nothing else changes', () => {
  const chosen = chosenSpec(spec, {
    model: 'acme/writer',
    speech: 'acme/voice',
    notebooks: { handbook: 'guide', rules: '' },
  });
  expect(chosen).toEqual({
    ...spec,
    model: { primary: 'acme/writer', fallbacks: [] },
    knowledge: { handbook: { notebook: 'guide', topK: 12 } },
    produces: { ...spec.produces, speech: { model: 'acme/voice' } },
  });
  expect(chosenSpec(spec, { model: null, speech: null, notebooks: {} })).toBeNull();
});

test('a specification says what it takes, makes and needs', () => {
  expect(templateFacts(spec)).toMatchObject({
    inputs: [
      { key: 'title', title: 'Meeting' },
      { key: 'notes', title: 'notes' },
    ],
    files: [
      { name: 'Minutes of …', format: 'Word (DOCX)' },
      { name: 'L', format: 'Table (CSV)' },
    ],
    sections: ['Decisions'],
    notebooks: [
      { key: 'handbook', slug: 'handbook' },
      { key: 'rules', slug: 'rules' },
    ],
    needsStructure: true,
  });
  expect(templateFacts({ produces: null, inputs: [] })).toMatchObject({ inputs: [], files: [], sections: [] });
});

describe('the model that an agent begins with', () => {
  const model = (slug: string, more: object = {}) => ({
    slug,
    builtIn: false,
    status: 'HEALTHY',
    unpriced: false,
    ...more,
  });
  const builtIn = model('builtin/extract', { builtIn: true });
  const down = model('a/down', { status: 'DOWN' });
  const unpriced = model('b/unpriced', { unpriced: true });
  const unknown = model('c/unknown', { status: 'UNKNOWN' });
  const good = model('z/good');

  test('is one that answers and has a price, wherever it stands in the alphabet', () => {
    expect(preferredModel([builtIn, down, unpriced, unknown, good])).toBe(good);
    expect(preferredModel([builtIn, down, unknown, unpriced])).toBe(unpriced);
    expect(preferredModel([builtIn, down, unknown])).toBe(unknown);
  });

  test('is never a built-in one or one that is down', () => {
    expect(preferredModel([builtIn, down])).toBeUndefined();
  });
});
