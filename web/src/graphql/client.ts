import { authExchange } from '@urql/exchange-auth';
import { persistedExchange } from '@urql/exchange-persisted';
import { retryExchange } from '@urql/exchange-retry';
import { Client, fetchExchange, subscriptionExchange, type CombinedError } from 'urql';
import { normalizedCache } from './cache.ts';
import { documentHash } from './document-hash.ts';
import { createEventsClient } from './events-client.ts';
import { keptData } from './kept-data.ts';
import { signedInAgain } from './session.ts';

const SIGNED_OUT = new Set(['UNAUTHENTICATED', 'SESSION_EXPIRED']);
const BUSY = new Set(['UNAVAILABLE', 'RATE_LIMITED']);

/** The WebSocket of this page. */
export const eventsClient = createEventsClient(
  `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/graphql`,
);

/**
 * All requests of this page. The session is a cookie that scripts cannot read; a request that it no longer
 * covers waits for the sign-in dialog and is then sent again. Only stored documents are sent, by their hash.
 */
export function createClient(): Client {
  return new Client({
    url: '/graphql',
    preferGetMethod: false,
    fetchOptions: { credentials: 'same-origin', headers: { 'apollo-require-preflight': 'true' } },
    exchanges: [
      keptData(),
      normalizedCache(),
      authExchange(async () => ({
        addAuthToOperation: (operation) => operation,
        didAuthError: (error) => error.graphQLErrors.some((one) => SIGNED_OUT.has(String(one.extensions['code']))),
        refreshAuth: signedInAgain,
      })),
      retryExchange({
        initialDelayMs: 400,
        maxDelayMs: 2_000,
        maxNumberAttempts: 3,
        retryIf: (error: CombinedError, operation) => operation.kind === 'query' && isTransient(error),
      }),
      persistedExchange({
        enforcePersistedQueries: true,
        enableForMutation: true,
        enableForSubscriptions: true,
        preferGetForPersistedQueries: false,
        generateHash: async (_text, document) => documentHash(document),
      }),
      subscriptionExchange({
        forwardSubscription: (request) => ({
          subscribe: (sink) => ({
            unsubscribe: eventsClient.subscribe(
              { query: '', variables: request.variables, extensions: request.extensions },
              {
                next: (result) => sink.next(result as Parameters<typeof sink.next>[0]),
                error: (error) => sink.error(error),
                complete: () => sink.complete(),
              },
            ),
          }),
        }),
      }),
      fetchExchange,
    ],
  });
}

function isTransient(error: CombinedError): boolean {
  return (
    error.networkError !== undefined || error.graphQLErrors.some((one) => BUSY.has(String(one.extensions['code'])))
  );
}
