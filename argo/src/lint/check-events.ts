import { isRecord } from '@aether/schema';
import type { LintIssue } from './lint-issue.ts';
import { type SensorSpec, sensorSpecSchema } from './manifest-shapes.ts';

/** Sources that all replicas serve; every other type runs in one replica at a time. The two cannot share a source. */
const SERVED_BY_ALL = new Set([
  'webhook',
  'github',
  'gitlab',
  'bitbucket',
  'bitbucketserver',
  'sns',
  'sqs',
  'slack',
  'storageGrid',
  'stripe',
]);
/** Fields of an EventSource's spec that are no source. */
const SETTINGS = new Set(['eventBusName', 'replicas', 'service', 'template']);

/** The rules of Argo Events that its schema cannot say; the cluster tells most of them only in a log. */
export function checkEvents(manifest: Readonly<Record<string, unknown>>): LintIssue[] {
  const spec = manifest['spec'];
  if (manifest['kind'] === 'EventSource' && isRecord(spec)) return checkEventSource(spec);
  return manifest['kind'] === 'Sensor' ? checkSensor(sensorSpecSchema.parse(spec)) : [];
}

function checkEventSource(spec: Readonly<Record<string, unknown>>): LintIssue[] {
  const types = Object.keys(spec).filter((key) => !SETTINGS.has(key));
  const found: LintIssue[] = [];
  if (new Set(types.map((type) => SERVED_BY_ALL.has(type))).size > 1) {
    const message = `mixes ${types.join(' and ')}: sources that all replicas serve and sources that one serves need an EventSource each`;
    found.push({ path: '/spec', message, severity: 'ERROR' });
  }
  const seen = new Set<string>();
  for (const type of types) {
    for (const name of Object.keys(isRecord(spec[type]) ? spec[type] : {})) {
      if (seen.has(name)) found.push(error(`/spec/${type}/${name}`, 'is used by another source of this EventSource'));
      seen.add(name);
    }
  }
  return found;
}

function checkSensor({ dependencies, triggers }: SensorSpec): LintIssue[] {
  const names = new Set(dependencies.map(({ name }) => name));
  const seen = new Set<string>();
  return triggers.flatMap((trigger, index) => {
    const path = `/spec/triggers/${index}`;
    const found: LintIssue[] = [];
    const { template } = trigger;
    if (template !== undefined) {
      if (seen.has(template.name)) found.push(error(`${path}/template/name`, `"${template.name}" is used twice`));
      seen.add(template.name);
      for (const name of template.conditions?.match(/[A-Za-z0-9][-\w]*/g) ?? []) {
        if (!names.has(name))
          found.push(error(`${path}/template/conditions`, `names the dependency "${name}", which does not exist`));
      }
    }
    for (const name of sourcesOf(trigger)) {
      if (!names.has(name)) found.push(error(path, `takes data from the dependency "${name}", which does not exist`));
    }
    for (const part of ['retryStrategy', 'dlqTrigger'] as const) {
      if (trigger[part] !== undefined && trigger.atLeastOnce !== true) {
        found.push(warning(`${path}/${part}`, 'does nothing without atLeastOnce: true'));
      }
    }
    if (template?.http !== undefined && trigger.policy?.status === undefined) {
      found.push(warning(`${path}/policy`, 'lacks status.allow, so that any answer counts as success'));
    }
    return found;
  });
}

function sourcesOf({ template, parameters }: SensorSpec['triggers'][number]): string[] {
  const all = [
    ...parameters,
    ...(template?.k8s?.parameters ?? []),
    ...(template?.argoWorkflow?.parameters ?? []),
    ...(template?.http?.payload ?? []),
    ...(template?.http?.dynamicHeaders ?? []),
  ];
  return all.flatMap(({ src }) => src?.dependencyName ?? []);
}

const error = (path: string, message: string): LintIssue => ({ path, message, severity: 'ERROR' });
const warning = (path: string, message: string): LintIssue => ({ path, message, severity: 'WARNING' });
