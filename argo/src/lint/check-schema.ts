import { isRecord } from '@aether/schema';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import events from '../schemas/argo-events-1.9.11.schema.json' with { type: 'json' };
import workflows from '../schemas/argo-workflows-4.1.2.schema.json' with { type: 'json' };
import type { LintIssue } from './lint-issue.ts';

const GROUPS = [
  {
    schema: workflows,
    prefix: 'io.argoproj.workflow.v1alpha1.',
    kinds: ['Workflow', 'WorkflowTemplate', 'ClusterWorkflowTemplate', 'CronWorkflow', 'WorkflowEventBinding'],
  },
  { schema: events, prefix: 'io.argoproj.events.v1alpha1.', kinds: ['EventSource', 'Sensor', 'EventBus'] },
] as const;

/** Objects that Kubernetes itself leaves open. */
const OPEN = /^(io\.k8s\.apimachinery\.pkg\.runtime\.RawExtension|.*\.FieldsV1)$/;
/** Widths of Go's numbers; JSON Schema has only the type. */
const FORMATS = ['int32', 'int64', 'uint64', 'byte', 'double', 'float', 'date-time'];

const validators = new Map<string, ValidateFunction>();

/** Kinds that can be checked. */
export const LINTED_KINDS: readonly string[] = GROUPS.flatMap(({ kinds }) => kinds);

/**
 * The shape of a manifest against Argo's own schemas, strictly: an unknown field is an error, because the cluster
 * would drop it without a word. The schema of a kind is compiled when it is first needed (about a second).
 */
export function checkSchema(kind: string, manifest: unknown): LintIssue[] {
  const validate = validators.get(kind) ?? compile(kind);
  validators.set(kind, validate);
  if (validate(manifest)) return [];
  return (validate.errors ?? []).map(({ instancePath, message = 'is wrong', params }): LintIssue => {
    const unknown: unknown = params['additionalProperty'];
    const said = typeof unknown === 'string' ? `has the unknown field "${unknown}"` : message;
    return { path: instancePath, message: said, severity: 'ERROR' };
  });
}

function compile(kind: string): ValidateFunction {
  const group = GROUPS.find(({ kinds }) => kinds.some((each) => each === kind));
  if (group === undefined) throw new RangeError(`${kind} is not one of ${LINTED_KINDS.join(', ')}.`);
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  for (const format of FORMATS) ajv.addFormat(format, true);
  ajv.addSchema({ ...group.schema, definitions: closed(group.schema.definitions) });
  return ajv.compile({ $ref: `${group.schema.$id}#/definitions/${group.prefix}${kind}` });
}

function closed(definitions: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(definitions).map(([name, definition]) => {
      const isTyped = isRecord(definition) && 'properties' in definition && !('additionalProperties' in definition);
      return [name, isTyped && !OPEN.test(name) ? { ...definition, additionalProperties: false } : definition];
    }),
  );
}
