import type { StepView } from '../../execution/execution-view.ts';

export interface StepRow {
  step: StepView;
  /** 1 for steps at the top. */
  level: number;
  hasChildren: boolean;
  /** Position among its siblings, from 1. */
  position: number;
  siblings: number;
}

export interface StepFilter {
  text: string;
  only: 'errors' | 'critical' | 'slow' | undefined;
  criticalPath: ReadonlySet<string>;
}

export const SLOW_MS = 500;

/** Rows in tree order. A filter keeps the ancestors of what fits, so that the place stays clear. */
export function stepRows(steps: Iterable<StepView>, collapsed: ReadonlySet<string>, filter: StepFilter): StepRow[] {
  const all = [...steps];
  const ids = new Set(all.map(({ id }) => id));
  const children = new Map<string | null, StepView[]>();
  for (const step of all) {
    const parent = step.parentId !== null && ids.has(step.parentId) ? step.parentId : null;
    const siblings = children.get(parent);
    if (siblings === undefined) children.set(parent, [step]);
    else siblings.push(step);
  }
  const filtering = filter.text !== '' || filter.only !== undefined;
  const keeps = (step: StepView): boolean => fits(step, filter) || (children.get(step.id) ?? []).some(keeps);

  const rows: StepRow[] = [];
  const walk = (parent: string | null, level: number): void => {
    const siblings = (children.get(parent) ?? []).filter((step) => !filtering || keeps(step));
    siblings.forEach((step, index) => {
      rows.push({ step, level, hasChildren: children.has(step.id), position: index + 1, siblings: siblings.length });
      if (filtering || !collapsed.has(step.id)) walk(step.id, level + 1);
    });
  };
  walk(null, 1);
  return rows;
}

function fits(step: StepView, { text, only, criticalPath }: StepFilter): boolean {
  if (text !== '' && !`${step.name} ${step.key} ${step.modelName ?? ''}`.toLowerCase().includes(text.toLowerCase()))
    return false;
  if (only === 'errors') return step.status === 'FAILED' || step.earlier.length > 0;
  if (only === 'critical') return criticalPath.has(step.id);
  return only === 'slow' ? step.durationMs === null || step.durationMs > SLOW_MS : true;
}

/** Where a failed run begins: the step that its error names, else the deepest failed one. */
export function rootCause(steps: Iterable<StepView>, namedStepId: string | null | undefined): string | null {
  if (namedStepId) return namedStepId;
  const rows = stepRows(steps, new Set(), { text: '', only: undefined, criticalPath: new Set() });
  return (
    rows.filter(({ step }) => step.status === 'FAILED').toSorted((left, right) => right.level - left.level)[0]?.step
      .id ?? null
  );
}
