import { isRecord } from '@aether/schema';
import { checkDag } from './check-dag.ts';
import { checkReferences } from './check-references.ts';
import type { LintIssue } from './lint-issue.ts';
import { type Call, type Template, type WorkflowSpec, workflowSpecSchema } from './manifest-shapes.ts';

const MOST_TEMPLATES = 200;
const MOST_PARAMETERS = 500;
/** Exactly one of them says what a template is. */
const TYPES = ['container', 'script', 'containerSet', 'resource', 'data', 'suspend', 'steps', 'dag', 'http', 'plugin'];
const STEP_NAME = /^[a-zA-Z0-9][-a-zA-Z0-9]*$/;
const DURATION = /^(\d+(\.\d+)?(ns|us|µs|ms|s|m|h))+$/;

/** The rules of workflows: templates, the calls between them, and what they refer to. */
export function checkTemplates(kind: string, manifest: Readonly<Record<string, unknown>>): LintIssue[] {
  const spec = specOf(kind, manifest);
  if (spec === null) return [];
  const base = kind === 'CronWorkflow' ? '/spec/workflowSpec' : '/spec';
  const names = new Map(
    spec.templates.flatMap((template) => (template.name === undefined ? [] : [[template.name, template]])),
  );
  return [
    ...checkEntry(spec, names, base),
    ...checkArguments(spec, kind, base),
    ...spec.templates.flatMap((template, index) => checkTemplate(template, names, `${base}/templates/${index}`)),
    ...checkReferences(spec, base),
  ];
}

function specOf(kind: string, manifest: Readonly<Record<string, unknown>>): WorkflowSpec | null {
  const spec = manifest['spec'];
  if (!isRecord(spec)) return null;
  if (kind === 'CronWorkflow') return workflowSpecSchema.parse(spec['workflowSpec']);
  return /^(Workflow|WorkflowTemplate|ClusterWorkflowTemplate)$/.test(kind) ? workflowSpecSchema.parse(spec) : null;
}

function checkEntry(spec: WorkflowSpec, names: ReadonlyMap<string, Template>, base: string): LintIssue[] {
  const found: LintIssue[] = [];
  if (spec.workflowTemplateRef !== undefined) {
    if (spec.templates.length > 0) found.push(error(`${base}/templates`, 'cannot stand beside workflowTemplateRef'));
    return found;
  }
  if (spec.templates.length > MOST_TEMPLATES) {
    found.push(error(`${base}/templates`, `are ${spec.templates.length}; Argo takes ${MOST_TEMPLATES}`));
  }
  for (const part of ['entrypoint', 'onExit'] as const) {
    const name = spec[part];
    if (name !== undefined && !names.has(name))
      found.push(error(`${base}/${part}`, `names the template "${name}", which does not exist`));
  }
  spec.templates.forEach(({ name }, index) => {
    if (name === undefined || spec.templates.findIndex((each) => each.name === name) === index) return;
    found.push(error(`${base}/templates/${index}/name`, `"${name}" is used twice`));
  });
  return found;
}

function checkArguments({ arguments: { parameters } }: WorkflowSpec, kind: string, base: string): LintIssue[] {
  return parameters.flatMap(({ name, value, enum: allowed }, index): LintIssue[] => {
    const path = `${base}/arguments/parameters/${index}`;
    if (allowed === undefined || (value === undefined && kind.endsWith('Template'))) return [];
    if (value !== undefined && allowed.includes(value)) return [];
    return [error(`${path}/value`, `of "${name}" must be one of ${allowed.join(', ')}`)];
  });
}

function checkTemplate(template: Template, names: ReadonlyMap<string, Template>, path: string): LintIssue[] {
  const types = TYPES.filter((type) => template[type] !== undefined && template[type] !== null);
  const found: LintIssue[] = [];
  if (types.length !== 1) {
    const said = types.length === 0 ? 'says not what it does' : `is ${types.join(' and ')} at once`;
    found.push(error(path, `${said}; give exactly one of ${TYPES.join(', ')}`));
  }
  if (template.inputs.parameters.length > MOST_PARAMETERS) {
    found.push(
      error(`${path}/inputs/parameters`, `are ${template.inputs.parameters.length}; Argo takes ${MOST_PARAMETERS}`),
    );
  }
  const isLeaf = template.dag === undefined && template.steps === undefined;
  for (const part of ['timeout', 'activeDeadlineSeconds'] as const) {
    if (!isLeaf && template[part] !== undefined)
      found.push(error(`${path}/${part}`, 'is for templates that do work, not for dag and steps'));
  }
  if (isLeaf && template.parallelism !== undefined) {
    found.push(error(`${path}/parallelism`, 'is for dag and steps'));
  }
  if (template.timeout !== undefined && !template.timeout.includes('{{') && !DURATION.test(template.timeout)) {
    found.push(error(`${path}/timeout`, `"${template.timeout}" is no duration such as 5m or 90s`));
  }
  const calls = callsOf(template, path);
  found.push(...calls.flatMap(([call, at]) => checkCall(call, names, at)));
  if (template.dag !== undefined) found.push(...checkDag(template.dag.tasks, template.dag.target, `${path}/dag`));
  if (template.parallelism !== undefined && calls.some(([{ template: name = '' }]) => isUnbound(names.get(name)))) {
    const message = 'does not bind plugin and http nodes; cap them with a semaphore on their template';
    found.push({ path: `${path}/parallelism`, message, severity: 'WARNING' });
  }
  return found;
}

const isUnbound = (template: Template | undefined) =>
  template !== undefined && (template['plugin'] !== undefined || template['http'] !== undefined);

function callsOf(template: Template, path: string): (readonly [call: Call, path: string])[] {
  const tasks = (template.dag?.tasks ?? []).map((task, index) => [task, `${path}/dag/tasks/${index}`] as const);
  const steps = (template.steps ?? []).flatMap((group, outer) =>
    group.map((step, inner) => [step, `${path}/steps/${outer}/${inner}`] as const),
  );
  const all = [...tasks, ...steps];
  return all;
}

function checkCall(call: Call, names: ReadonlyMap<string, Template>, path: string): LintIssue[] {
  const found: LintIssue[] = [];
  if (!STEP_NAME.test(call.name))
    found.push(error(`${path}/name`, `"${call.name}" must be letters, digits and hyphens`));
  const targets = [call.template, call.templateRef, call.inline].filter((target) => target !== undefined);
  if (targets.length !== 1) found.push(error(path, 'must call exactly one of template, templateRef, inline'));
  const fans = (['withItems', 'withParam', 'withSequence'] as const).filter((fan) => call[fan] !== undefined);
  if (fans.length > 1) found.push(error(path, `has ${fans.join(' and ')}; one of them says over what it runs`));
  if (call.template === undefined) return found;
  const target = names.get(call.template);
  if (target === undefined) {
    return [...found, error(`${path}/template`, `names the template "${call.template}", which does not exist`)];
  }
  const given = new Map(call.arguments.parameters.map((parameter) => [parameter.name, parameter]));
  for (const { name, value, default: standard, valueFrom, enum: allowed } of target.inputs.parameters) {
    const argument = given.get(name);
    if (argument === undefined && (value ?? standard ?? valueFrom) === undefined) {
      found.push(error(`${path}/arguments`, `lack the parameter "${name}" of template "${call.template}"`));
    }
    const literal = argument?.value?.includes('{{') === false ? argument.value : undefined;
    if (literal !== undefined && allowed !== undefined && !allowed.includes(literal)) {
      found.push(error(`${path}/arguments`, `give "${literal}" for "${name}", which is one of ${allowed.join(', ')}`));
    }
  }
  return found;
}

function error(path: string, message: string): LintIssue {
  return { path, message, severity: 'ERROR' };
}
