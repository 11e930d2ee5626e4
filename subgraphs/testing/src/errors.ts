import { PlatformError } from '@aether/common/service';

export class TooManyCasesError extends PlatformError {
  constructor(maximum: number) {
    super('CONFLICT', `A suite holds at most ${maximum} cases.`, {
      path: ['suiteId'],
      facts: { maximum },
      hint: 'Make another suite for the same agent.',
    });
  }
}
