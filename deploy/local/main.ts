import { startTelemetry } from '@aether/common/telemetry';

/**
 * Process entry of `npm start`. Telemetry first: it sees only what is loaded after it, so the rest is imported behind it.
 */
await using telemetry = await startTelemetry({
  serviceName: 'aether',
  tracesEndpoint: process.env['OTEL_EXPORTER_OTLP_ENDPOINT'] || null,
  metrics: true,
});
const { runLocal } = await import('./run-local.ts');
process.exitCode = await runLocal({ environment: process.env, parameters: process.argv.slice(2), telemetry });
