import { parseDepends, tasksOf } from '../../src/lint/depends.ts';
import { circleIn } from '../../src/lint/check-dag.ts';
import type { RunSpec } from './workflow-model.ts';

/** What Argo says about a spec that it cannot run; null when it can. The words are those of the recordings. */
export function problemOf(spec: RunSpec): string | null {
  for (const { name, value, enum: allowed } of spec.arguments.parameters) {
    if (allowed !== undefined && !allowed.includes(value ?? '')) {
      return `invalid spec: spec.arguments.${name}.value should be present in spec.arguments.${name}.enum list`;
    }
  }
  const entry = spec.templates.find(({ name }) => name === spec.entrypoint);
  if (entry === undefined) return `invalid spec: template name '${spec.entrypoint ?? ''}' undefined`;
  const given = new Set(spec.arguments.parameters.map(({ name }) => name));
  for (const { name, value, default: standard } of entry.inputs.parameters) {
    if (!given.has(name) && (value ?? standard) === undefined) {
      return `invalid spec: templates.${entry.name} inputs.parameters.${name} was not supplied`;
    }
  }
  const dependencies = new Map(
    (entry.dag?.tasks ?? []).map(({ name, depends }) => [
      name,
      depends === undefined ? [] : tasksOf(parseDepends(depends)),
    ]),
  );
  if (circleIn(dependencies) !== null) return `invalid spec: templates.${entry.name} sorting failed: graph with cycle`;
  return null;
}
