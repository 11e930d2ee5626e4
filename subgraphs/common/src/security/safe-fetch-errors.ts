import { PlatformError } from '../service/platform-error.ts';

/** A URL that is not fetched, whoever asks. */
export class AddressRefusedError extends PlatformError {
  constructor(url: string, reason: string) {
    super('ADDRESS_REFUSED', `The address is not fetched: ${reason}.`, {
      facts: { url },
      hint: 'Use a public https address, or ask an administrator to allow this origin.',
    });
  }
}

export class FetchTooLargeError extends PlatformError {
  constructor(origin: string, maximumBytes: number) {
    super('PAYLOAD_TOO_LARGE', `The answer of ${origin} is larger than ${maximumBytes} bytes.`, {
      facts: { origin, maximumBytes },
    });
  }
}

export class FetchTimeoutError extends PlatformError {
  constructor(origin: string, cause: unknown) {
    super('DEADLINE_EXCEEDED', `${origin} did not answer in time.`, { facts: { origin }, cause });
  }
}

/** Nothing was sent: what the caller wrote is no request of HTTP. Another attempt would end alike. */
export class RequestInvalidError extends PlatformError {
  constructor(origin: string, reason: string, cause: unknown) {
    super('VALIDATION_FAILED', `The request to ${origin} cannot be sent: ${reason}.`, {
      facts: { origin },
      cause,
      hint: 'Correct the header or the credential that it would be sent with.',
    });
  }
}

export class FetchFailedError extends PlatformError {
  constructor(origin: string, reason: string, cause: unknown) {
    super('UNAVAILABLE', `${origin} cannot be reached: ${reason}.`, { facts: { origin }, cause });
  }
}
