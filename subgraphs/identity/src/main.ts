import { startTelemetry } from '@aether/common/telemetry';

/** Process entry. Telemetry first: it sees only what is loaded after it, so the rest is imported behind it. */
await using telemetry = await startTelemetry({
  serviceName: 'identity',
  tracesEndpoint: process.env['OTEL_EXPORTER_OTLP_ENDPOINT'] || null,
  metrics: true,
});
const { runService } = await import('@aether/common/process');
const { identityConfig, createIdentityService } = await import('./index.ts');
process.exitCode = await runService({
  name: 'identity',
  environment: process.env,
  telemetry,
  create: (environment, parts) => createIdentityService(identityConfig(environment), parts),
  async onStarted(service, say) {
    const { signInUrl: first } = await service.createFirstTenant();
    const signInUrl = process.argv.includes('--sign-in-link') ? await service.createSignInLink() : first;
    if (signInUrl !== null) say(`Sign in as the owner with this link; it works once: ${signInUrl}`);
  },
});
