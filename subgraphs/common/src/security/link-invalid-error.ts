import { PlatformError } from '../service/platform-error.ts';

/** A signed link that is expired, changed, or used with another method. The answer is the same for all. */
export class LinkInvalidError extends PlatformError {
  constructor() {
    super('LINK_INVALID', 'This link is expired or was changed.', {
      hint: 'Go back to where the link came from and open it again: each link works for a short time.',
    });
  }
}
