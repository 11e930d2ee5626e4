import type { Context, TextMapGetter, TextMapPropagator, TextMapSetter } from '@opentelemetry/api';
import { extractTraceparent, traceparentOf } from './traceparent.ts';

/**
 * Passes on which trace a request belongs to, and nothing else: baggage and tracestate that a client sends would otherwise travel
 * to vendors and tool servers.
 */
export class TraceparentPropagator implements TextMapPropagator<unknown> {
  inject(context: Context, carrier: unknown, setter: TextMapSetter): void {
    const traceparent = traceparentOf(context);
    if (traceparent !== null) setter.set(carrier, 'traceparent', traceparent);
  }

  extract(context: Context, carrier: unknown, getter: TextMapGetter): Context {
    const header = getter.get(carrier, 'traceparent');
    return extractTraceparent(typeof header === 'string' ? header : header?.[0], context);
  }

  fields(): string[] {
    return ['traceparent'];
  }
}
