export { executionsConfig } from './config.ts';
export type { ExecutionsConfig } from './config.ts';
export { createExecutionsSchema } from './schema.ts';
export { createExecutionsService } from './service.ts';
export type { ExecutionsOverrides } from './service.ts';
