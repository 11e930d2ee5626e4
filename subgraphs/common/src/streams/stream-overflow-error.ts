import { PlatformError } from '../service/platform-error.ts';

/** The reader of a subscription was slower than its channel. What waited for it is dropped. */
export class StreamOverflowError extends PlatformError {
  constructor(channel: string, limit: number) {
    super('RESUME_FROM', `The reader fell ${limit} messages behind and was disconnected.`, {
      facts: { channel, limit },
      hint: 'Subscribe again after the last event that was seen.',
    });
  }
}
