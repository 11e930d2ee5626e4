import { appendFileSync } from 'node:fs';
import { Failure } from './failure.mjs';

/** Adds to the counts that `.ci/run` sums up; without AETHER_TEST_COUNTS nobody asks. */
export function count({ passed = 0, failed = 0, skipped = 0 }) {
  const file = process.env.AETHER_TEST_COUNTS;
  if (file) appendFileSync(file, `${JSON.stringify({ passed, failed, skipped })}\n`);
}

/** Does a piece of work; when it fails that is one failure more, not the end of the run. @returns {Promise<number>} */
export async function counted(work) {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    console.error(`✗ ${error.message}`);
    count({ failed: 1 });
    return 1;
  }
}
