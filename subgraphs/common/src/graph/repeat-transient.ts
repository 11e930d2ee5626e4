import { setTimeout as pause } from 'node:timers/promises';
import { isRetryableError } from 'neo4j-driver';
import { isConnectionLost } from './is-connection-lost.ts';

/** Longer outages are for the caller to decide. */
const LIMIT_MS = 8_000; // 8 seconds
const FIRST_PAUSE_MS = 10;
const LONGEST_PAUSE_MS = 1_000;

/**
 * Repeats a transaction while Neo4j says that it may be repeated: after a deadlock, a lost connection, a leader change. The driver
 * does the same for managed transactions, but those take three round trips where one statement of its own takes one, and its first
 * pause is a whole second.
 */
export async function repeatTransient<Result>(transaction: () => Promise<Result>): Promise<Result> {
  const began = performance.now();
  for (let longest = FIRST_PAUSE_MS; ; longest = Math.min(LONGEST_PAUSE_MS, longest * 2)) {
    try {
      return await transaction();
    } catch (error) {
      const pauseMs = longest * (0.5 + Math.random() / 2); // jitter: two that fell into each other's way part
      const mayPass = isRetryableError(error) || isConnectionLost(error);
      if (!mayPass || performance.now() - began + pauseMs > LIMIT_MS) throw error;
      await pause(pauseMs);
    }
  }
}
