import { type Depends, parseDepends, tasksOf } from '../../src/lint/depends.ts';
import type { Task } from '../../src/lint/manifest-shapes.ts';
import type { WorkflowNode } from './workflow-model.ts';

export type TaskOutcome =
  | { readonly kind: 'START' }
  | { readonly kind: 'OMIT' }
  /** `when` said no; the text is the condition with its values. */
  | { readonly kind: 'SKIP'; readonly condition: string };

/** Whether a node has ended. */
export function isFulfilled(node: WorkflowNode | undefined): boolean {
  return node !== undefined && !['Pending', 'Running'].includes(node.phase);
}

/** What happens to a task without a node; null while something that it depends on is open. */
export function outcomeOf(
  task: Task,
  nodeOf: (task: string) => WorkflowNode | undefined,
  resolve: (text: string) => string,
): TaskOutcome | null {
  if (task.depends !== undefined) {
    const depends = parseDepends(task.depends);
    if (!tasksOf(depends).every((name) => isFulfilled(nodeOf(name)))) return null;
    if (!holds(depends, nodeOf)) return { kind: 'OMIT' };
  }
  const condition = task.when === undefined ? null : resolve(task.when);
  return condition === null || isTrue(condition) ? { kind: 'START' } : { kind: 'SKIP', condition };
}

/** How a finished DAG ended: its last tasks decide, a skipped one passes on what was before it. */
export function phaseOfDag(tasks: readonly Task[], nodeOf: (task: string) => WorkflowNode | undefined): string {
  const needed = new Map(
    tasks.map(({ name, depends }) => [name, depends === undefined ? [] : tasksOf(parseDepends(depends))]),
  );
  const inner = new Set([...needed.values()].flat());
  const phaseOf = (name: string): string => {
    const phase = nodeOf(name)?.phase ?? 'Omitted';
    if (phase !== 'Skipped' && phase !== 'Omitted') return phase;
    return worst((needed.get(name) ?? []).map(phaseOf));
  };
  return worst(tasks.filter(({ name }) => !inner.has(name)).map(({ name }) => phaseOf(name)));
}

const worst = (phases: readonly string[]) =>
  phases.includes('Error') ? 'Error' : phases.includes('Failed') ? 'Failed' : 'Succeeded';

function holds(depends: Depends, nodeOf: (task: string) => WorkflowNode | undefined): boolean {
  switch (depends.kind) {
    case 'NOT':
      return !holds(depends.operand, nodeOf);
    case 'AND':
      return depends.operands.every((operand) => holds(operand, nodeOf));
    case 'OR':
      return depends.operands.some((operand) => holds(operand, nodeOf));
    case 'TASK': {
      const { task, result } = depends.dependency;
      const phase = nodeOf(task)?.phase;
      if (result === null) return phase === 'Succeeded' || phase === 'Skipped';
      return phase === (result === 'Errored' ? 'Error' : result);
    }
  }
}

/** `a == b` and `a != b`, which is what our compiler writes; Argo knows more. */
function isTrue(condition: string): boolean {
  const [, left, operator, right] = /^(.*?)\s*(==|!=)\s*(.*)$/.exec(condition.trim()) ?? [];
  if (operator === undefined)
    throw new SyntaxError(`The controller double reads "a == b" and "a != b", not "${condition}".`);
  return (left === right) === (operator === '==');
}
