import { setSourceMapsSupport } from 'node:module';
import { startTelemetry } from '@aether/common/telemetry';

/**
 * Process entry of `npm start`. Telemetry first: it sees only what is loaded after it, so the rest is imported behind it.
 * Stack traces name our sources. Those of packages stay as they are: their maps take 15 MB, and Neo4j's driver writes a trace
 * for every statement.
 */
setSourceMapsSupport(true, { nodeModules: false, generatedCode: false });
await using telemetry = await startTelemetry({
  serviceName: 'aether',
  tracesEndpoint: process.env['OTEL_EXPORTER_OTLP_ENDPOINT'] || null,
  metrics: true,
});
const { runLocal } = await import('./run-local.ts');
process.exitCode = await runLocal({ environment: process.env, parameters: process.argv.slice(2), telemetry });
