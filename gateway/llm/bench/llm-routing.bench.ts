import type { Benchmark } from '@aether/test-support';
import { readTable, replay, routed } from './replay-routing.ts';

/** Least share of good answers that the caller of the replay asks for. */
const FLOOR = 0.85;

/** What routing by proven quality saves, on the table that ships (`quality-cost-generator.ts` says how it was made). */
export const benchmark: Benchmark = {
  name: 'llm-routing',
  says: 'cost and quality of the router against always the best and always the cheapest model, replayed from a table',
  async run({ say }) {
    const table = readTable();
    const best = replay(table, () => table.models.length - 1);
    const cheapest = replay(table, () => 0);
    const router = routed(table, FLOOR);
    const saving = 1 - router.cost / best.cost;
    say(
      `floor ${FLOOR}; good answers: best ${best.quality.toFixed(3)}, router ${router.quality.toFixed(3)}, cheapest ${cheapest.quality.toFixed(3)}`,
    );
    return [
      { name: 'saving against always the best', value: 100 * saving, unit: '%', goal: '≥ 20', met: saving >= 0.2 },
      {
        name: 'good answers of the router',
        value: 100 * router.quality,
        unit: '%',
        goal: `≥ ${100 * FLOOR}`,
        met: router.quality >= FLOOR,
        reference: { name: 'always the best', value: 100 * best.quality },
      },
      { name: 'good answers, always the cheapest', value: 100 * cheapest.quality, unit: '%' },
      {
        name: 'cost of the router',
        value: router.cost / 1e9,
        unit: 'USD',
        reference: { name: 'always the best', value: best.cost / 1e9 },
      },
      { name: 'cost, always the cheapest', value: cheapest.cost / 1e9, unit: 'USD' },
    ];
  },
};
