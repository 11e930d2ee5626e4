import { startTelemetry } from '@aether/common/telemetry';

/** Process entry. Telemetry first: it sees only what is loaded after it, so the rest is imported behind it. */
await using telemetry = await startTelemetry({
  serviceName: 'memory',
  tracesEndpoint: process.env['OTEL_EXPORTER_OTLP_ENDPOINT'] || null,
  metrics: true,
});
const { runService } = await import('@aether/common/process');
const { memoryConfig, createMemoryService } = await import('./index.ts');
process.exitCode = await runService({
  name: 'memory',
  environment: process.env,
  telemetry,
  create: (environment, parts) => createMemoryService(memoryConfig(environment), parts),
});
