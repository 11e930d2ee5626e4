import type { Telemetry, TelemetryConfig } from './telemetry.ts';

/**
 * Turns on what is configured, before the first server or client of the process is made: instrumentation sees only what is
 * loaded after it. What is off is not even imported (figures in README.md). Once per process: OpenTelemetry is global.
 */
export async function startTelemetry(config: TelemetryConfig): Promise<Telemetry> {
  const metrics = config.metrics ? (await import('./start-metrics.ts')).startMetrics() : null;
  const traces =
    config.tracesEndpoint === null
      ? null
      : (await import('./start-traces.ts')).startTraces(config.serviceName, config.tracesEndpoint);
  return {
    metrics: metrics === null ? null : () => metrics.respond(),
    async [Symbol.asyncDispose]() {
      await traces?.[Symbol.asyncDispose]();
      await metrics?.[Symbol.asyncDispose]();
    },
  };
}
