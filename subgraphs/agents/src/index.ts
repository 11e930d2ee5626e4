export { agentsConfig } from './config.ts';
export type { AgentsConfig } from './config.ts';
export { createAgentsSchema } from './schema.ts';
export { createAgentsService } from './service.ts';
