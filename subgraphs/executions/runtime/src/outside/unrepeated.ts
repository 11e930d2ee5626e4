import { PlatformError } from '@aether/common/service';

/** It was received. Another attempt of the run would send it again, and that is for people to begin. */
export function unrepeated(error: PlatformError): PlatformError {
  const { code, message, hint, facts } = error;
  return new PlatformError(code, message, {
    facts,
    cause: error,
    retryable: false,
    ...(hint === null ? {} : { hint }),
  });
}
