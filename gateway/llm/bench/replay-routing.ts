import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { QualityEvidence } from '../src/routing/quality.ts';
import { decideRoute } from '../src/routing/routing-decision.ts';
import type { RoutingPolicy } from '../src/routing/routing-policy.ts';

const tableSchema = z.object({
  models: z.array(z.object({ model: z.string(), inputPerMillion: z.number(), outputPerMillion: z.number() })).min(2),
  tasks: z.array(
    z.object({
      kind: z.string(),
      promptTokens: z.number(),
      completionTokens: z.number(),
      good: z.array(z.union([z.literal(0), z.literal(1)])),
    }),
  ),
});

export type QualityCostTable = z.infer<typeof tableSchema>;

/** What a way of choosing models came to. */
export interface Replayed {
  readonly quality: number;
  /** Nano-US-dollars of all tasks. */
  readonly cost: number;
}

/** Every so many tasks of a kind all models are judged, as an evaluation would: the only thing that the router learns from. */
const JUDGED_OF = 3;

export function readTable(): QualityCostTable {
  return tableSchema.parse(JSON.parse(readFileSync(join(import.meta.dirname, 'quality-cost-table.json'), 'utf8')));
}

/**
 * Replays the table: a third of the tasks is for learning, the others are answered by the model that `choose` names, and
 * count. The costs of learning are the evaluation's, not a choice's.
 */
export function replay(
  table: QualityCostTable,
  choose: (kind: string, evidence: readonly QualityEvidence[], costs: readonly number[]) => number,
): Replayed {
  const evidence = new Map<string, QualityEvidence[]>();
  let cost = 0;
  let good = 0;
  let counted = 0;
  const seen = new Map<string, number>();
  for (const task of table.tasks) {
    const nth = seen.get(task.kind) ?? 0;
    seen.set(task.kind, nth + 1);
    const known = evidence.get(task.kind) ?? table.models.map(() => ({ good: 0, bad: 0 }));
    if (nth % JUDGED_OF === 0) {
      evidence.set(
        task.kind,
        known.map((of, index) => ({
          good: of.good + (task.good[index] ?? 0),
          bad: of.bad + 1 - (task.good[index] ?? 0),
        })),
      );
      continue;
    }
    const costs = table.models.map(
      (model) =>
        (task.promptTokens * model.inputPerMillion + task.completionTokens * model.outputPerMillion) / 1_000_000,
    );
    const chosen = choose(task.kind, known, costs);
    cost += costs[chosen] ?? 0;
    good += task.good[chosen] ?? 0;
    counted += 1;
  }
  return { quality: good / counted, cost };
}

/** The router itself, with the best model wanted and all others as candidates. */
export function routed(table: QualityCostTable, qualityFloor: number): Replayed {
  const best = table.models.length - 1;
  const names = table.models.map(({ model }) => model);
  const order = [best, ...names.flatMap((_, index) => (index === best ? [] : [index]))];
  const policy: RoutingPolicy = {
    optimizeFor: 'cost',
    qualityFloor,
    cluster: 'replayed',
    candidates: names,
    fallbacks: [],
    maximumCost: null,
    split: [],
    splitKey: null,
  };
  return replay(table, (_, evidence, costs) => {
    const considered = order.map((index) => ({
      model: names[index] ?? '',
      exclusion: null,
      expectedCost: costs[index] ?? null,
      firstTokenMs: null,
      quality: evidence[index] ?? { good: 0, bad: 0 },
    }));
    return names.indexOf(decideRoute(policy, considered, null).order[0] ?? '');
  });
}
