import { measureLoad } from './measure-load.ts';

/** Rounds without a gain after which a load counts as steady. */
const STEADY_ROUNDS = 2;
const GAIN = 1.05;
const MAXIMUM_ROUNDS = 16;

/**
 * Does `work` from several loops until it gets no faster: a fresh JVM spends more time on compiling Neo4j than on running it,
 * for about a minute on two processors.
 */
export async function warmUp(
  load: { readonly concurrency: number; readonly secondsPerRound: number },
  work: () => Promise<unknown>,
): Promise<void> {
  let best = 0;
  let steady = 0;
  for (let round = 0; round < MAXIMUM_ROUNDS && steady < STEADY_ROUNDS; round += 1) {
    const { perSecond } = await measureLoad(
      { concurrency: load.concurrency, seconds: load.secondsPerRound, warmUpSeconds: 0 },
      work,
    );
    steady = perSecond > best * GAIN ? 0 : steady + 1;
    best = Math.max(best, perSecond);
  }
}
