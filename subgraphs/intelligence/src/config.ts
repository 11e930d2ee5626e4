import { type Environment, readConfig } from '@aether/common/service';
import { z } from 'zod';

/** Nothing to decide yet. */
export type IntelligenceConfig = Readonly<Record<string, never>>;

/** @throws ConfigError with every problem */
export function intelligenceConfig(environment: Environment): IntelligenceConfig {
  return readConfig(
    z.object({}).transform(() => ({})),
    environment,
  );
}
