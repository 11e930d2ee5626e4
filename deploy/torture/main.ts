import { parseArgs } from 'node:util';
import { auditTable } from '@aether/test-support';
import { runTorture } from './run-torture.ts';

/** `npm run torture -- --minutes 10 [--seed 7] [--workers 3]`. Ends with 1 when the record does not hold what was promised. */
const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
    workers: { type: 'string', default: '3' },
  },
});
const [minutes, seed, workers] = [Number(values.minutes), Number(values.seed), Number(values.workers)];
if (!(minutes > 0) || !Number.isSafeInteger(seed) || !(workers >= 1)) {
  console.error('Use it as: npm run torture -- --minutes 10 [--seed 7] [--workers 3]. All are numbers above zero.');
  process.exitCode = 2;
} else {
  const say = (line: string): void => console.log(`${new Date().toISOString().slice(11, 19)} ${line}`);
  const { audit, counters } = await runTorture({ seconds: minutes * 60, seed, workers, say });
  console.log(`\n${auditTable(audit, counters)}\n`);
  console.log(audit.problems.length === 0 ? 'All invariants hold.' : `${audit.problems.length} invariants are broken.`);
  // A connection that some disaster left behind must not keep the command from its end.
  process.exit(audit.problems.length === 0 ? 0 : 1);
}
