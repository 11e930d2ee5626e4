import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import {
  argoResource,
  followResource,
  KubernetesClient,
  submitWorkflow,
  UnreachableClusterError,
} from '../src/index.ts';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;
const workflows = argoResource('workflows', 'runs');
const named = (name: string, resourceVersion: string) => ({
  kind: 'Workflow',
  metadata: { name, uid: name, resourceVersion },
});
const listOf =
  (version: string, ...names: string[]): Answer =>
  (_, response) =>
    response.end(
      JSON.stringify({ metadata: { resourceVersion: version }, items: names.map((name) => named(name, version)) }),
    );
const event = (type: string, object: object) => `${JSON.stringify({ type, object })}\n`;
const status = (code: number, reason: string, message: string) => ({
  kind: 'Status',
  status: 'Failure',
  reason,
  message,
  code,
});
const refuse =
  (code: number, reason: string, message: string, headers: Record<string, string> = {}): Answer =>
  (_, response) =>
    response.writeHead(code, headers).end(JSON.stringify(status(code, reason, message)));

/** An API server that gives one scripted answer after the other, byte by byte if need be, and keeps what was asked. */
async function scriptedServer(...answers: Answer[]) {
  const asked: string[] = [];
  const exhausted = Promise.withResolvers<void>();
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    const answer = answers.shift();
    if (answer !== undefined) answer(request, response);
    else exhausted.resolve(); // the last watch stays open
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  const client = new KubernetesClient({ server: `http://127.0.0.1:${address.port}`, token: async () => 'secret' });
  return {
    asked,
    exhausted: exhausted.promise,
    client,
    async [Symbol.asyncDispose]() {
      await client[Symbol.asyncDispose]();
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Follows until the script is used up; what was told, in order. */
async function told(...answers: Answer[]) {
  await using server = await scriptedServer(...answers);
  const seen: string[] = [];
  const end = new AbortController();
  const following = followResource(
    server.client,
    workflows,
    {
      listed: (objects) => seen.push(`listed ${objects.map(({ metadata }) => metadata.name).join(' ')}`),
      changed: ({ metadata }) => seen.push(`changed ${metadata.name}@${metadata.resourceVersion}`),
      deleted: ({ metadata }) => seen.push(`deleted ${metadata.name}`),
      interrupted: () => seen.push('interrupted'),
    },
    { signal: end.signal, random: () => 0, pauseMs: 1, maximumPauseMs: 5 },
  );
  await server.exhausted;
  end.abort();
  await following;
  const versions = server.asked.map((line) => /resourceVersion=(\w+)/.exec(line)?.[1] ?? 'list');
  return { seen, versions };
}

test('a watch begins at the list and is taken up where the server ended it', async () => {
  const { seen, versions } = await told(listOf('5', 'a'), (_, response) => {
    response.write(event('ADDED', named('b', '6')) + event('BOOKMARK', { metadata: { resourceVersion: '9' } }));
    response.end();
  });
  expect(seen).toEqual(['listed a', 'changed b@6']);
  expect(versions).toEqual(['list', '5', '9']);
});

test('a state that the server has forgotten (410) leads to a new list, at once', async () => {
  const { seen, versions } = await told(
    listOf('5', 'a', 'b'),
    (_, response) => response.end(event('ERROR', status(410, 'Expired', 'too old resource version'))),
    listOf('50', 'b'),
  );
  expect(seen).toEqual(['listed a b', 'interrupted', 'listed b']);
  expect(versions).toEqual(['list', '5', 'list', '50']);
});

test('a connection that breaks in mid-line loses half an event, not the state', async () => {
  const { seen, versions } = await told(
    listOf('5', 'a'),
    (_, response) => {
      response.write(`${event('MODIFIED', named('a', '6'))}{"type":"MODIF`);
      response.on('finish', () => undefined);
      setImmediate(() => response.socket?.destroy());
    },
    listOf('8', 'a'),
  );
  expect(seen).toEqual(['listed a', 'changed a@6', 'interrupted', 'listed a']);
  expect(versions.slice(0, 4)).toEqual(['list', '5', 'list', '8']);
});

test('characters that are cut between two packets arrive whole', async () => {
  const bytes = Buffer.from(event('ADDED', named('größe', '6')));
  const cut = bytes.indexOf('ö') + 1;
  const { seen } = await told(listOf('5'), (_, response) => {
    response.write(bytes.subarray(0, cut));
    setImmediate(() => response.end(bytes.subarray(cut)));
  });
  expect(seen).toEqual(['listed ', 'changed größe@6']);
});

test('a server that refuses is asked again after a pause, at least as long as it says', async () => {
  const { seen } = await told(
    refuse(429, 'TooManyRequests', 'slow down', { 'retry-after': '0' }),
    refuse(503, 'ServiceUnavailable', 'etcd is away'),
    listOf('5', 'a'),
  );
  expect(seen).toEqual(['interrupted', 'interrupted', 'listed a']);
});

test('a line that is no event is told and leads to a new list', async () => {
  const { seen } = await told(listOf('5'), (_, response) => response.end('<html>proxy</html>\n'), listOf('6', 'a'));
  expect(seen).toEqual(['listed ', 'interrupted', 'listed a']);
});

const manifest = {
  ...named('ax-1', ''),
  metadata: { name: 'ax-1', namespace: 'runs', labels: { 'aether.io/execution-id': 'exe_1' } },
};
const submit = { signal: AbortSignal.timeout(20_000), random: () => 0, pauseMs: 1 };
const ours: Answer = (_, response) =>
  response.end(JSON.stringify({ ...manifest, metadata: { ...manifest.metadata, uid: 'u1' } }));

test('a create whose answer is lost is looked up, not repeated', async () => {
  await using server = await scriptedServer((_, response) => response.socket?.destroy(), ours);
  expect(await submitWorkflow(server.client, manifest, submit)).toEqual({ name: 'ax-1', uid: 'u1', adopted: true });
  expect(server.asked.map((line) => line.split(' ')[0])).toEqual(['POST', 'GET']);
});

test('a conflict without a workflow is a quota or etcd, and tried again', async () => {
  const conflict = refuse(409, 'AlreadyExists', 'object is being deleted');
  await using server = await scriptedServer(conflict, refuse(404, 'NotFound', 'not found'), ours);
  expect(await submitWorkflow(server.client, manifest, submit)).toMatchObject({ uid: 'u1', adopted: false });
});

test.for([
  [400, 'BadRequest', 'strict decoding error: unknown field "spec.entryPoint"'],
  [403, 'Forbidden', 'exceeded quota: workflows'],
  [422, 'Invalid', 'spec.arguments must be string'],
] as const)('a refusal (%i %s) is final and told in the cluster’s words', async ([code, reason, message]) => {
  await using server = await scriptedServer(refuse(code, reason, message));
  await expect(submitWorkflow(server.client, manifest, submit)).rejects.toThrow(`(HTTP ${code}): ${message}`);
  expect(server.asked).toHaveLength(1);
});

test('a cluster that nobody answers for is named, with its address', async () => {
  await using client = new KubernetesClient({ server: 'http://127.0.0.1:1', token: async () => null });
  const asked = client.list(workflows);
  await expect(asked).rejects.toThrow(UnreachableClusterError);
  await expect(asked).rejects.toThrow(/127\.0\.0\.1:1 did not answer a request to list workflows/);
});
