import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { type Benchmark, type Figure, freePort } from '@aether/test-support';
import { type RunningAether, startAether } from '../e2e/running-aether.ts';
import { ownerClient } from '../e2e/sign-in.ts';
import { createPublishedAgent, startRun } from './published-agent.ts';

const GOAL_S = 20;
const RUNS = 100_000;
const RUNS_BRIEFLY = 1_000;
const IN_WORK = 20;
const POLL_MS = 20;

const root = join(import.meta.dirname, '..', '..');
const fillRuns = join(root, 'subgraphs/executions/bench/fill-runs.ts');
const environment = { ...process.env };

interface Start {
  readonly aether: RunningAether;
  readonly seconds: number;
}

/** From the start of the process to the first 200 of `/ready`. */
async function timed(port: number, start: () => Promise<RunningAether>): Promise<Start> {
  const began = performance.now();
  const starting = start();
  const gaveUp = new AbortController();
  starting.catch((reason: unknown) => gaveUp.abort(reason));
  const isReady = () =>
    fetch(`http://127.0.0.1:${port}/ready`).then(
      ({ status }) => status === 200,
      () => false,
    );
  // oxlint-disable-next-line no-await-in-loop -- it is asked until it is
  while (!(await isReady())) await pause(POLL_MS, undefined, { signal: gaveUp.signal });
  return { seconds: (performance.now() - began) / 1_000, aether: await starting };
}

function figure(name: string, { seconds, aether }: Start): Figure {
  const neo4j = /✓ Neo4j .*\(([\d.]+) s\)/u.exec(aether.output())?.[1] ?? '0';
  return {
    name,
    value: seconds,
    unit: 's',
    goal: `≤ ${GOAL_S}`,
    met: seconds <= GOAL_S,
    reference: { name: 'Neo4j alone, in the same start', value: Number(neo4j) },
  };
}

/** How soon the product answers, new and after the worst end. */
export const benchmark: Benchmark = {
  name: 'ready',
  says: `start of the process → /ready, on an empty state and after kill -9 with ${RUNS.toLocaleString('en-US')} runs in the store`,
  async run({ brief, say }) {
    const runs = brief ? RUNS_BRIEFLY : RUNS;
    const ports = { port: await freePort(), bolt: await freePort() };
    const first = await timed(ports.port, () =>
      startAether({ port: ports.port, environment: { AETHER_BOLT_PORT: String(ports.bolt) } }),
    );
    await using aether = first.aether;
    say(`first start: ${first.seconds.toFixed(1)} s; writing ${runs.toLocaleString('en-US')} runs …`);
    const began = performance.now();
    await promisify(execFile)(
      process.execPath,
      ['--import', '@aether/test-support/typescript', fillRuns, `bolt://127.0.0.1:${ports.bolt}`, String(runs)],
      { cwd: root, env: environment },
    );
    say(`written in ${((performance.now() - began) / 1_000).toFixed(0)} s; killing it with ${IN_WORK} runs in work`);
    const { client } = await ownerClient(aether);
    const agentId = await createPublishedAgent(client, 'Helper', 'Answer.');
    await Promise.all(Array.from({ length: IN_WORK }, (_, index) => startRun(client, agentId, `Why ${index}?`)));
    await aether.kill();
    const second = await timed(ports.port, () => aether.restart());
    await using _again = second.aether;
    return [
      figure('start on an empty state', first),
      figure(`start after kill -9 with ${runs.toLocaleString('en-US')} runs in the store`, second),
    ];
  },
};
