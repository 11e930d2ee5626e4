import { fileURLToPath } from 'node:url';

/** A tool server over stdio as an operator would allow it: the fixture's tools in a process of their own. */
export const FIXTURE_TOOL_PROGRAM = {
  slug: 'fixture',
  name: 'Fixture',
  description: 'Tools for tests.',
  command: process.execPath,
  arguments: [fileURLToPath(new URL('tool-program-main.ts', import.meta.url))],
  environment: { FIXTURE_SECRET: 'of the operator' },
} as const;
