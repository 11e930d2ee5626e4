const DAY_MS = 24 * 60 * 60 * 1_000;

/** A signed-in browser or client. Its token is not here: only the keyed hash is stored. */
export interface SessionRecord {
  readonly id: string;
  readonly userId: string;
  readonly userAgent: string | null;
  readonly ipAddress: string | null;
  readonly createdAt: string;
  readonly lastSeenAt: string;
  /** Epoch milliseconds. */
  readonly expiresAtMs: number;
}

export interface SessionLifetime {
  /** A session that is not used for so many days ends. */
  readonly idleDays: number;
  /** It ends after so many days, used or not. */
  readonly maximumDays: number;
}

/** When a session that is used now ends: it slides with use, up to its greatest age. Epoch milliseconds. */
export function sessionEnd(createdAtMs: number, nowMs: number, lifetime: SessionLifetime): number {
  return Math.min(nowMs + lifetime.idleDays * DAY_MS, createdAtMs + lifetime.maximumDays * DAY_MS);
}
