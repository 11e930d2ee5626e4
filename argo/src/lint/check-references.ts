import type { LintIssue } from './lint-issue.ts';
import type { Template, WorkflowSpec } from './manifest-shapes.ts';

/** `{{name.of.something}}`; expressions (`{{=…}}`) have a language of their own and are left to the cluster. */
const REFERENCE = /\{\{([^={}][^{}]*)\}\}/g;

/** Whether plain `{{…}}` references name something that exists. */
export function checkReferences(spec: WorkflowSpec, base: string): LintIssue[] {
  const parameters = new Set(spec.arguments.parameters.map(({ name }) => name));
  return spec.templates.flatMap((template, index) => {
    const path = `${base}/templates/${index}`;
    return [...JSON.stringify(template).matchAll(REFERENCE)].flatMap(([, text = '']): LintIssue[] => {
      const problem = problemOf(text.trim(), template, parameters, spec.templates);
      return problem === null ? [] : [{ path, message: `{{${text}}} ${problem}`, severity: 'ERROR' }];
    });
  });
}

function problemOf(
  reference: string,
  template: Template,
  parameters: ReadonlySet<string>,
  templates: readonly Template[],
): string | null {
  const [scope, second, third = '', kind = '', output = ''] = reference.split('.');
  if (scope === 'workflow' && second === 'parameters') {
    return third === '' || parameters.has(third)
      ? null
      : `is not a parameter of the workflow; there are ${listed(parameters)}`;
  }
  if (scope === 'inputs' && second === 'parameters') {
    const names = new Set(template.inputs.parameters.map(({ name }) => name));
    return third === '' || names.has(third) ? null : `is not an input of the template; there are ${listed(names)}`;
  }
  if (scope !== 'tasks' && scope !== 'steps') return null;
  const calls = scope === 'tasks' ? (template.dag?.tasks ?? []) : (template.steps ?? []).flat();
  const call = calls.find(({ name }) => name === second);
  if (call === undefined)
    return `is not one of the ${scope} here; there are ${listed(new Set(calls.map(({ name }) => name)))}`;
  if (third !== 'outputs' || kind !== 'parameters' || call.template === undefined) return null;
  const declared = templates.find(({ name }) => name === call.template)?.outputs.parameters ?? [];
  if (declared.some(({ name }) => name === output)) return null;
  return `is not declared in outputs.parameters of template "${call.template}" (use valueFrom: {supplied: {}})`;
}

const listed = (names: ReadonlySet<string>) => (names.size === 0 ? 'none' : [...names].join(', '));
