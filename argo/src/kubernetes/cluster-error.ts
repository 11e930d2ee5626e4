import { z } from 'zod';

const statusSchema = z.looseObject({
  kind: z.literal('Status'),
  message: z.string().default(''),
  reason: z.string().default('Unknown'),
  code: z.number().optional(),
});

/** The API server's refusal, with its own words: they name the field, the quota or the right that is missing. */
export class ClusterError extends Error {
  override readonly name = 'ClusterError';
  readonly code: number;
  /** Kubernetes' word for it, such as `AlreadyExists`, `Invalid`, `Forbidden`; "Unknown" when it gave none. */
  readonly reason: string;
  /** Seconds to wait, when the server said so. */
  readonly retryAfter: number | null;

  constructor(what: string, code: number, body: unknown, retryAfter: number | null = null) {
    const status = statusSchema.safeParse(body);
    const said = status.success ? status.data.message : String(body).slice(0, 500);
    super(`The cluster refused to ${what} (HTTP ${code}): ${said === '' ? 'it gave no reason.' : said}`);
    this.code = code;
    this.reason = status.success ? status.data.reason : 'Unknown';
    this.retryAfter = retryAfter;
  }

  /** The same request may succeed later. 500 "request is too large" is an answer about size, not about the moment. */
  get isPassing(): boolean {
    if (this.isTooLarge) return false;
    return this.code === 429 || this.code >= 500 || this.reason === 'Conflict';
  }

  /** etcd refuses objects over about 1.5 MB; the API server passes that on as 500 (not 413). */
  get isTooLarge(): boolean {
    return this.code === 413 || /request is too large|Request entity too large/i.test(this.message);
  }

  /** A watch from an older state than the server remembers: list again. */
  get isExpired(): boolean {
    return this.code === 410;
  }

  get isNotFound(): boolean {
    return this.code === 404;
  }
}
