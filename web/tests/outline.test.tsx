import { cleanup, render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { afterEach, expect, test, vi } from 'vitest';
import type { StepView } from '../src/execution/execution-view.ts';
import { StepGrid } from '../src/features/run/step-grid.tsx';
import { stepRows } from '../src/features/run/step-tree.ts';
import { stepsOfOutline } from '../src/features/run/use-outline.ts';

afterEach(cleanup);

const outline = (count: number, firstParent = -1) => ({
  __typename: 'ExecutionOutline' as const,
  ids: Array.from({ length: count }, (_, index) => `stp_${index}`),
  parentIndex: Array.from({ length: count }, (_, index) => (index === 0 ? firstParent : 0)),
  names: ['Map', 'Item'],
  nameIndex: Array.from({ length: count }, (_, index) => (index === 0 ? 0 : 1)),
  types: ['MAP', 'TRANSFORM'] as StepView['type'][],
  typeIndex: Array.from({ length: count }, (_, index) => (index === 0 ? 0 : 1)),
  statuses: ['SUCCEEDED', 'FAILED'] as StepView['status'][],
  statusIndex: Array.from({ length: count }, (_, index) => (index === count - 1 ? 1 : 0)),
  startMs: Array.from({ length: count }, (_, index) => index),
  durationMs: Array.from({ length: count }, () => 5),
  cost: Array.from({ length: count }, () => null),
  tokens: Array.from({ length: count }, () => null),
  attempt: Array.from({ length: count }, () => 1),
  nextIndex: null,
  totalSteps: count,
});

test('columns become steps, and the parent of a later part may be in an earlier one', () => {
  const [first, second] = stepsOfOutline(outline(2), ['stp_0', 'stp_1'], 1_000);
  expect(first).toMatchObject({ id: 'stp_0', parentId: null, name: 'Map', type: 'MAP', startedAt: 1_000 });
  expect(second).toMatchObject({ id: 'stp_1', parentId: 'stp_0', name: 'Item', status: 'FAILED', startedAt: 1_001 });
  const [later] = stepsOfOutline(outline(1, 1), ['stp_a', 'stp_b', 'stp_0'], 0);
  expect(later).toMatchObject({ parentId: 'stp_b' });
});

test('of 10,000 steps only those on the screen are drawn, and the keyboard reaches all of them', async () => {
  const part = outline(10_000);
  const steps = stepsOfOutline(part, part.ids, 0);
  const rows = stepRows(steps, new Set(), { text: '', only: undefined, criticalPath: new Set() });
  const onSelect = vi.fn<(id: string) => void>();
  render(
    <StepGrid
      rows={rows}
      span={{ start: 0, end: 10_005 }}
      now={10_005}
      selected={null}
      rootCause={null}
      criticalPath={new Set()}
      collapsed={new Set()}
      onSelect={onSelect}
      onToggle={() => {}}
    />,
  );
  const grid = screen.getByRole('treegrid');
  expect(grid.getAttribute('aria-rowcount')).toBe('10001');
  const drawn = () => grid.querySelectorAll('[data-step]').length;
  expect(drawn()).toBeLessThan(300);
  grid.querySelector<HTMLElement>('[data-step="stp_0"]')?.focus();
  await userEvent.keyboard('{End}');
  expect(onSelect).toHaveBeenLastCalledWith('stp_9999');
  expect(document.activeElement?.getAttribute('data-step')).toBe('stp_9999');
  expect(drawn()).toBeLessThan(300);
  await userEvent.keyboard('{Home}e');
  expect(onSelect).toHaveBeenLastCalledWith('stp_9999');
});
