import { metrics } from '@opentelemetry/api';
import { PrometheusExporter, PrometheusSerializer } from '@opentelemetry/exporter-prometheus';
import { MeterProvider } from '@opentelemetry/sdk-metrics';

export interface RunningMetrics extends AsyncDisposable {
  respond(): Promise<Response>;
}

/** Collects in memory and answers scrapes; opens no port of its own. Loaded on demand by `startTelemetry`. */
export function startMetrics(): RunningMetrics {
  const reader = new PrometheusExporter({ preventServerStart: true });
  const serializer = new PrometheusSerializer(undefined, false, undefined, true, true);
  const provider = new MeterProvider({ readers: [reader] });
  metrics.setGlobalMeterProvider(provider);
  return {
    async respond() {
      const { resourceMetrics } = await reader.collect();
      const headers = { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' };
      return new Response(serializer.serialize(resourceMetrics), { headers });
    },
    async [Symbol.asyncDispose]() {
      metrics.disable();
      await provider.shutdown();
    },
  };
}
