import { testViewer } from '@aether/test-support';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningAgents, createAgent, goodSpec, publish, startAgents } from './start-agents.ts';

let agents: RunningAgents;
beforeAll(async () => {
  agents = await startAgents();
});
afterAll(() => agents[Symbol.asyncDispose]());

describe('createAgent', () => {
  test('makes a private draft at revision 1 from a specification', async () => {
    const viewer = testViewer({ roleKey: 'builder' });
    const { agent, validation, userErrors } = await createAgent(agents, viewer, { name: '  Prüfung der Verträge ' });
    expect(userErrors).toEqual([]);
    expect(agent).toMatchObject({
      name: 'Prüfung der Verträge',
      slug: 'prufung-der-vertrage',
      status: 'DRAFT',
      visibility: 'PRIVATE',
      kind: 'QA',
      type: 'BUILT_IN',
      lastSeq: 0,
    });
    expect(agent.draft).toMatchObject({ revision: 1, spec: goodSpec });
    expect(validation).toEqual({ valid: true, issues: [] });
    const actions = new Map(agent.viewerActions.map((action: { name: string }) => [action.name, action]));
    expect(actions.get('publishAgent')).toEqual({ name: 'publishAgent', allowed: true, reason: null });
    expect(actions.get('runAgent')).toEqual({ name: 'runAgent', allowed: true, reason: null });
  });

  test('appends a number when the slug that follows from the name is taken', async () => {
    const viewer = testViewer();
    const slugs = [];
    for (let count = 0; count < 3; count += 1)
      slugs.push((await createAgent(agents, viewer, { name: 'Sales' })).agent.slug);
    expect(slugs).toEqual(['sales', 'sales-2', 'sales-3']);
    expect((await createAgent(agents, testViewer(), { name: 'Sales' })).agent.slug).toBe('sales');
  });

  test('gives equal names made at once different slugs', async () => {
    const viewer = testViewer();
    const made = await Promise.all(Array.from({ length: 4 }, () => createAgent(agents, viewer, { name: 'Race' })));
    expect(made.flatMap((each) => each.errors)).toEqual([]);
    expect(new Set(made.map((each) => each.agent.slug)).size).toBe(4);
  });

  test('refuses a slug that was asked for and is taken', async () => {
    const viewer = testViewer();
    await createAgent(agents, viewer, { slug: 'mine' });
    const { agent, userErrors } = await createAgent(agents, viewer, { slug: 'mine' });
    expect(agent).toBeNull();
    expect(userErrors).toMatchObject([{ code: 'ALREADY_EXISTS', path: ['slug'] }]);
  });

  test('answers the first result when a write is sent again, and refuses the key for another input', async () => {
    const viewer = testViewer();
    const first = await createAgent(agents, viewer, { idempotencyKey: 'once' });
    const again = await createAgent(agents, viewer, { idempotencyKey: 'once' });
    expect(again.agent.id).toBe(first.agent.id);
    const other = await createAgent(agents, viewer, { idempotencyKey: 'once', name: 'Another' });
    expect(other.errors[0]?.extensions).toMatchObject({ code: 'IDEMPOTENCY_MISMATCH' });
    const { data } = await agents.run(viewer, '{ agents { totalCount } }');
    expect(data.agents.totalCount).toBe(1);
  });

  test('begins with an empty draft that only lacks its instructions', async () => {
    const { agent, validation } = await createAgent(agents, testViewer(), { spec: undefined, kind: 'CONVERSATIONAL' });
    expect(agent.kind).toBe('CONVERSATIONAL');
    expect(validation).toMatchObject({ valid: false, issues: [{ code: 'TOO_SMALL', path: ['instructions'] }] });
  });

  test('starts from a template and from a version of another agent', async () => {
    const viewer = testViewer();
    const { data } = await agents.run(viewer, '{ agentTemplates { id slug kind } }');
    const template = data.agentTemplates.find((each: { slug: string }) => each.slug === 'conversation');
    const talk = await createAgent(agents, viewer, { spec: undefined, templateId: template.id });
    expect(talk).toMatchObject({ agent: { kind: 'CONVERSATIONAL' }, validation: { valid: true } });
    const { version } = await publish(agents, viewer, talk.agent.id);
    const clone = await createAgent(agents, viewer, { spec: undefined, versionId: version.id, name: 'Clone' });
    expect(clone.agent.draft.spec).toEqual(version.spec);
  });

  test('every template becomes a private draft of whoever uses it, and lacks at most its notebooks', async () => {
    const viewer = testViewer({ roleKey: 'builder' });
    const { data, errors } = await agents.run(
      viewer,
      '{ agentTemplates { id slug name kind needsLanguageModel example { input answer } spec requirements { kind slug satisfied } } }',
    );
    expect(errors).toEqual([]);
    for (const template of data.agentTemplates) {
      const { agent, validation, userErrors } = await createAgent(agents, viewer, {
        spec: undefined,
        templateId: template.id,
        name: template.name,
      });
      expect(userErrors).toEqual([]);
      expect(agent).toMatchObject({ status: 'DRAFT', visibility: 'PRIVATE', kind: template.kind });
      expect(agent.draft.spec).toEqual(template.spec);
      const missing = Object.values<{ notebook: string }>(template.spec.knowledge).map(({ notebook }) => notebook);
      expect(template.requirements.filter(({ kind }: { kind: string }) => kind === 'NOTEBOOK')).toMatchObject(
        missing.map((slug) => ({ slug, satisfied: false })),
      );
      const errorsOfSpec = validation.issues.filter(({ severity }: { severity: string }) => severity === 'ERROR');
      expect(errorsOfSpec).toHaveLength(missing.length);
      for (const { path } of errorsOfSpec) expect(path[0]).toBe('knowledge');
      expect(Object.keys(template.example.input).length).toBeGreaterThan(0);
      expect(template.example.answer).not.toBe('');
    }
  });

  test('keeps an invalid specification as a draft and tells every problem with its path', async () => {
    const spec = { ...goodSpec, kind: 'POET', model: { primary: 'vendor/unknown', temperature: 3 } };
    const { agent, validation } = await createAgent(agents, testViewer(), { spec });
    expect(agent.status).toBe('DRAFT');
    expect(validation.valid).toBe(false);
    expect(validation.issues).toEqual(
      expect.arrayContaining([
        { code: 'WRONG_VALUE', path: ['kind'], severity: 'ERROR' },
        { code: 'UNKNOWN_FIELD', path: ['model', 'temperature'], severity: 'ERROR' },
      ]),
    );
  });

  test.each([
    ['a list', { spec: [] }, ['spec']],
    ['more than 256 kB', { spec: { ...goodSpec, instructions: 'x'.repeat(256_000) } }, ['spec']],
    ['too deep nesting', { spec: JSON.parse(`${'{"a":'.repeat(70)}1${'}'.repeat(70)}`) }, ['spec']],
    ['an empty name', { name: '  ' }, ['name']],
    ['a slug with spaces', { slug: 'my agent' }, ['slug']],
  ])('refuses %s', async (_what, input, path) => {
    const { agent, userErrors } = await createAgent(agents, testViewer(), input);
    expect(agent).toBeNull();
    expect(userErrors).toMatchObject([{ code: 'VALIDATION_FAILED', path }]);
  });

  test('is not for a viewer or a member', async () => {
    for (const roleKey of ['viewer', 'member']) {
      const { errors } = await createAgent(agents, testViewer({ roleKey }));
      expect(errors[0]?.extensions).toMatchObject({ code: 'FORBIDDEN', facts: { permission: 'agent:create' } });
    }
  });
});
