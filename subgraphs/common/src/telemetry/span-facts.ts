import { type Attributes, type Span, trace } from '@opentelemetry/api';

/** Id of a span that goes to a collector; null when nobody collects, or this one was not sampled. */
export function recordedSpanId(span: Span): string | null {
  return span.isRecording() ? span.spanContext().spanId : null;
}

/** Adds facts to the span that runs now; nothing without one. */
export function addToSpan(attributes: Attributes): void {
  trace.getActiveSpan()?.setAttributes(attributes);
}
