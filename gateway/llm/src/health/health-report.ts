import { z } from 'zod';

const instant = z.iso.datetime();
const counts = z.array(z.tuple([z.number().int().min(0).max(63), z.number().int().positive()])).max(64);

/** What one gateway knows of a tenant's calls to one provider, in the last minutes. Times are ISO instants. */
export const healthReportSchema = z.strictObject({
  /** The provider answered; also what it refused because of the request itself. */
  answered: z.number().int().nonnegative(),
  failed: z.number().int().nonnegative(),
  /** Steps of `latencyStep` and how many calls they have. */
  latencies: counts,
  firstTokens: counts,
  inFlight: z.number().int().nonnegative(),
  lastSuccessAt: instant.nullable(),
  lastError: z.strictObject({ code: z.string(), message: z.string(), at: instant }).nullable(),
  rateLimitedUntil: instant.nullable(),
  /** Models whose breaker is open, and until when. */
  open: z.array(z.strictObject({ model: z.string(), until: instant })),
});

export type HealthReport = z.infer<typeof healthReportSchema>;
