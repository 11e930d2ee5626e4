import type { Logger } from '@aether/common/service';

interface ApolloLogger {
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}

/** Warnings and errors of Apollo; what else it tells of itself is of no use to an operator. */
export function apolloLogger(logger: Logger): ApolloLogger {
  return {
    debug: () => {},
    info: () => {},
    warn: (message) => logger.warn(message),
    error: (message) => logger.error(message),
  };
}
