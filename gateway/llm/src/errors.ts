import { PlatformError } from '@aether/common/service';

/** No enabled provider of this tenant has the model. */
export class ModelNotFoundError extends PlatformError {
  constructor(model: string, nearest: readonly string[]) {
    super('MODEL_NOT_FOUND', `There is no model "${model}" that you can use.`, {
      facts: { model, nearest },
      path: ['model'],
      hint:
        nearest.length === 0
          ? 'List the models you can use with GET /v1/models.'
          : `Did you mean ${nearest.map((name) => `"${name}"`).join(' or ')}? GET /v1/models lists all you can use.`,
    });
  }
}

/** The model exists, and cannot do what was asked: embeddings of a chat model, tools of a model without tools. */
export class ModelCapabilityError extends PlatformError {
  /** @param having models that have it */
  constructor(model: string, capability: string, having: readonly string[] = []) {
    super('MODEL_INCAPABLE', `The model "${model}" has no capability ${capability}.`, {
      facts: { model, capability, having },
      path: ['model'],
      hint:
        having.length === 0
          ? 'Choose a model whose capabilities in GET /v1/models include it.'
          : `These have it: ${having.slice(0, 5).join(', ')}.`,
    });
  }
}

/** The prompt cannot fit: refused before a vendor is asked (and paid). */
export class PromptTooLargeError extends PlatformError {
  constructor(model: string, tokens: number, limit: number) {
    super('PROMPT_TOO_LARGE', `The prompt has about ${tokens} tokens; "${model}" takes at most ${limit}.`, {
      facts: { model, tokens, limit },
      hint: 'Shorten the prompt, or put the text into a notebook and let the agent search it.',
    });
  }
}

/** The request body is over the limit of this gateway. */
export class BodyTooLargeError extends PlatformError {
  constructor(limitBytes: number) {
    super('BODY_TOO_LARGE', `The request body is larger than ${limitBytes} bytes.`, {
      facts: { limitBytes },
      hint: 'Send less text in one request.',
    });
  }
}

/** No model that may answer is expected to stay within what the caller lets a call cost. */
export class CallTooDearError extends PlatformError {
  constructor(model: string, expectedCost: number | null, maximumCost: number) {
    const expected =
      expectedCost === null ? 'has no known price' : `is expected to cost ${expectedCost} nano-US-dollars`;
    super('BUDGET_EXHAUSTED', `A call to "${model}" ${expected}; at most ${maximumCost} are allowed.`, {
      facts: { model, expectedCost, maximumCost },
      path: ['x-aether-maximum-cost'],
      hint: 'Allow more, shorten the prompt, or name a cheaper model as a candidate or fallback.',
    });
  }
}

/** The API key is limited to other models. */
export class ModelNotAllowedError extends PlatformError {
  constructor(model: string, patterns: readonly string[]) {
    super('MODEL_NOT_ALLOWED', `This API key may not use the model "${model}".`, {
      facts: { model, allowed: patterns },
      path: ['model'],
      hint: `It may use ${patterns.slice(0, 5).join(', ')}; GET /v1/models lists them.`,
    });
  }
}

/** The API key has used up the tokens of its minute. */
export class KeyRateLimitedError extends PlatformError {
  readonly rate: { readonly limit: number; readonly remaining: number; readonly resetMs: number };

  constructor(rate: { readonly limit: number; readonly remaining: number; readonly resetMs: number }) {
    const { limit, resetMs } = rate;
    super('RATE_LIMITED', `This API key may use ${limit} tokens a minute and has used them.`, {
      facts: { tokensPerMinute: limit, retryAfterMs: resetMs },
      hint: `Try again in ${Math.max(1, Math.ceil(resetMs / 1000))} s, or ask for a higher limit.`,
    });
    this.rate = rate;
  }
}

/** A provider names a credential that cannot be used. */
export class CredentialUnreadableError extends PlatformError {
  constructor(provider: string, cause?: unknown) {
    super('CREDENTIAL_UNREADABLE', `The credential of the provider "${provider}" cannot be read.`, {
      facts: { provider },
      cause,
      hint: 'Store the key of this provider again.',
    });
  }
}

/** A person's own key does not work. Nobody else's is sent in its place: the person has chosen to pay for these calls. */
export class OwnKeyRefusedError extends PlatformError {
  constructor(provider: string, userId: string, reason: string, cause?: unknown) {
    super('OWN_KEY_REFUSED', `The own key of the person ${userId} for the provider "${provider}" ${reason}.`, {
      facts: { provider, userId },
      cause,
      hint: 'The person stores the key again under "Your model keys", or removes it there; then the key of the organization is used.',
    });
  }
}

/** The caller has reserved no money of the organization for this call, so it is made with an own key or not at all. */
export class OwnKeyRequiredError extends PlatformError {
  constructor(provider: string) {
    super(
      'OWN_KEY_REQUIRED',
      `Only an own key may pay for this call, and there is none for the provider "${provider}".`,
      {
        facts: { provider },
        hint: 'Store an own key for this provider, or raise the budget that refuses the call.',
      },
    );
  }
}

/** Identity does not say whether the person has a key of their own: the organization's is not sent in its place. */
export class OwnKeysUnknownError extends PlatformError {
  constructor(provider: string, cause: unknown) {
    super(
      'UNAVAILABLE',
      `Whether you have an own key for the provider "${provider}" cannot be told at the moment, and no other key is sent in its place.`,
      { facts: { provider }, cause, hint: 'Try again in a moment, or choose a model of another provider.' },
    );
  }
}

/** The caller went away. */
export class CancelledError extends PlatformError {
  constructor(cause?: unknown) {
    super('CANCELLED', 'The caller cancelled the request.', { cause });
  }
}

/** Executions, which serves agents as models, did not answer. */
export class AgentsUnavailableError extends PlatformError {
  constructor(cause: unknown) {
    super('UNAVAILABLE', 'Agents cannot be reached as models at the moment.', { cause });
  }
}
