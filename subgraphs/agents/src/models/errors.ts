import { PlatformError } from '@aether/common/service';

export class ProviderInUseError extends PlatformError {
  constructor(slug: string, agents: readonly string[]) {
    super('IN_USE', `The models of "${slug}" are used by published agents: ${agents.join(', ')}.`, {
      path: ['providerId'],
      facts: { slug, agents },
      hint: 'Publish those agents with another model first, or disable the provider.',
    });
  }
}

export class BuiltInProviderError extends PlatformError {
  constructor() {
    super('CONFLICT', 'The built-in provider belongs to the product: it can be disabled, not changed or removed.', {
      path: ['providerId'],
    });
  }
}

/** Whoever called with an own key would pay nobody, and no budget would count it. */
export class OwnKeysWithoutKeyError extends PlatformError {
  constructor(provider: string) {
    super(
      'OWN_KEYS_NOT_ALLOWED',
      `People may use own keys only where a key is needed, and the provider "${provider}" has none of its own: with any text as a key, people would use it past all budgets.`,
      {
        path: ['allowOwnKeys'],
        facts: { provider },
        hint: 'Give the provider a credential of the organization, or let people use no own keys.',
      },
    );
  }
}

/** The embedding model does not answer now. */
export class EmbeddingUnavailableError extends PlatformError {
  constructor(model: string, cause: unknown) {
    super('UNAVAILABLE', `The embedding model "${model}" does not answer.`, { facts: { model }, cause });
  }
}

/** The embedding model is refused, or gave nothing that could be searched. */
export class EmbeddingFailedError extends PlatformError {
  constructor(model: string, cause: unknown) {
    super('EMBEDDING_FAILED', `The embedding model "${model}" gave no usable vector.`, { facts: { model }, cause });
  }
}
