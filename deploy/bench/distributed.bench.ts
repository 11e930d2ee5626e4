import { join } from 'node:path';
import type { Benchmark } from '@aether/test-support';
import { newcomerScenario } from '../e2e/newcomer-scenario.ts';
import { startAether } from '../e2e/running-aether.ts';
import { ownerClient } from '../e2e/sign-in.ts';

const GOAL = 2;
const DISTRIBUTED = join(import.meta.dirname, '..', 'dist', 'distributed.js');

/** Each form with a Neo4j of its own, one after the other: on one machine they would take the processors from each other. */
async function medianOf(entry: readonly string[] | undefined): Promise<number> {
  await using aether = await startAether(entry === undefined ? {} : { entry });
  const { client } = await ownerClient(aether);
  return (await newcomerScenario(client, aether.origin)).medianMs;
}

/** What the sockets between the processes cost. */
export const benchmark: Benchmark = {
  name: 'distributed',
  says: 'the same question with every service in one process and in a process of its own (build first)',
  async run(bench) {
    const one = await medianOf(undefined);
    bench.say(`one process: ${one.toFixed(0)} ms`);
    const many = await medianOf([DISTRIBUTED]);
    return [
      {
        name: 'median of a question in many processes',
        value: many,
        unit: 'ms',
        goal: `≤ ${GOAL} × one process`,
        met: many <= GOAL * one,
        reference: { name: 'in one process', value: one },
      },
    ];
  },
};
