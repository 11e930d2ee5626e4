import { type Attributes, type Meter, type MeterProvider, metrics } from '@opentelemetry/api';

export interface InstrumentOptions {
  readonly description?: string;
  /** UCUM, such as `s` or `By`. Not part of the name: a name in Prometheus' own style (`…_seconds`) says it itself. */
  readonly unit?: string;
}

export interface Counter {
  /** @param value not negative */
  add(value: number, attributes?: Attributes): void;
}

export interface Histogram {
  record(value: number, attributes?: Attributes): void;
}

/**
 * A count that only grows: `counter('agent_executions_total')`. May be made when a module loads; it counts from `startTelemetry` on,
 * and nothing without metrics. Attributes have few values: never a tenant, a person or an id.
 */
export function counter(name: string, options: InstrumentOptions = {}): Counter {
  const instrument = bound((meter) => meter.createCounter(name, options));
  return { add: (value, attributes) => instrument().add(value, attributes) };
}

/** A distribution: `histogram('agent_execution_duration_seconds', { boundaries: [0.1, 1, 10] })`. */
export function histogram(
  name: string,
  options: InstrumentOptions & { readonly boundaries: readonly number[] },
): Histogram {
  const { boundaries, ...rest } = options;
  const advice = { explicitBucketBoundaries: [...boundaries] };
  const instrument = bound((meter) => meter.createHistogram(name, { ...rest, advice }));
  return { record: (value, attributes) => instrument().record(value, attributes) };
}

/** The API's metrics have no late binding as its traces have: an instrument made before the SDK stays mute for ever. */
function bound<Instrument>(create: (meter: Meter) => Instrument): () => Instrument {
  let known: { readonly provider: MeterProvider; readonly instrument: Instrument } | null = null;
  return () => {
    const provider = metrics.getMeterProvider();
    if (known?.provider !== provider) known = { provider, instrument: create(provider.getMeter('aether')) };
    return known.instrument;
  };
}
