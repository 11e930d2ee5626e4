import { z } from 'zod';

const instant = z.iso.datetime();
const counts = z.array(z.tuple([z.number().int().min(0).max(63), z.number().int().positive()])).max(64);

/** What the calls that ended in one minute came to. */
const minuteSchema = z.object({
  /** Minutes since 1970. */
  index: z.number().int(),
  /** The provider answered; also what it refused because of the request itself. */
  answered: z.number().int().nonnegative(),
  failed: z.number().int().nonnegative(),
  /** Steps of `latencyStep` and how many calls they have. */
  latencies: counts,
  firstTokens: counts,
});

/** What one gateway knows of a tenant's calls to one provider. By minutes, so that whoever keeps it knows what is over. Times are ISO instants. */
export const healthReportSchema = z.object({
  minutes: z.array(minuteSchema).max(10),
  inFlight: z.number().int().nonnegative(),
  lastSuccessAt: instant.nullable(),
  /** One of the error codes: what a vendor says may have more in it than everybody may read. */
  lastError: z.object({ code: z.string(), at: instant }).nullable(),
  rateLimitedUntil: instant.nullable(),
  /** Models whose breaker is open, and until when. */
  open: z.array(z.object({ model: z.string(), until: instant })).max(2_000),
});

export type HealthReport = z.infer<typeof healthReportSchema>;
