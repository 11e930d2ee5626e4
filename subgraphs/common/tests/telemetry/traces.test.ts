import { once } from 'node:events';
import { createServer } from 'node:http';
import { context, SpanKind } from '@opentelemetry/api';
import { fetch } from 'undici';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { PlatformError } from '../../src/service/platform-error.ts';
import { extractTraceparent, startTelemetry, traceparentOf, withSpan } from '../../src/telemetry/index.ts';

const spanSchema = z.object({
  traceId: z.string(),
  spanId: z.string(),
  parentSpanId: z.string().optional(),
  name: z.string(),
  kind: z.number(),
  attributes: z.array(z.object({ key: z.string(), value: z.object({ stringValue: z.string().optional() }) })),
});

/** OTLP/HTTP with JSON, as a collector takes it. */
const exportSchema = z.object({
  resourceSpans: z.array(z.object({ scopeSpans: z.array(z.object({ spans: z.array(spanSchema) })) })),
});

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';

test('spans continue the trace of the caller, reach the called server, and arrive at the collector', async () => {
  const spans: z.infer<typeof spanSchema>[] = [];
  const received: Record<string, unknown>[] = [];
  const server = createServer(async (request, response) => {
    received.push({ url: request.url, ...request.headers });
    let text = '';
    for await (const chunk of request) text += chunk;
    if (request.url === '/v1/traces') {
      const { resourceSpans } = exportSchema.parse(JSON.parse(text));
      spans.push(...resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans)));
    }
    response.end('{}');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const origin = `http://127.0.0.1:${address !== null && typeof address === 'object' ? address.port : 0}`;

  const telemetry = await startTelemetry({ serviceName: 'test', tracesEndpoint: origin, metrics: false });
  const parent = extractTraceparent(`00-${traceId}-00f067aa0ba902b7-01`);
  const inside = await withSpan(
    'outer',
    { 'aether.part': 'test' },
    async () => {
      await (await fetch(`${origin}/called`)).text();
      await withSpan('failing', {}, () => Promise.reject(new PlatformError('CONFLICT', 'with a name in it'))).catch(
        () => {},
      );
      return traceparentOf(context.active());
    },
    { parent, kind: SpanKind.SERVER },
  );
  await telemetry[Symbol.asyncDispose]();
  server.close();
  server.closeAllConnections();

  const named = (name: string): z.infer<typeof spanSchema> | undefined => spans.find((span) => span.name === name);
  const outer = named('outer');
  expect(outer).toMatchObject({ traceId, parentSpanId: '00f067aa0ba902b7' });
  expect(inside).toBe(`00-${traceId}-${outer?.spanId}-01`);
  const called = received.find(({ url }) => url === '/called');
  const client = spans.find(({ spanId }) => spanId === String(called?.['traceparent']).split('-')[2]);
  expect(client).toMatchObject({ traceId, parentSpanId: outer?.spanId });
  expect(named('failing')).toMatchObject({ traceId, parentSpanId: outer?.spanId });
  expect(named('failing')?.attributes).toContainEqual({ key: 'error.type', value: { stringValue: 'CONFLICT' } });
  expect(JSON.stringify(spans)).not.toContain('with a name in it');
});
