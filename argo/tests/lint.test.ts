import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { describe, expect, test } from 'vitest';
import { lintManifest } from '../src/index.ts';

const examples = join(import.meta.dirname, '../examples');
const documents = globSync('*.yaml', { cwd: examples }).flatMap((file) =>
  parseAllDocuments(readFileSync(join(examples, file), 'utf8')).map((document) => {
    const object: { kind: string; metadata: { name: string } } = document.toJS();
    return { name: `${file}: ${object.kind} ${object.metadata.name}`, object, errors: document.errors };
  }),
);

test.for(documents)('the example $name is what Argo takes, without a warning', ({ object, errors }) => {
  expect(errors).toEqual([]);
  expect(lintManifest(object)).toEqual([]);
});

const plugin = { name: 'call', inputs: { parameters: [{ name: 'node' }] }, plugin: { aether: {} } };
const node = (name: string, more: object = {}) => ({
  name,
  template: 'call',
  arguments: { parameters: [{ name: 'node', value: name }] },
  ...more,
});
const workflow = (spec: object, metadata: object = { name: 'w' }) => ({
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Workflow',
  metadata,
  spec,
});
const dag = (...tasks: object[]) =>
  workflow({ entrypoint: 'main', templates: [plugin, { name: 'main', dag: { tasks } }] });
const sensor = (trigger: object) => ({
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Sensor',
  metadata: { name: 's' },
  spec: { dependencies: [{ name: 'uploaded', eventSourceName: 'e', eventName: 'n' }], triggers: [trigger] },
});

describe('workflows', () => {
  test.for<[name: string, manifest: unknown, path: string, message: RegExp]>([
    ['a kind that is not Argo’s', { kind: 'Pod' }, '/kind', /must be one of Workflow/],
    ['nothing', null, '/kind', /is missing/],
    ['a field that the cluster would drop', workflow({ entryPoint: 'main' }), '/spec', /unknown field "entryPoint"/],
    [
      'a number as a value',
      workflow({ arguments: { parameters: [{ name: 'n', value: 5 }] } }),
      '/spec/arguments/parameters/0/value',
      /must be string/,
    ],
    ['no name', workflow({ entrypoint: 'call', templates: [plugin] }, {}), '/metadata/name', /is missing/],
    [
      'a name over 63 characters',
      workflow({}, { name: 'w'.repeat(64) }),
      '/metadata/name',
      /64 characters; at most 63/,
    ],
    [
      'an unknown entrypoint',
      workflow({ entrypoint: 'nope', templates: [plugin] }),
      '/spec/entrypoint',
      /"nope", which does not exist/,
    ],
    [
      'two templates of one name',
      workflow({ entrypoint: 'call', templates: [plugin, plugin] }),
      '/spec/templates/1/name',
      /used twice/,
    ],
    [
      'a template of two types',
      workflow({ entrypoint: 'call', templates: [{ ...plugin, suspend: {} }] }),
      '/spec/templates/0',
      /suspend and plugin at once/,
    ],
    [
      'a circle',
      dag(node('a', { depends: 'b' }), node('b', { depends: 'a' })),
      '/spec/templates/1/dag/tasks',
      /circle: a → b → a/,
    ],
    [
      'an unknown dependency',
      dag(node('a', { depends: 'x.Succeeded' })),
      '/spec/templates/1/dag/tasks/0/depends',
      /"x", which does not exist/,
    ],
    [
      'an unknown result',
      dag(node('a'), node('b', { depends: 'a.Done' })),
      '/spec/templates/1/dag/tasks/1/depends',
      /"Done" is none of/,
    ],
    [
      'depends that does not parse',
      dag(node('a'), node('b', { depends: '(a &&' })),
      '/spec/templates/1/dag/tasks/1/depends',
      /expected the name of a task/,
    ],
    [
      'depends beside dependencies',
      dag(node('a'), node('b', { depends: 'a', dependencies: ['a'] })),
      '/spec/templates/1/dag/tasks/1/depends',
      /cannot stand beside/,
    ],
    [
      'a missing argument',
      dag({ name: 'a', template: 'call' }),
      '/spec/templates/1/dag/tasks/0/arguments',
      /lack the parameter "node"/,
    ],
    [
      'an unknown template',
      dag({ name: 'a', template: 'nope' }),
      '/spec/templates/1/dag/tasks/0/template',
      /"nope", which does not exist/,
    ],
    [
      'two fan-outs at once',
      dag(node('a', { withItems: ['1'], withParam: '[]' })),
      '/spec/templates/1/dag/tasks/0',
      /withItems and withParam/,
    ],
    [
      'more than 200 tasks',
      dag(...Array.from({ length: 201 }, (_, index) => node(`t${index}`))),
      '/spec/templates/1/dag/tasks',
      /are 201/,
    ],
    [
      'a reference to an unknown task',
      dag(node('a', { when: '{{tasks.x.outputs.result}} == 1' })),
      '/spec/templates/1',
      /not one of the tasks here/,
    ],
    [
      'an output that is not declared',
      dag(node('a'), node('b', { when: '{{tasks.a.outputs.parameters.cost}} == 1' })),
      '/spec/templates/1',
      /not declared in outputs/,
    ],
    [
      'an unknown parameter',
      workflow({
        entrypoint: 'call',
        templates: [{ name: 'call', plugin: { aether: { id: '{{workflow.parameters.id}}' } } }],
      }),
      '/spec/templates/0',
      /not a parameter of the workflow/,
    ],
    [
      'a bare number as time-out',
      workflow({ entrypoint: 'call', templates: [{ ...plugin, timeout: '300' }] }),
      '/spec/templates/0/timeout',
      /no duration/,
    ],
  ])('%s is found', ([, manifest, path, message]) => {
    const issues = lintManifest(manifest);
    expect(issues).toContainEqual({ path, message: expect.stringMatching(message), severity: 'ERROR' });
  });

  test('parallelism over plugin nodes is a warning, for it binds nothing', () => {
    const templates = [plugin, { name: 'main', parallelism: 2, dag: { tasks: [node('a')] } }];
    expect(lintManifest(workflow({ entrypoint: 'main', templates }))).toEqual([
      { path: '/spec/templates/1/parallelism', message: expect.stringContaining('semaphore'), severity: 'WARNING' },
    ]);
  });
});

describe('events', () => {
  const http = { url: 'http://x', payload: [] };
  test.for<[name: string, trigger: object, path: string, message: RegExp]>([
    [
      'a condition on an unknown dependency',
      { template: { name: 't', conditions: 'uploaded && gone', log: {} } },
      '/spec/triggers/0/template/conditions',
      /"gone"/,
    ],
    [
      'data of an unknown dependency',
      { template: { name: 't', log: {} }, parameters: [{ src: { dependencyName: 'gone' }, dest: 'x' }] },
      '/spec/triggers/0',
      /"gone"/,
    ],
    [
      'a retry that does nothing',
      { template: { name: 't', log: {} }, retryStrategy: { steps: 3 } },
      '/spec/triggers/0/retryStrategy',
      /atLeastOnce/,
    ],
    [
      'a call whose every answer is success',
      { template: { name: 't', http } },
      '/spec/triggers/0/policy',
      /any answer counts as success/,
    ],
  ])('%s is found', ([, trigger, path, message]) => {
    const issues = lintManifest(sensor(trigger));
    expect(issues).toContainEqual({ path, message: expect.stringMatching(message), severity: expect.any(String) });
  });

  test('sources of both ways to be highly available cannot share an EventSource', () => {
    const spec = { webhook: { hook: { port: '1', endpoint: '/' } }, calendar: { hourly: { interval: '1h' } } };
    const source = { apiVersion: 'argoproj.io/v1alpha1', kind: 'EventSource', metadata: { name: 'e' }, spec };
    expect(lintManifest(source)).toEqual([
      { path: '/spec', message: expect.stringContaining('webhook and calendar'), severity: 'ERROR' },
    ]);
  });
});
