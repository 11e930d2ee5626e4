import { PlatformError } from '@aether/common/service';
import type { TextMarks } from '@aether/schema';
import { dollars } from './dollars.ts';
import type { StepFailure } from './journal.ts';
import type { AgentAnswer } from './runtime-parts.ts';
import type { WaitRequest } from './waiting.ts';

/** The run has spent what it may; nothing more is called. */
export class BudgetExhaustedError extends PlatformError {
  constructor(budget: number, spent: number) {
    super(
      'BUDGET_EXHAUSTED',
      `The run may cost ${dollars(budget)} and has spent ${dollars(spent)}, so the model was not called again.`,
      {
        facts: { budget, spent },
        hint: 'Run it again with a higher budget, or choose a cheaper model.',
      },
    );
  }
}

/** The next call may cost more than a budget has left. It was not made. */
export class BudgetRefusedError extends PlatformError {
  /** A cheaper model of the agent may be asked instead. */
  readonly mayDegrade: boolean;

  constructor(refusal: {
    readonly message: string;
    readonly facts: Readonly<Record<string, unknown>>;
    readonly hint: string;
    readonly mayDegrade: boolean;
  }) {
    super('BUDGET_EXHAUSTED', refusal.message, { facts: refusal.facts, hint: refusal.hint });
    this.mayDegrade = refusal.mayDegrade;
  }
}

/** The model's answer ended without saying that it is complete. */
export class ModelAnswerTruncatedError extends PlatformError {
  constructor(model: string) {
    super('STREAM_TRUNCATED', `The answer of "${model}" broke off before its end.`, {
      facts: { model },
      hint: 'The step is tried again by itself.',
    });
  }
}

/** The model gateway cannot be reached at all. */
export class ModelUnreachableError extends PlatformError {
  constructor(model: string, cause: unknown) {
    super('UNAVAILABLE', `The model gateway could not be reached for "${model}".`, {
      facts: { model },
      cause,
      hint: 'The step is tried again by itself.',
    });
  }
}

/** The model did not keep to the agent's output schema, also after one repair. */
export class OutputInvalidError extends PlatformError {
  constructor(model: string, problems: readonly string[]) {
    super(
      'OUTPUT_INVALID',
      `"${model}" did not answer in the shape of the agent's outputs: ${problems.slice(0, 3).join('; ')}.`,
      {
        facts: { model, problems },
        hint: 'Loosen the outputs of the agent, or choose a model with structured output.',
      },
    );
  }
}

/** A built-in model finds and quotes passages; what is asked for has to be written. */
export class LanguageModelNeededError extends PlatformError {
  constructor(model: string, why: string) {
    super('MODEL_INCAPABLE', `"${model}" is no language model and only quotes passages, but ${why}.`, {
      facts: { model },
      hint: 'Choose a language model for the agent; connect a model provider if there is none.',
    });
  }
}

/** A file of a run is larger than what is kept of one. */
export class ArtifactTooLargeError extends PlatformError {
  constructor(name: string, maximumBytes: number) {
    super(
      'PAYLOAD_TOO_LARGE',
      `The file "${name}" is larger than the allowed ${maximumBytes} bytes. It was not kept.`,
      {
        facts: { name, maximumBytes },
        hint: 'Let the agent write less, or write several files.',
      },
    );
  }
}

/** A file could not be made of a document. */
export class RenderFailedError extends PlatformError {
  /** @param why null = its writer failed */
  constructor(format: string, why: string | null, cause: unknown) {
    super('ARTIFACT_FAILED', `The ${format} file could not be made: ${why ?? 'its writer failed'}.`, {
      facts: { format },
      cause,
      hint: 'Let the agent write less, or choose another format.',
    });
  }
}

/** There is no model that could paint the image that the agent promises. */
export class NoMediaModelError extends PlatformError {
  constructor(why: string) {
    super('MODEL_INCAPABLE', why, {
      hint: 'Name a model with the capability IMAGES in "produces.image" of the agent.',
    });
  }
}

/** A model that paints or speaks answered with something else. It was paid. */
export class MediaInvalidError extends PlatformError {
  constructor(model: string, expected: string) {
    super('MODEL_INCAPABLE', `"${model}" was asked for ${expected} and answered with something else.`, {
      facts: { model },
      hint: 'Choose another model.',
    });
  }
}

/** The call of a tool went out and no answer came. Whether it had its effect is not known. */
export class ToolOutcomeUnknownError extends PlatformError {
  /** @param told what was said instead of an answer: a model can mend a call that changes nothing */
  constructor(tool: string, cause: unknown, told: string | null = null) {
    const unknown = `"${tool}" was called and did not answer, so it is not known what it did.`;
    super('TOOL_OUTCOME_UNKNOWN', told === null ? unknown : `${unknown} ${told}`, { facts: { tool }, cause });
  }
}

/** The model called tools again and again with arguments that do not fit their schemas. */
export class ToolArgumentsInvalidError extends PlatformError {
  constructor(turns: number) {
    super('TOOL_ARGUMENTS_INVALID', `The model called tools wrongly ${turns} times in a row and was not asked again.`, {
      facts: { turns },
      hint: 'Describe the arguments in the schema of the tool, or choose a model that is better at calling tools.',
    });
  }
}

/** The signal that the run waited for did not come in time. */
export class SignalTimeoutError extends PlatformError {
  constructor(signal: string) {
    super('SIGNAL_TIMEOUT', `The signal "${signal}" did not come in time.`, {
      facts: { signal },
      hint: 'Run it again and send the signal earlier, or let the agent wait longer.',
    });
  }
}

/** On a cluster: everything that was handed out is done, and the next nodes are not handed out yet. The run holds nothing meanwhile. */
export class HeldError extends Error {
  readonly nodes: readonly string[];

  constructor(nodes: readonly string[]) {
    super(`The run waits for the cluster to hand out ${nodes.map((node) => `"${node}"`).join(', ')}.`);
    this.name = 'HeldError';
    this.nodes = nodes;
  }
}

/** A run that an agent called did not succeed. What it cost was paid all the same. */
export class AgentFailedError extends PlatformError {
  readonly executionId: string;
  readonly cost: number | null;
  readonly unpriced: boolean;
  readonly marks: TextMarks | null;

  /** @param cause why it ended: the code of its own failure is the code of the call */
  constructor(
    agent: string,
    cause: Pick<StepFailure, 'code' | 'message' | 'hint'>,
    call: Pick<AgentAnswer, 'executionId' | 'cost' | 'unpriced' | 'marks'>,
  ) {
    super(cause.code, `The agent "${agent}" did not succeed: ${cause.message}`, {
      facts: { agent, executionId: call.executionId },
      retryable: false,
      ...(cause.hint === null ? {} : { hint: cause.hint }),
    });
    this.executionId = call.executionId;
    this.cost = call.cost;
    this.unpriced = call.unpriced;
    this.marks = call.marks;
  }
}

/**
 * Something is missing that comes from outside: a decision, an instant, a signal. The run waits, holds nothing, and begins again from
 * its first line. Of branches side by side, those that wait are one wait: `new WaitingError(errors.flatMap(({ requests }) => requests))`.
 */
export class WaitingError extends Error {
  readonly requests: readonly WaitRequest[];

  constructor(requests: readonly WaitRequest[]) {
    super(`The run waits for ${requests.map(({ kind, key }) => `${kind} ${key}`).join(', ')}.`);
    this.name = 'WaitingError';
    this.requests = requests;
  }

  /** Everything that several branches of one run wait for. */
  static together(errors: readonly WaitingError[]): WaitingError {
    return new WaitingError(errors.flatMap(({ requests }) => requests));
  }
}
