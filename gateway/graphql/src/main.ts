import { startTelemetry } from '@aether/common/telemetry';

/** Process entry. Telemetry first: it sees only what is loaded after it, so the rest is imported behind it. */
await using telemetry = await startTelemetry({
  serviceName: 'graphql-gateway',
  tracesEndpoint: process.env['OTEL_EXPORTER_OTLP_ENDPOINT'] || null,
  metrics: true,
});
const { runGateway } = await import('./run-gateway.ts');
process.exitCode = await runGateway({
  environment: process.env,
  telemetry,
  // The same place above src/main.ts and dist/main.js.
  repository: new URL('../../../', import.meta.url),
});
