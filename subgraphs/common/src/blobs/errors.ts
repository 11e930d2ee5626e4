import { PlatformError } from '../service/platform-error.ts';

export class BlobNotFoundError extends PlatformError {
  constructor(key: string) {
    super('NOT_FOUND', `There are no stored bytes under "${key}".`, { facts: { key } });
  }
}

export class BlobTooLargeError extends PlatformError {
  constructor(key: string, maximumBytes: number) {
    super('PAYLOAD_TOO_LARGE', `The content is larger than the allowed ${maximumBytes} bytes. Nothing was stored.`, {
      facts: { key, maximumBytes },
      hint: 'Send a smaller file, or split it.',
    });
  }
}

export class BlobRangeError extends PlatformError {
  constructor(key: string, totalBytes: number) {
    super('VALIDATION_FAILED', `The range begins after the last of ${totalBytes} bytes.`, {
      facts: { key, totalBytes },
      hint: 'Ask for a range that begins before the end.',
    });
  }
}

/** A key that no code of ours makes: it was taken from outside without a check. */
export class BlobKeyError extends PlatformError {
  constructor(key: string) {
    super('VALIDATION_FAILED', 'The key of the stored bytes is malformed.', {
      facts: { key },
      hint: 'Keys are words of letters, digits, ".", "_" and "-", joined by "/"; at most 200 characters.',
    });
  }
}

/** The disk or the quota is full. */
export class BlobStoreFullError extends PlatformError {
  constructor(cause: unknown) {
    super('STORAGE_FULL', 'There is no space left to store the content. Nothing was stored.', {
      cause,
      hint: 'Free space where the state folder lies, then try again.',
    });
  }
}

/** The store does not answer, or refuses us. */
export class BlobStoreUnavailableError extends PlatformError {
  constructor(reason: string, options: { readonly cause?: unknown; readonly retryable?: boolean } = {}) {
    super('UNAVAILABLE', `The store for documents and artifacts does not work: ${reason}.`, {
      ...options,
      hint: 'Check that it is reachable and that its credentials are right.',
    });
  }
}
