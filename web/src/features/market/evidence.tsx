import { cost } from '../../format/cost.ts';
import { plural } from '../../format/count.ts';
import { duration } from '../../format/duration.ts';
import { percent } from '../../format/percent.ts';
import type { ListingCard } from './market-document.ts';

/** Below this sample a rate says nothing. */
const ENOUGH_RUNS = 5;

/** Success with its sample; too few runs, or none, are said instead of a number. */
export function successOf({ successRate, runCount }: ListingCard['agent']): { figure: string; sample: string } {
  const runs = runCount ?? 0;
  if (typeof successRate !== 'number' || runs === 0) return { figure: '—', sample: 'not measured yet' };
  if (runs < ENOUGH_RUNS) return { figure: '—', sample: `${plural(runs, 'run')}, too few` };
  return { figure: percent(successRate), sample: plural(runs, 'run') };
}

/** The parts that the viewer has of those that the agent needs: `3 of 4`. */
export function partsOf(requirements: ListingCard['requirements']): string {
  return `${requirements.filter(({ satisfied }) => satisfied).length} of ${requirements.length}`;
}

/** The measured facts of a listing, in one line under its words. */
export function Evidence({ listing }: { listing: ListingCard }) {
  const { agent, requirements } = listing;
  const success = successOf(agent);
  const measured = (agent.runCount ?? 0) > 0;
  const facts = [
    {
      name: 'Success',
      value: (
        <>
          {success.figure} <span className="font-normal text-ink-3">{success.sample}</span>
        </>
      ),
    },
    { name: 'Median cost', value: measured ? cost(agent.medianCost, typeof agent.medianCost !== 'number') : '—' },
    { name: 'Median time', value: measured ? duration(agent.medianDurationMs) : '—' },
    { name: 'Your parts', value: partsOf(requirements) },
  ];
  return (
    <dl className="mt-1.5 grid grid-cols-[minmax(0,5fr)_minmax(0,3fr)_minmax(0,3fr)_minmax(0,2.4fr)] gap-x-2">
      {facts.map(({ name, value }) => (
        <div key={name} className="min-w-0">
          <dt className="truncate text-12 text-ink-3">{name}</dt>
          <dd className="truncate font-medium tabular-nums">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
