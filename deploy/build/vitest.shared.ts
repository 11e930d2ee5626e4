import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);

/** The repository root, seen from this folder. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

/** Vite prefers graphql's `module` entry, Node gives everybody else its `main`: two copies, "another realm". */
export const resolve = { alias: [{ find: /^graphql$/, replacement: require.resolve('graphql') }] };

/** What the fast and the full suites share. Counts go to the file that AETHER_TEST_COUNTS names (see .ci/run). */
export const shared = {
  env: { APOLLO_TELEMETRY_DISABLED: 'true', TURBO_TELEMETRY_DISABLED: '1' },
  reporters: ['default', fileURLToPath(new URL('counts-reporter.ts', import.meta.url))],
  hookTimeout: 120_000,
};

export const neo4jSetup = fileURLToPath(new URL('neo4j-setup.ts', import.meta.url));

/** A package's own set-up file, when it has one. */
export function setupFile(path: string): string[] {
  return existsSync(`${root}/${path}`) ? [path] : [];
}
