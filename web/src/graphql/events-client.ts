import { createClient, type Client } from 'graphql-ws';
import { connection } from './connection.ts';
import { signedInAgain, useSession } from './session.ts';

const KEEP_ALIVE_MS = 10_000;
const PONG_TIMEOUT_MS = 5_000;
/** Close codes that say: the session is over. */
const SESSION_ENDED = new Set([4401, 4403]);
const LONGEST_WAIT_MS = 15_000;

/** Jittered 0.5 → 15 s, so that a restarted server does not meet all browsers at once. */
export function retryDelay(attempt: number, random: () => number): number {
  const ceiling = Math.min(LONGEST_WAIT_MS, 500 * 2 ** attempt);
  return ceiling / 2 + (ceiling / 2) * random();
}

export interface EventsClient extends Client {
  /** Drops a waiting delay: connects now. */
  reconnect: () => void;
}

/** The WebSocket for subscriptions: opened by the first one, kept alive, reconnected for ever. */
export function createEventsClient(url: string): EventsClient {
  let skipDelay = (): void => undefined;
  let pongTimer: ReturnType<typeof setTimeout> | undefined;
  const client = createClient({
    url,
    lazy: true,
    lazyCloseTimeout: 3_000,
    keepAlive: KEEP_ALIVE_MS,
    connectionAckWaitTimeout: 5_000,
    retryAttempts: Number.POSITIVE_INFINITY,
    shouldRetry: () => true,
    retryWait: async (attempt) => {
      if (useSession.getState().expired) return signedInAgain();
      const { promise, resolve } = Promise.withResolvers<void>();
      const timer = setTimeout(resolve, retryDelay(attempt, Math.random));
      skipDelay = () => {
        clearTimeout(timer);
        resolve();
      };
      return promise;
    },
    on: {
      connecting: () => connection.connecting(),
      connected: () => connection.connected(),
      closed: (event) => {
        clearTimeout(pongTimer);
        if (event instanceof CloseEvent && SESSION_ENDED.has(event.code)) void signedInAgain();
        connection.closed(event instanceof CloseEvent && event.code === 1000, Date.now());
      },
      ping: (received) => {
        if (!received) pongTimer = setTimeout(() => client.terminate(), PONG_TIMEOUT_MS);
      },
      pong: (received) => {
        if (received) clearTimeout(pongTimer);
      },
    },
  });
  globalThis.addEventListener('online', () => skipDelay());
  return Object.assign(client, { reconnect: () => skipDelay() });
}
