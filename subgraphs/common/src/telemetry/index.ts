export { SpanKind } from '@opentelemetry/api';
export { currentTraceparent } from './current-traceparent.ts';
export { counter, histogram, type Counter, type Histogram, type InstrumentOptions } from './instruments.ts';
export { addToSpan, recordedSpanId } from './span-facts.ts';
export { startTelemetry } from './start-telemetry.ts';
export type { Telemetry, TelemetryConfig } from './telemetry.ts';
export { extractTraceparent, traceparentOf } from './traceparent.ts';
export { withSpan, type SpanOptions } from './with-span.ts';
