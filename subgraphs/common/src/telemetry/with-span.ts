import {
  type Attributes,
  type Context,
  context,
  type Link,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';

export interface SpanOptions {
  /** @default the context that runs now */
  readonly parent?: Context;
  /** @default SpanKind.INTERNAL */
  readonly kind?: SpanKind;
  readonly links?: readonly Link[];
}

const tracer = trace.getTracer('aether');

/**
 * Runs something as a span, also in the context of what it calls. Without a collector it costs a few objects. An error marks the
 * span with its code; its text stays out, for it may name a person's data.
 */
export async function withSpan<Result>(
  name: string,
  attributes: Attributes,
  run: (span: Span) => Promise<Result>,
  { parent = context.active(), kind = SpanKind.INTERNAL, links = [] }: SpanOptions = {},
): Promise<Result> {
  const span = tracer.startSpan(name, { attributes, kind, links: [...links] }, parent);
  try {
    return await context.with(trace.setSpan(parent, span), () => run(span));
  } catch (error) {
    span.setStatus({ code: SpanStatusCode.ERROR }).setAttribute('error.type', typeOf(error));
    throw error;
  } finally {
    span.end();
  }
}

function typeOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
