import { randomBytes } from 'node:crypto';
import { isRecord } from '@aether/schema';
import { SafeFetch } from '@aether/common/security';
import { systemClock } from '@aether/common/service';
import { z } from 'zod';
import { mcpGatewayConfig } from '../../src/config.ts';
import { InputRelay } from '../../src/federation/input-relay.ts';
import { RequestStates } from '../../src/federation/request-state.ts';
import { HttpTransport } from '../../src/upstream/http-transport.ts';
import { RestartDelay } from '../../src/upstream/restart-delay.ts';
import { Upstream } from '../../src/upstream/upstream.ts';
import { callTool } from '../../src/upstream/upstream-request.ts';

const contextSchema = z.object({
  toolCalls: z.array(z.object({ name: z.string(), arguments: z.record(z.string(), z.unknown()) })).optional(),
});

/**
 * The gateway's own client, as the suites start it: reads what the server at the address has, and makes the calls that the scenario asks
 * for, or calls each tool once with values that its schema asks for.
 */
const context = contextSchema.parse(JSON.parse(process.env['MCP_CONFORMANCE_CONTEXT'] ?? '{}'));
const url = new URL(process.argv.at(-1) ?? '');
const { limits } = mcpGatewayConfig({});
await using http = new SafeFetch({ allowedOrigins: [url.origin], idleTimeoutMs: 60_000 });
await using upstream = new Upstream({
  server: 'suite',
  clock: systemClock,
  limits,
  retryAsLegacy: false,
  isStateless: false,
  openTransport: () =>
    new HttpTransport({
      url,
      server: 'suite',
      callFetch: http.fetch,
      callSend: http.send,
      streamFetch: http.fetch,
      brokenStreamMs: 5_000,
      credential: null,
    }),
  restart: new RestartDelay({ clock: systemClock, chance: () => 0, limits: limits.restart }),
  onListed: () => {},
  onOffersChanged: () => {},
  onLost: () => {},
});

const relay = new InputRelay(new RequestStates({ secret: randomBytes(32), clock: systemClock, random: randomBytes }));
const signal = AbortSignal.timeout(20_000);
const caller = {
  ask: async () => ({ action: 'accept', content: { confirmed: true } }),
  capabilities: { elicitation: { form: {}, url: {} } },
  responses: {},
  state: null,
  logLevel: null,
};

const definitions = await upstream.definitions(new AbortController().signal);
const calls =
  context.toolCalls ??
  Array.from(definitions.values(), ({ name, inputSchema }) => ({ name, arguments: valuesFor(inputSchema) }));

for (const call of calls) {
  const { name } = call;
  const facts = { idempotencyKey: null, traceparent: null, capabilities: caller.capabilities, logLevel: null };
  await relay
    .run(caller, { server: 'suite', subject: name }, signal, ({ input, onInput }) =>
      upstream.ask({
        send: callTool({ ...facts, input }, name, call.arguments),
        idempotencyKey: null,
        onProgress: null,
        onLog: null,
        onInput,
        signal,
      }),
    )
    .catch((error: unknown) => console.error(name, error));
}

function valuesFor(schema: unknown): Record<string, unknown> {
  const properties = isRecord(schema) && isRecord(schema['properties']) ? schema['properties'] : {};
  return Object.fromEntries(
    Object.entries(properties).map(([name, property]) => {
      // One scenario wants back the schema of another tool, as it arrived here.
      if (name === 'schema') return [name, definitions.get('json_schema_2020_12_tool')?.inputSchema];
      const type = isRecord(property) ? property['type'] : null;
      if (type === 'number' || type === 'integer') return [name, 5];
      return [name, type === 'boolean' ? true : type === 'object' ? {} : type === 'array' ? [] : 'text'];
    }),
  );
}
