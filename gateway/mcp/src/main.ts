import { startTelemetry } from '@aether/common/telemetry';

/** Process entry. Telemetry first: it sees only what is loaded after it, so the rest is imported behind it. */
await using telemetry = await startTelemetry({
  serviceName: 'mcp-gateway',
  tracesEndpoint: process.env['OTEL_EXPORTER_OTLP_ENDPOINT'] || null,
  metrics: true,
});
const { runService } = await import('@aether/common/process');
const { createMcpGateway, mcpGatewayConfig } = await import('./index.ts');
process.exitCode = await runService({
  name: 'mcp-gateway',
  environment: process.env,
  telemetry,
  create: async (environment, parts) => createMcpGateway(mcpGatewayConfig(environment), parts),
});
