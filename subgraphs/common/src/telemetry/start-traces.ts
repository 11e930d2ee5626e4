import { context, propagation, trace } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { GraphQLInstrumentation } from '@opentelemetry/instrumentation-graphql';
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import { UndiciInstrumentation } from '@opentelemetry/instrumentation-undici';
import { NodeSDK } from '@opentelemetry/sdk-node';
import { TraceparentPropagator } from './traceparent-propagator.ts';

/** Spans of HTTP, GraphQL and our own `withSpan`, sent in batches to a collector. Loaded on demand by `startTelemetry`. */
export function startTraces(serviceName: string, endpoint: string): AsyncDisposable {
  const sdk = new NodeSDK({
    serviceName,
    // Command line and host name are nobody's business but the operator's, who can add them in the collector.
    autoDetectResources: false,
    traceExporter: new OTLPTraceExporter({ url: `${endpoint.replace(/\/$/, '')}/v1/traces`, timeoutMillis: 5_000 }),
    textMapPropagator: new TraceparentPropagator(),
    metricReaders: [],
    logRecordProcessors: [],
    instrumentations: [
      new HttpInstrumentation(),
      new UndiciInstrumentation(),
      // Values of a document stay out (`allowValues` is off by default), and so does a span per field.
      new GraphQLInstrumentation({ ignoreResolveSpans: true }),
    ],
  });
  sdk.start();
  return {
    async [Symbol.asyncDispose]() {
      await sdk.shutdown();
      for (const api of [trace, context, propagation]) api.disable();
    },
  };
}
