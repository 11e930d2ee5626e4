import type { ExecutionResult } from 'graphql';
import type { Client } from 'graphql-ws';
import type { TypedDocumentNode } from 'urql';
import { documentHash } from './document-hash.ts';
import { signedInAgain } from './session.ts';

interface Envelope {
  seq?: number | null;
  event: { __typename?: string };
}

interface StreamOptions<Data, Variables, Event extends Envelope> {
  document: TypedDocumentNode<Data, Variables>;
  /** Everything but `after`. */
  variables: Omit<Variables, 'after'>;
  /** Highest sequence number that is already known; 0 = from the first kept event. */
  after: number;
  read: (data: Data) => Event;
  onEvent: (event: Event) => void;
  /** The server no longer keeps what is missing: read the object again, then start a new stream. */
  onResync: () => void;
  /** The server completed the stream or refused it; nothing more comes. */
  onEnd: (refusal: string | null) => void;
}

/** The close code of graphql-ws that its client does not try again by itself. */
const UNAUTHORIZED_CLOSE = 4401;
const SIGNED_OUT = new Set(['UNAUTHENTICATED', 'SESSION_EXPIRED']);
const RESTARTS = new Set(['RESUME_FROM']);

/**
 * Follows one object's events without gaps and without duplicates. `after` is read again at every
 * reconnection, because `variables` is a getter; events that were seen already are dropped by number.
 */
export function followStream<Data, Variables, Event extends Envelope>(
  client: Pick<Client, 'subscribe'>,
  options: StreamOptions<Data, Variables, Event>,
): () => void {
  let after = options.after;
  let stopped = false;
  let unsubscribe = (): void => undefined;

  const stop = (): void => {
    stopped = true;
    unsubscribe();
  };
  const start = (): void => {
    let refusal: string | null = null;
    unsubscribe = client.subscribe<Data>(
      {
        query: '',
        extensions: { persistedQuery: { version: 1, sha256Hash: documentHash(options.document) } },
        get variables() {
          return { ...options.variables, after };
        },
      },
      {
        next: (result: ExecutionResult<Data, unknown>) => {
          if (stopped) return;
          const [error] = result.errors ?? [];
          if (error !== undefined) {
            refusal = codeOf(error.extensions);
            return;
          }
          if (result.data === undefined || result.data === null) return;
          const envelope = options.read(result.data);
          if (envelope.event.__typename === 'ResyncRequired') {
            stop();
            options.onResync();
            return;
          }
          const { seq } = envelope;
          if (typeof seq === 'number') {
            if (seq <= after) return;
            after = seq;
          }
          options.onEvent(envelope);
        },
        error: (error: unknown) => {
          if (stopped) return;
          end(errorCode(error));
        },
        complete: () => {
          if (!stopped) end(refusal);
        },
      },
    );
  };
  const end = (refusal: string | null): void => {
    if (refusal !== null && SIGNED_OUT.has(refusal)) void signedInAgain().then(() => (stopped ? undefined : start()));
    else if (refusal !== null && RESTARTS.has(refusal)) start();
    else if (refusal === 'CURSOR_AHEAD') {
      stop();
      options.onResync();
    } else {
      stopped = true;
      options.onEnd(refusal);
    }
  };
  start();
  return stop;
}

function codeOf(extensions: unknown): string {
  return typeof extensions === 'object' && extensions !== null && 'code' in extensions
    ? String(extensions.code)
    : 'INTERNAL_SERVER_ERROR';
}

function errorCode(error: unknown): string {
  if (Array.isArray(error)) {
    const [first]: unknown[] = error;
    return typeof first === 'object' && first !== null && 'extensions' in first
      ? codeOf(first.extensions)
      : 'INTERNAL_SERVER_ERROR';
  }
  const code: unknown = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return code === UNAUTHORIZED_CLOSE ? 'UNAUTHENTICATED' : 'CONNECTION_REFUSED';
}
