import { join } from 'node:path';
import type { ToolProgram } from '@aether/schema';
import { repositoryRoot } from '../repository-root.ts';

/** A tool server over stdio that ships with Aether: `npm start` offers it beside those of `AETHER_TOOL_PROGRAMS`. */
export const OFFICE_TOOL_SERVER: ToolProgram = {
  slug: 'office',
  name: 'Office tools',
  description: 'Adds working days, names weekdays and converts units. Runs on this machine and reaches nothing else.',
  // By name: the path of a Node changes with its version, and a server with another command line than the allowed one is not started.
  command: 'node',
  arguments: [join(repositoryRoot, 'deploy', 'dist', 'office-tools.js')],
  environment: {},
};
