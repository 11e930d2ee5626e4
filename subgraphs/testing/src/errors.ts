import { PlatformError } from '@aether/common/service';
import type { ComparisonStatus } from './comparison.ts';
import type { CallCost } from './scoring/model-client.ts';

export class TooManyCasesError extends PlatformError {
  constructor(maximum: number) {
    super('CONFLICT', `A suite holds at most ${maximum} cases.`, {
      path: ['suiteId'],
      facts: { maximum },
      hint: 'Make another suite for the same agent.',
    });
  }
}

/** A judge that answers, but not with a score. What it cost is told all the same. */
export class JudgeUnusableError extends PlatformError {
  readonly spent: CallCost;

  constructor(model: string, spent: CallCost) {
    super('OUTPUT_INVALID', `The judge ${model} gave no score from 0 to 10 with its reason, twice.`, {
      facts: { model },
      hint: 'Choose a judge that answers in a JSON Schema.',
    });
    this.spent = spent;
  }
}

/** Another worker owns the comparison now, or it was stopped. This one writes nothing more. */
export class ComparisonClaimLostError extends PlatformError {
  constructor(comparisonId: string) {
    super('STALE_FENCE', `The comparison "${comparisonId}" has another owner, or was stopped.`, {
      facts: { comparisonId },
    });
  }
}

export class ComparisonRunningError extends PlatformError {
  constructor(comparisonId: string) {
    super('CONFLICT', 'The comparison is running.', {
      path: ['comparisonId'],
      facts: { comparisonId },
      hint: 'Wait for its end, or stop it first.',
    });
  }
}

export class ComparisonNotRunningError extends PlatformError {
  constructor(comparisonId: string, status: ComparisonStatus) {
    super('CONFLICT', `The comparison is not running: ${status}.`, {
      path: ['comparisonId'],
      facts: { comparisonId, status },
    });
  }
}

/** Tools that may write cannot be mocked: no recorded answers exist. */
export class ToolsNotMockableError extends PlatformError {
  constructor(tools: readonly string[]) {
    super(
      'CONFLICT',
      `Tools cannot be mocked: ${tools.join(', ')} may write, and no recorded answers exist for them.`,
      {
        path: ['mockTools'],
        facts: { tools },
        hint: 'Let the tools run live, declare a tool as READ in the specification when it only reads, or compare without it.',
      },
    );
  }
}

export class JudgeNotCapableError extends PlatformError {
  constructor(slug: string) {
    super('MODEL_INCAPABLE', `${slug} finds and quotes passages; it cannot judge an answer.`, {
      path: ['judge', 'modelId'],
      facts: { model: slug },
      hint: 'Choose a language model as judge, or compare by checks alone.',
    });
  }
}

export class StaleDraftError extends PlatformError {
  constructor(expected: number, current: number) {
    super('STALE_REVISION', `The draft is at revision ${current}, not ${expected}; nothing was changed.`, {
      path: ['expectedRevision'],
      facts: { expected, current },
      hint: 'Look at the change again, then promote with the new revision.',
    });
  }
}

export class CursorAheadError extends PlatformError {
  constructor(after: number, last: number) {
    super('CURSOR_AHEAD', `The newest event is ${last}, not ${after}.`, {
      facts: { after, last },
      hint: 'Read the comparison again and subscribe after its lastSeq.',
    });
  }
}

/** Executions did not take or keep the run of a cell; the sentence is theirs. */
export class RunRefusedError extends PlatformError {
  constructor(reason: string) {
    super('CONFLICT', reason);
  }
}

export class NothingToRunError extends PlatformError {
  constructor(comparisonId: string) {
    super('CONFLICT', 'Every cell has finished, so there is nothing to run.', {
      path: ['cellIds'],
      facts: { comparisonId },
      hint: 'Name the cells to run again.',
    });
  }
}
