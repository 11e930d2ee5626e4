import { appendFileSync } from 'node:fs';
import type { Reporter, TestModule } from 'vitest/node';

/**
 * Adds one line `{ "passed", "failed", "skipped" }` to the file that AETHER_TEST_COUNTS names, so that `.ci/run` can
 * add up several runs. A test file that could not even be loaded and an unhandled error count as failures.
 */
export default class CountsReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly unknown[]): void {
    const file = process.env['AETHER_TEST_COUNTS'];
    if (file === undefined) return;
    const counts = { passed: 0, failed: unhandled.length, skipped: 0 };
    for (const module of modules) {
      const before = counts.failed;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state === 'passed') counts.passed += 1;
        else if (state === 'skipped') counts.skipped += 1;
        else counts.failed += 1;
      }
      if (module.state() === 'failed' && counts.failed === before) counts.failed += 1;
    }
    appendFileSync(file, `${JSON.stringify(counts)}\n`);
  }
}
