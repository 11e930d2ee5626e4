import { percentile } from '@aether/test-support';
import type { ChatEndpoint } from './chat-endpoint.ts';
import { openLoop } from './open-loop.ts';

export interface InTurnOptions {
  /** Requests per second. */
  readonly rate: number;
  /** Of all rounds of one endpoint together. */
  readonly seconds: number;
  readonly rounds: number;
}

/** The median over the rounds of a percentile, in milliseconds. */
export type LatencyOf = (share: number) => number;

/**
 * The same open loop at two endpoints in turn, in short rounds: what the machine does beside it falls on both, and a round that it spoils
 * is one of many. Of each round its own percentiles are taken, and of those the median.
 * @throws Error when a request was not answered
 */
export async function inTurn(
  endpoints: readonly [() => ChatEndpoint, () => ChatEndpoint],
  { rate, seconds, rounds }: InTurnOptions,
): Promise<readonly [LatencyOf, LatencyOf]> {
  const measured: [(readonly number[])[], (readonly number[])[]] = [[], []];
  for (let round = 0; round < rounds; round += 1)
    for (const at of [0, 1] as const) {
      const { sorted, sent, failure } = await openLoop(endpoints[at](), { rate, seconds: seconds / rounds });
      if (sorted.length < sent) throw failure;
      measured[at].push(sorted);
    }
  const latencyOf = (sorted: readonly (readonly number[])[]): LatencyOf => {
    return (share) =>
      percentile(
        sorted.map((round) => percentile(round, share)).toSorted((a, b) => a - b),
        0.5,
      );
  };
  return [latencyOf(measured[0]), latencyOf(measured[1])];
}
