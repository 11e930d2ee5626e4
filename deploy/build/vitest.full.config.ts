import { defineConfig } from 'vitest/config';
import { neo4jSetup, resolve, root, shared } from './vitest.shared.ts';

/** The slow tier: browsers, killed processes, wiped stores. One file at a time, for they measure and kill. */
export default defineConfig({
  root,
  resolve,
  test: {
    ...shared,
    include: [
      '{schema,gateway/*,subgraphs/*,subgraphs/executions/runtime,argo,web,deploy}/tests/**/*.{e2e,torture}.ts',
      'deploy/e2e/**/*.{e2e,torture}.ts',
    ],
    globalSetup: [neo4jSetup],
    fileParallelism: false,
    testTimeout: 300_000,
    hookTimeout: 300_000,
    passWithNoTests: true,
  },
});
