import { defineConfig } from 'vitest/config';
import { neo4jSetup, resolve, root, setupFile, shared } from './vitest.shared.ts';

/** The fast tier: every `*.test.ts(x)`. The slow ones (`*.e2e.ts`, `*.torture.ts`) are in vitest.full.config.ts. */
export default defineConfig({
  root,
  resolve,
  test: {
    ...shared,
    maxWorkers: 2,
    coverage: { provider: 'v8', include: ['{schema,gateway/*,subgraphs/*,subgraphs/executions/runtime,argo}/src/**'] },
    projects: [
      {
        extends: true,
        test: {
          name: 'server',
          include: ['{schema,gateway/*,subgraphs/*,subgraphs/executions/runtime,argo,deploy}/tests/**/*.test.ts'],
          globalSetup: [neo4jSetup],
          // A cold database compiles each statement at its first use, which takes seconds on a busy machine.
          testTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'web',
          include: ['web/tests/**/*.test.{ts,tsx}'],
          environment: 'happy-dom',
          setupFiles: setupFile('web/tests/setup.ts'),
        },
      },
    ],
  },
});
