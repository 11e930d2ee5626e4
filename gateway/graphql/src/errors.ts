import { PlatformError } from '@aether/common/service';

export class UnknownDocumentError extends PlatformError {
  constructor(hash: string) {
    super('UNKNOWN_DOCUMENT', `No trusted document has the hash "${hash.slice(0, 80)}".`, {
      hint: 'Reload the page: the application was updated. Own clients send full documents with an API key.',
    });
  }
}

export class OpenDocumentRefusedError extends PlatformError {
  constructor() {
    super(
      'OPEN_DOCUMENT_REFUSED',
      'A browser session may send trusted documents only, and this request carried the text of one.',
      { hint: 'Send it with an API key: "Authorization: Bearer <key>".' },
    );
  }
}

export class IntrospectionRefusedError extends PlatformError {
  constructor() {
    super('INTROSPECTION_REFUSED', 'Reading the schema by introspection needs the permission "developer:introspect".', {
      hint: 'The schema is also in the repository: schema/api.graphql.',
    });
  }
}

export class MalformedRequestError extends PlatformError {
  constructor(expected: string) {
    super('BAD_REQUEST', `The request is no GraphQL request: ${expected}.`, {
      hint: 'POST a JSON object { "query", "variables", "operationName" } or { "extensions": { "persistedQuery": { "sha256Hash" } } }.',
    });
  }
}

export class BodyTooLargeError extends PlatformError {
  constructor(maximum: number) {
    super('BODY_TOO_LARGE', `The body is larger than ${maximum} bytes; this address takes no more.`, {
      facts: { maximum },
    });
  }
}

/** The subscriber reads more slowly than the run writes: it is let go with the place to resume from. */
export class SlowReaderError extends PlatformError {
  constructor(after: number | null, buffered: number) {
    super('RESUME_FROM', `${buffered} events were waiting for this reader, so the stream was closed.`, {
      facts: { after, buffered },
      hint: after === null ? 'Read the list again, then subscribe again.' : `Subscribe again with after: ${after}.`,
    });
  }
}

export class LimitExceededError extends PlatformError {
  constructor(
    code: 'QUERY_TOO_DEEP' | 'QUERY_TOO_COMPLEX' | 'TOO_MANY_ALIASES' | 'TOO_MANY_DIRECTIVES' | 'TOO_MANY_TOKENS',
    noun: string,
    maximum: number,
    got: number,
  ) {
    super(code, `The document has ${noun} ${got}; at most ${maximum} is allowed.`, {
      facts: { maximum, got },
      hint: 'Ask for less at once: smaller pages, fewer nested lists, several requests.',
    });
  }
}

export class RateLimitedError extends PlatformError {
  readonly limit: number;
  readonly remaining = 0;
  readonly resetMs: number;

  constructor(requestsPerMinute: number, retryAfterMs: number) {
    super('RATE_LIMITED', `This API key may send ${requestsPerMinute} requests a minute and has sent them.`, {
      facts: { requestsPerMinute, retryAfterMs },
      hint: `Try again in ${Math.max(1, Math.ceil(retryAfterMs / 1_000))} s, or ask for a higher limit.`,
    });
    this.limit = requestsPerMinute;
    this.resetMs = retryAfterMs;
  }
}

export class OriginRefusedError extends PlatformError {
  constructor(origin: string) {
    super('ORIGIN_REFUSED', `Pages of "${origin}" may not use this address with a session.`, {
      hint: 'An operator can allow the origin with GRAPHQL_ALLOWED_ORIGINS.',
    });
  }
}

/** No route, no file and no screen is there. */
export class NothingAnswersError extends PlatformError {
  constructor(method: string, path: string) {
    super('NOT_FOUND', `Nothing answers at ${method} ${path}.`);
  }
}
