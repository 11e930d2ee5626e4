import { context } from '@opentelemetry/api';
import { traceparentOf } from './traceparent.ts';

/** The header that carries on the trace of what runs now; null when nobody collects. */
export function currentTraceparent(): string | null {
  return traceparentOf(context.active());
}
