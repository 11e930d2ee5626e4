import type { Benchmark } from '@aether/test-support';
import { journalFigure } from './journal-figure.ts';
import { longRunFigures } from './long-run-figures.ts';
import { pacedFigures } from './paced-figures.ts';
import { resumeFigures } from './resume-figures.ts';
import { watchedFigures } from './watched-figures.ts';

/** Of executions as a service. Through the whole product: `runs`, `first-event`, `subscribers`, `ready`. */
export const benchmark: Benchmark = {
  name: 'executions',
  says: 'durable runs a second, first and last event at 100 runs/s, 200 subscribers, resume after kill -9, a run of 10,000 steps',
  async run({ neo4jUri, seconds, brief, say }) {
    const uri = await neo4jUri();
    say('durable runs at the journal');
    const journal = await journalFigure({ neo4jUri: uri, seconds, goal: 1_000 });
    say('100 runs a second');
    const paced = await pacedFigures(uri, seconds, brief);
    say('200 subscribers');
    const watched = await watchedFigures(uri, Math.min(seconds, 20));
    say('kill -9');
    const resumed = await resumeFigures(uri);
    say('a long run');
    return [journal, ...paced, ...watched, ...resumed, ...(await longRunFigures(uri, brief))];
  },
};
