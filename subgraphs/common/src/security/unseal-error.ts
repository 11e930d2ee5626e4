import { PlatformError } from '../service/platform-error.ts';

/** A sealed text that does not open. The text itself is in no message. */
export class UnsealError extends PlatformError {
  constructor(reason: string, cause?: unknown) {
    super('CREDENTIAL_UNREADABLE', `The sealed value cannot be opened: ${reason}.`, {
      cause,
      hint: 'Enter the credential again. If this happens to all of them, the vault key of the installation was changed.',
    });
  }
}
