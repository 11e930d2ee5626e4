import { parseDepends, tasksOf } from './depends.ts';
import type { LintIssue } from './lint-issue.ts';
import type { Task } from './manifest-shapes.ts';

const MOST_TASKS = 200;

/** The rules of a DAG's tasks. */
export function checkDag(tasks: readonly Task[], target: string | undefined, path: string): LintIssue[] {
  const found: LintIssue[] = [];
  const names = new Set(tasks.map(({ name }) => name));
  const error = (at: string, message: string) => void found.push({ path: `${path}${at}`, message, severity: 'ERROR' });
  if (tasks.length > MOST_TASKS) error('/tasks', `are ${tasks.length}; Argo takes ${MOST_TASKS}`);
  for (const name of target?.split(/\s+/) ?? []) {
    if (!names.has(name)) error('/target', `names the task "${name}", which does not exist`);
  }
  const dependencies = new Map<string, readonly string[]>();
  tasks.forEach((task, index) => {
    const at = `/tasks/${index}`;
    if (tasks.findIndex(({ name }) => name === task.name) !== index)
      error(`${at}/name`, `"${task.name}" is used twice`);
    if (task.depends !== undefined && (task.dependencies ?? task.continueOn) !== undefined) {
      error(`${at}/depends`, 'cannot stand beside dependencies and continueOn');
    }
    if (task.depends !== undefined && /^\d/.test(task.name)) {
      error(`${at}/name`, `"${task.name}" begins with a digit, which depends cannot read`);
    }
    const needed = neededBy(task, (message) => error(`${at}/depends`, message));
    for (const name of needed)
      if (!names.has(name)) error(`${at}/depends`, `names the task "${name}", which does not exist`);
    dependencies.set(task.name, needed);
  });
  const circle = circleIn(dependencies);
  if (circle !== null) error('/tasks', `wait for each other in a circle: ${circle.join(' → ')}`);
  return found;
}

function neededBy({ depends, dependencies = [] }: Task, wrong: (message: string) => void): readonly string[] {
  if (depends === undefined) return dependencies;
  try {
    return tasksOf(parseDepends(depends));
  } catch (error) {
    wrong(`"${depends}" cannot be read: ${error instanceof Error ? error.message : String(error)}`);
    return [];
  }
}

/** Names along a circle, the first repeated at the end; null without one. */
export function circleIn(dependencies: ReadonlyMap<string, readonly string[]>): string[] | null {
  const done = new Set<string>();
  const trail: string[] = [];
  function visit(name: string): string[] | null {
    if (done.has(name)) return null;
    if (trail.includes(name)) return [...trail.slice(trail.indexOf(name)), name];
    trail.push(name);
    for (const next of dependencies.get(name) ?? []) {
      const circle = visit(next);
      if (circle !== null) return circle;
    }
    trail.pop();
    done.add(name);
    return null;
  }
  for (const name of dependencies.keys()) {
    const circle = visit(name);
    if (circle !== null) return circle;
  }
  return null;
}
