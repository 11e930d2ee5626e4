export { intelligenceConfig } from './config.ts';
export type { IntelligenceConfig } from './config.ts';
export { createIntelligenceSchema } from './schema.ts';
export { createIntelligenceService } from './service.ts';
