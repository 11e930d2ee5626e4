/** What of telemetry is on; the composition root reads it from the environment. */
export interface TelemetryConfig {
  /** `service.name` of every span: the process, `aether` when all services share one. */
  readonly serviceName: string;
  /** Base URL of an OTLP/HTTP collector (`OTEL_EXPORTER_OTLP_ENDPOINT`, such as `http://localhost:4318`); null = no traces. */
  readonly tracesEndpoint: string | null;
  /** Collect metrics for `/metrics`. */
  readonly metrics: boolean;
}

/** Running telemetry of this process. Disposal sends what waits, within 5 s. */
export interface Telemetry extends AsyncDisposable {
  /** Answers `/metrics` in Prometheus' text format; null when metrics are off. */
  readonly metrics: (() => Promise<Response>) | null;
}
