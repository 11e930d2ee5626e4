import { startTelemetry } from '@aether/common/telemetry';

/** Process entry. Telemetry first: it sees only what is loaded after it, so the rest is imported behind it. */
await using telemetry = await startTelemetry({
  serviceName: 'testing',
  tracesEndpoint: process.env['OTEL_EXPORTER_OTLP_ENDPOINT'] || null,
  metrics: true,
});
const { runService } = await import('@aether/common/process');
const { testingConfig, createTestingService } = await import('./index.ts');
process.exitCode = await runService({
  name: 'testing',
  environment: process.env,
  telemetry,
  create: (environment, parts) => createTestingService(testingConfig(environment), parts),
});
