import { isRecord } from '@aether/schema';
import { expect, test } from 'vitest';
import { argoResource, type KubernetesObject } from '../src/index.ts';
import { kubernetesObjectSchema } from '../src/kubernetes/kubernetes-object.ts';
import { ControllerDouble } from '../testbed/controller/controller-double.ts';
import { MemoryCluster, type ObjectEvent } from '../testbed/memory-cluster.ts';
import { readRecording, type RecordedEvent, type RecordedWrite } from './read-recording.ts';

/** Time that stands still between the steps of a test. */
class VirtualTime {
  now = Date.UTC(2026, 10, 22, 10);
  readonly #timers: { readonly at: number; readonly run: () => Promise<void> }[] = [];

  schedule(ms: number, run: () => Promise<void>): void {
    this.#timers.push({ at: this.now + ms, run });
  }

  async advanceTo(instant: number): Promise<void> {
    for (;;) {
      const [next] = this.#timers.toSorted((a, b) => a.at - b.at);
      if (next === undefined || next.at > instant) break;
      this.#timers.splice(this.#timers.indexOf(next), 1);
      this.now = next.at;
      await next.run();
    }
    this.now = instant;
  }
}

/** What is compared: names, phases, answers and labels; not instants, uids, traces and orders of maps. */
function essence(plural: string, type: string, object: KubernetesObject): unknown {
  const { name, labels = {} } = object.metadata;
  const own = Object.fromEntries(Object.entries(labels).filter(([label]) => label.startsWith('workflows.')));
  const { spec, status } = object;
  if (plural === 'workflowtasksets') {
    const tasks = isRecord(spec) && isRecord(spec['tasks']) ? spec['tasks'] : {};
    const calls = Object.entries(tasks).map(([id, task]) => [id, isRecord(task) ? task['plugin'] : null]);
    const answers = isRecord(status) && isRecord(status['nodes']) ? status['nodes'] : null;
    return { type, name, labels: own, tasks: Object.fromEntries(calls), answers };
  }
  const { phase, message, progress, nodes } = isRecord(status) ? status : {};
  const entries = Object.entries(isRecord(nodes) ? nodes : {}).map(([id, node]) => {
    if (!isRecord(node)) return [id, node];
    const { displayName, type: kind, phase: nodePhase, message: said, outputs, templateName } = node;
    return [id, { displayName, kind, phase: nodePhase, said, outputs, templateName }];
  });
  return { type, name, labels: own, phase, message, progress, nodes: Object.fromEntries(entries) };
}

async function write(cluster: MemoryCluster, namespace: string, { verb, path, body }: RecordedWrite): Promise<void> {
  const [plural = '', name = '', subresource] = path.split('/');
  const resource = { ...argoResource('workflows', namespace), plural };
  if (verb === 'create') await cluster.create(resource, kubernetesObjectSchema.parse(body));
  else if (verb === 'delete') await cluster.delete(resource, name);
  else await cluster.patch(resource, name, body, subresource === 'status' ? { subresource } : {});
}

/** Per object: across objects a watch has no order that could be relied on. */
function byObject(events: readonly RecordedEvent[]): Record<string, unknown[]> {
  const seen: Record<string, unknown[]> = {};
  for (const { plural, type, object } of events) {
    (seen[`${plural}/${object.metadata.name}`] ??= []).push(essence(plural, type, object));
  }
  return seen;
}

test.for([
  'pluginApproval',
  'parallelism',
  'failFast',
  'terminate',
  'lateAnswer',
  'deleteRunning',
  'deadline',
  'doubleAnswer',
  'unknownNode',
  'invalid',
  'refused',
  'conflict',
])('an observer of %s sees what the recording of Argo 4.1.2 shows', async (scenario) => {
  const recording = readRecording(scenario);
  const time = new VirtualTime();
  const start = time.now;
  const seen: RecordedEvent[] = [];
  const failures: unknown[] = [];
  const cluster = new MemoryCluster(
    () => new Date(time.now),
    (plural: string, { type, object }: ObjectEvent) => {
      seen.push({ plural, type, object });
      controller.notice(object.metadata.name, type === 'ADDED' && plural === 'workflows' ? 0 : recording.requeueMs);
    },
  );
  await using controller = new ControllerDouble({
    cluster,
    namespace: recording.namespace,
    requeueMs: recording.requeueMs,
    now: () => new Date(time.now),
    schedule: (ms, run) => time.schedule(ms, run),
    report: (error) => failures.push(error),
  });

  for (const each of recording.writes) {
    await time.advanceTo(start + each.at);
    await write(cluster, recording.namespace, each);
  }
  await time.advanceTo(time.now + 10 * recording.requeueMs);

  expect(failures).toEqual([]);
  expect(recording.events.length).toBeGreaterThan(0);
  expect(byObject(seen)).toEqual(byObject(recording.events));
});
