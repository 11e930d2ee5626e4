import { expect, test } from 'vitest';
import { counter, histogram, startTelemetry } from '../../src/telemetry/index.ts';

const executions = counter('agent_executions_total', { description: 'Runs that were accepted' });
const durations = histogram('agent_execution_duration_seconds', { boundaries: [1, 10], unit: 's' });

test('the answer of /metrics has the counters that were made before the start, from the start on', async () => {
  executions.add(100, { agent: 'before the start' });
  await using telemetry = await startTelemetry({ serviceName: 'test', tracesEndpoint: null, metrics: true });
  executions.add(2, { kind: 'qa' });
  executions.add(1, { kind: 'qa' });
  durations.record(0.5);
  durations.record(5);

  const response = await telemetry.metrics?.();
  expect(response?.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
  const lines = (await response?.text())?.split('\n') ?? [];
  expect(lines).toContain('# HELP agent_executions_total Runs that were accepted');
  expect(lines).toContain('# TYPE agent_executions_total counter');
  expect(lines).toContain('agent_executions_total{kind="qa"} 3');
  expect(lines).toContain('agent_execution_duration_seconds_bucket{le="1"} 1');
  expect(lines).toContain('agent_execution_duration_seconds_bucket{le="10"} 2');
  expect(lines).toContain('agent_execution_duration_seconds_count 2');
  expect(lines.join('\n')).not.toContain('before the start');
});

test('without metrics there is no answer, and counting costs nothing and harms nothing', async () => {
  await using telemetry = await startTelemetry({ serviceName: 'test', tracesEndpoint: null, metrics: false });
  executions.add(1);
  durations.record(1);
  expect(telemetry.metrics).toBeNull();
});
