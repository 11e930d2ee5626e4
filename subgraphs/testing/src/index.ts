export { testingConfig } from './config.ts';
export type { TestingConfig } from './config.ts';
export { createTestingSchema } from './schema.ts';
export { createTestingService } from './service.ts';
