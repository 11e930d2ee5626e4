import { PlatformError } from '@aether/common/service';

/** Where a fault of a provider happened. */
export interface ProviderFacts {
  readonly provider: string;
  readonly model?: string;
  readonly [fact: string]: unknown;
}

/** Any fault of a vendor's answer. `retryAfterMs` is what the vendor asked for. */
export abstract class ProviderError extends PlatformError {
  readonly retryAfterMs: number | null = null;
  /** False when another attempt at the same model would end alike, or be paid twice: only a fallback can help. */
  readonly sameModelAgain: boolean = true;
  /** The vendor surely charges nothing: it was not reached, or refused the request in place of an answer. Set by who saw it on the wire. */
  isUnpaid = false;
}

/** The vendor refused our credential. Never retried, never failed over: a person must mend it. */
export class ProviderAuthenticationError extends ProviderError {
  constructor(facts: ProviderFacts, cause?: unknown) {
    super('PROVIDER_UNAUTHORIZED', `The provider "${facts.provider}" refused the credential it was given.`, {
      facts,
      cause,
      hint: 'Replace the credential of this provider.',
    });
  }
}

/** The vendor says the request itself is wrong; another attempt would be refused alike. */
export class ProviderRejectedError extends ProviderError {
  constructor(facts: ProviderFacts, reason: string, cause?: unknown) {
    super('PROVIDER_REFUSED', `The provider "${facts.provider}" refused the request: ${reason}`, {
      facts,
      cause,
      hint: 'Change the request; it was not retried.',
    });
  }
}

export class ProviderRateLimitedError extends ProviderError {
  override readonly retryAfterMs: number | null;

  constructor(facts: ProviderFacts, retryAfterMs: number | null, cause?: unknown) {
    const wait = retryAfterMs === null ? '' : ` and asks for ${retryAfterMs} ms of patience`;
    super('PROVIDER_RATE_LIMITED', `The provider "${facts.provider}" is over its rate limit${wait}.`, {
      facts: { ...facts, retryAfterMs },
      cause,
      hint: 'Try again later, or use another model.',
    });
    this.retryAfterMs = retryAfterMs;
  }
}

/** The account at the vendor has no credit left. */
export class ProviderQuotaError extends ProviderError {
  constructor(facts: ProviderFacts, cause?: unknown) {
    super('PROVIDER_REFUSED', `The account at "${facts.provider}" has no credit left.`, {
      facts,
      cause,
      hint: 'Check plan and billing at the provider, or use another model.',
    });
  }
}

/** Not reachable, overloaded, or shut off for a while by our breaker. */
export class ProviderUnavailableError extends ProviderError {
  override readonly retryAfterMs: number | null;
  override readonly sameModelAgain: boolean;

  constructor(
    facts: ProviderFacts,
    reason: string,
    options: {
      readonly cause?: unknown;
      readonly retryAfterMs?: number | null;
      readonly sameModelAgain?: boolean;
    } = {},
  ) {
    super('PROVIDER_UNAVAILABLE', `The provider "${facts.provider}" is not available: ${reason}.`, {
      facts,
      cause: options.cause,
      hint: 'Try again later, or use another model.',
    });
    this.retryAfterMs = options.retryAfterMs ?? null;
    this.sameModelAgain = options.sameModelAgain ?? true;
  }
}

const TIMEOUT_CODES = {
  'first byte': 'PROVIDER_FIRST_BYTE_TIMEOUT',
  'next byte': 'PROVIDER_IDLE_TIMEOUT',
  'whole answer': 'PROVIDER_TOTAL_TIMEOUT',
} as const;

export type TimeoutStage = keyof typeof TIMEOUT_CODES;

export class ProviderTimeoutError extends ProviderError {
  constructor(facts: ProviderFacts, stage: TimeoutStage, limitMs: number) {
    super(TIMEOUT_CODES[stage], `The provider "${facts.provider}" did not send the ${stage} within ${limitMs} ms.`, {
      facts: { ...facts, stage, limitMs },
      hint: 'Try again, or use another model.',
    });
  }
}

/** HTML or other text in place of an answer: often a proxy or a sign-in page. */
export class ProviderNotJsonError extends ProviderError {
  constructor(facts: ProviderFacts, expected: string, got: string) {
    super('PROVIDER_NOT_JSON', `The provider "${facts.provider}" answered ${got} where ${expected} was expected.`, {
      facts: { ...facts, expected, got },
      hint: 'Check the base URL of this provider; a proxy or sign-in page may answer in its place.',
    });
    this.isUnpaid = got.startsWith('text/html');
  }
}

/** The answer began correctly and had nothing in it. */
export class ProviderEmptyError extends ProviderError {
  constructor(facts: ProviderFacts) {
    super('PROVIDER_EMPTY', `The provider "${facts.provider}" answered nothing.`, {
      facts,
      hint: 'Try again, or use another model.',
    });
  }
}

/** Broken JSON, a wrong shape, an event over the size cap: something that is not this protocol. */
export class ProviderInvalidError extends ProviderError {
  constructor(facts: ProviderFacts, expected: string, got: string, cause?: unknown) {
    super(
      'PROVIDER_INVALID',
      `The provider "${facts.provider}" broke the protocol: expected ${expected}, got ${got}.`,
      { facts: { ...facts, expected, got }, cause, hint: 'Try again, or use another model.' },
    );
  }
}

/** An error inside the stream that says nothing more precise. */
export class ProviderStreamError extends ProviderError {
  constructor(facts: ProviderFacts, message: string) {
    super('PROVIDER_STREAM_ERROR', `The provider "${facts.provider}" sent an error inside the stream: ${message}`, {
      facts,
      hint: 'Try again, or use another model.',
    });
  }
}

/** The vendor answered with a model that nobody asked for. Nothing of it was passed on. */
export class ModelSubstitutedError extends ProviderError {
  override readonly sameModelAgain = false;

  constructor(facts: ProviderFacts, answered: string) {
    super(
      'MODEL_SUBSTITUTED',
      `The provider "${facts.provider}" was asked for "${facts.model ?? ''}" and answered with "${answered}".`,
      {
        facts: { ...facts, answered },
        hint: 'Name a model that this provider serves itself, or use another provider.',
      },
    );
  }
}

/** All places at this model are taken, and nobody left in time. */
export class ProviderBusyError extends ProviderError {
  override isUnpaid = true;
  override readonly sameModelAgain = false;

  constructor(facts: ProviderFacts, limit: number) {
    super('RATE_LIMITED', `The provider "${facts.provider}" is at its limit of ${limit} calls at once.`, {
      facts: { ...facts, limit },
      hint: 'Try again later, or use another model.',
    });
  }
}

/** More calls than an administrator allows to this model. */
export class ModelRateLimitedError extends ProviderError {
  override isUnpaid = true;
  override readonly sameModelAgain = false;
  override readonly retryAfterMs: number | null;

  constructor(model: string, limit: string, retryAfterMs: number) {
    super('RATE_LIMITED', `The model "${model}" is limited to ${limit}, which are used.`, {
      facts: { model, limit, retryAfterMs },
      hint: `Try again in ${Math.ceil(retryAfterMs / 1000)} s, or use another model.`,
    });
    this.retryAfterMs = retryAfterMs;
  }
}

/** The answer does not fit the schema that was asked for. */
export class OutputInvalidError extends ProviderError {
  constructor(facts: ProviderFacts, problem: string) {
    super(
      'OUTPUT_INVALID',
      `The answer of "${facts.provider}/${facts.model ?? ''}" does not fit its schema: ${problem}.`,
      {
        facts: { ...facts, problem },
        hint: 'Describe in the prompt what belongs into the fields, or use a model with JSON_SCHEMA.',
      },
    );
  }
}

/** The vendor counted the prompt and found it too long. */
export class ProviderPromptTooLargeError extends ProviderError {
  constructor(facts: ProviderFacts, reason: string, cause?: unknown) {
    super('PROMPT_TOO_LARGE', `The prompt is too long for "${facts.provider}/${facts.model ?? ''}": ${reason}`, {
      facts,
      cause,
      hint: 'Shorten the prompt, or put the text into a notebook and let the agent search it.',
    });
  }
}

/** The vendor withheld the answer by its policy. */
export class ContentFilteredError extends ProviderError {
  constructor(facts: ProviderFacts, message: string, cause?: unknown) {
    super('CONTENT_FILTERED', `The provider "${facts.provider}" withheld the answer by its policy: ${message}`, {
      facts,
      cause,
      hint: 'Change the request; it was not retried.',
    });
  }
}

/** The stream ended before the vendor said why (`finish_reason`): what arrived is not the whole answer. */
export class StreamTruncatedError extends ProviderError {
  constructor(
    facts: ProviderFacts,
    received: { readonly chunks: number; readonly characters: number },
    cause?: unknown,
  ) {
    super(
      'STREAM_TRUNCATED',
      `The stream of "${facts.provider}" ended after ${received.characters} characters without a finish reason.`,
      { facts: { ...facts, ...received }, cause, hint: 'Run it again; the text so far is not the whole answer.' },
    );
  }
}
