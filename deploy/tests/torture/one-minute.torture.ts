import { auditTable, redisIsInstalled } from '@aether/test-support';
import { expect, test } from 'vitest';
import { runTorture } from '../../torture/run-torture.ts';

const SEED = Number(process.env['TORTURE_SEED'] ?? Date.now() % 2 ** 31);

test.skipIf(!redisIsInstalled())(
  'a minute of everything at once: 0 lost, 0 stuck, 0 doubled effects, 0 gaps',
  { timeout: 600_000 },
  async () => {
    const say = (line: string): void => console.log(line);
    const { audit, counters } = await runTorture({ seconds: 60, seed: SEED, workers: 3, say });
    console.log(auditTable(audit, counters));
    expect(audit.problems).toEqual([]);
    expect(audit).toMatchObject({ lost: 0, stuck: 0, doubledEffects: 0, gaps: 0 });
    // It did happen, also on a machine that is busy.
    expect(audit.succeeded).toBeGreaterThan(10);
  },
);
