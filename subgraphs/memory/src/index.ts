export { memoryConfig } from './config.ts';
export type { MemoryConfig } from './config.ts';
export { memoryMigrations } from './db/migrations.ts';
export { createMemorySchema } from './schema.ts';
export { createMemoryService } from './service.ts';
