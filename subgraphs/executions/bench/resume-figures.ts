import type { Figure } from '@aether/test-support';
import { eventOf } from '../tests/create-executions.ts';
import { createFaultScene, type FaultScene, LEASE_MS } from '../tests/faults/fault-scene.ts';

const SAME_GOAL_MS = 1_000;
const OTHER_GOAL_MS = LEASE_MS + 3_000;

/** Kills a worker in mid-call; answers when its run was resumed (`performance.now()`). */
async function killed(
  scene: FaultScene,
): Promise<{ readonly instance: string; readonly killedAt: number; readonly resumedAt: Promise<number> }> {
  const worker = await scene.startWorker();
  worker.tell({ name: 'arm', point: 'before charge' });
  const id = await scene.submit('call charge');
  await worker.reached('before charge');
  await worker.kill();
  const killedAt = performance.now();
  const { service } = scene.desk;
  const resumedAt = eventOf(
    service,
    scene.viewer,
    id,
    ({ event }) => event['reason'] === 'Resumed after its worker stopped.',
  ).then(() => performance.now());
  return { instance: worker.instance, killedAt, resumedAt };
}

/** After kill -9 of a real process: under its own name from its readiness, by another worker from the kill. */
export async function resumeFigures(neo4jUri: string): Promise<readonly Figure[]> {
  await using scene = await createFaultScene({ neo4jUri });
  const first = await killed(scene);
  const again = await scene.startWorker({ instance: first.instance });
  const readyAt = performance.now();
  const same = Math.max(0, (await first.resumedAt) - readyAt);
  await again.stop();

  const second = await killed(scene);
  await scene.startWorker();
  const other = (await second.resumedAt) - second.killedAt;
  return [
    {
      name: 'kill -9, same worker id: ready → resumed',
      value: same,
      unit: 'ms',
      goal: `≤ ${SAME_GOAL_MS}`,
      met: same <= SAME_GOAL_MS,
    },
    {
      name: `kill -9, another worker: kill → resumed, lease ${LEASE_MS} ms`,
      value: other,
      unit: 'ms',
      goal: `≤ ${OTHER_GOAL_MS}`,
      met: other <= OTHER_GOAL_MS,
    },
  ];
}
