import type { LoggingLevel } from '@modelcontextprotocol/server';
import { LRUCache } from 'lru-cache';

export const LOG_LEVELS = [
  'debug',
  'info',
  'notice',
  'warning',
  'error',
  'critical',
  'alert',
  'emergency',
] as const satisfies readonly LoggingLevel[];

export function isLoud(level: LoggingLevel, from: LoggingLevel): boolean {
  return LOG_LEVELS.indexOf(level) >= LOG_LEVELS.indexOf(from);
}

/** What clients of older revisions have asked to hear of servers' logs; newer ones say it with each request. Lost with the process. */
export class LogLevels {
  readonly #levels = new LRUCache<string, LoggingLevel>({ max: 10_000 });

  /** @param scope tenant, viewer and session */
  set(scope: string, level: LoggingLevel): void {
    this.#levels.set(scope, level);
  }

  of(scope: string): LoggingLevel {
    return this.#levels.get(scope) ?? 'info';
  }
}
