import type { Writable } from 'node:stream';
import { type Logger as PinoLogger, pino } from 'pino';

export type Logger = PinoLogger;

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';

export interface LoggerOptions {
  readonly level: LogLevel;
  /** @default standard output */
  readonly destination?: Writable;
}

/** Fields that may carry a secret, wherever a log record nests them. Values are replaced before a record is written. */
const SECRET_FIELDS = [
  'authorization',
  'cookie',
  'password',
  'secret',
  'token',
  'apiKey',
  'api_key',
  'value',
  'sealed',
  'wrappedKey',
];

/**
 * Structured log of one service: JSON lines with the service's name.
 * Known secret fields are redacted up to three levels deep; secrets must not be put into messages at all.
 */
export function createLogger(name: string, options: LoggerOptions): Logger {
  const paths = SECRET_FIELDS.flatMap((field) => [field, `*.${field}`, `*.*.${field}`, `*["set-cookie"]`]);
  return pino(
    {
      name,
      level: options.level,
      redact: { paths: [...new Set(paths)], censor: '[redacted]' },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    options.destination ?? pino.destination(1),
  );
}
