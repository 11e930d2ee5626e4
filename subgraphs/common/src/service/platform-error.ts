import { ERROR_CODES, type ErrorCode } from '@aether/schema';
import { GraphQLError } from 'graphql';

export interface PlatformErrorOptions {
  /** Typed facts of this failure; clients may read them from `extensions.facts`. */
  readonly facts?: Readonly<Record<string, unknown>>;
  /** What the caller can do next, one sentence. */
  readonly hint?: string;
  /** Field of the input that is meant. */
  readonly path?: readonly string[];
  readonly cause?: unknown;
  /** @default the code's own entry in the table */
  readonly retryable?: boolean;
}

/**
 * An expected failure: its text reaches the user, its code decides status and retry.
 * Services derive one named class per failure in their `errors.ts`; everything that is not a `PlatformError` is masked.
 */
export class PlatformError extends GraphQLError {
  readonly code: ErrorCode;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly hint: string | null;
  readonly retryable: boolean;

  constructor(code: ErrorCode, message: string, options: PlatformErrorOptions = {}) {
    const retryable = options.retryable ?? ERROR_CODES[code].retryable;
    super(message, {
      originalError: options.cause instanceof Error ? options.cause : undefined,
      extensions: {
        code,
        retryable,
        ...(options.hint === undefined ? {} : { hint: options.hint }),
        ...(options.path === undefined ? {} : { path: options.path }),
        ...(options.facts === undefined ? {} : { facts: options.facts }),
      },
    });
    this.name = new.target.name;
    this.code = code;
    this.facts = options.facts ?? {};
    this.hint = options.hint ?? null;
    this.retryable = retryable;
    if (options.cause !== undefined) this.cause = options.cause;
  }

  /** HTTP status of the code. */
  get status(): number {
    return ERROR_CODES[this.code].http;
  }
}
