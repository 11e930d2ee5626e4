import { executions } from './executions.ts';

// Retries of the canned runs: plans, and two runs side by side.

type Step = Record<string, unknown> & { id: string; type: string };

function stepsOf(run: Record<string, unknown> | undefined): Step[] {
  const chain: { steps?: { edges: { node: Step }[] } } = run?.['chain'] ?? {};
  return chain.steps?.edges.map(({ node }) => node) ?? [];
}

const find = (id: string) => executions.find((run) => run['id'] === id);

export function retryPlan({ executionId, fromStep }: { executionId: string; fromStep?: string | null }) {
  const run = find(executionId);
  const steps = stepsOf(run);
  const from = Math.max(
    0,
    steps.findIndex(({ id }) => id === fromStep),
  );
  const tool = steps.slice(from).find(({ type }) => type === 'TOOL_EXECUTION');
  return {
    execution: run,
    fromStep: fromStep ?? null,
    reused: steps.slice(0, from).map(({ id }) => id),
    reruns: steps.slice(from).map((step) => ({ ...step, stepId: step.id, effect: null })),
    estimatedCost: 31_300_000,
    unpriced: false,
    repeatedEffects:
      tool === undefined
        ? []
        : [{ stepId: tool.id, tool: null, effect: 'ONCE', state: 'APPLIED', at: '2026-11-20T09:00:00.000Z' }],
  };
}

export function executionDiff({ leftId, rightId }: { leftId: string; rightId: string }) {
  const [left, right] = [find(leftId), find(rightId)];
  if (left === undefined || right === undefined) return null;
  const [leftSteps, rightSteps] = [stepsOf(left), stepsOf(right)];
  const steps = leftSteps.map((step, index) => {
    const other = rightSteps[index] ?? null;
    const kind = other === null ? 'REMOVED' : index < 2 ? 'SAME' : 'CHANGED';
    const isChanged = kind === 'CHANGED';
    const figures = {
      durationDifferenceMs: other === null ? null : 120 * index,
      costDifference: isChanged ? -4_300_000 : 0,
    };
    return {
      key: `answer/${index}`,
      kind,
      left: step,
      right: other,
      inputChanged: isChanged,
      outputChanged: isChanged,
      ...figures,
    };
  });
  return {
    left,
    right,
    input: [{ path: ['question'], left: 'Can I still refund?', right: 'Can I still refund on day 34?' }],
    output: [{ path: ['answer'], left: 'Yes, within 30 days [1].', right: 'No: 30 days are over [1].' }],
    steps,
    firstDivergence: steps.find(({ kind }) => kind !== 'SAME')?.key ?? null,
  };
}
