import { SafeFetch } from '@aether/common/security';
import { expect, test } from 'vitest';
import { ClientDocuments } from '../src/authorization-server/client-documents.ts';

const ID = 'https://app.example/oauth/client.json';
const DOCUMENT = { client_id: ID, client_name: 'Claude Code', redirect_uris: ['http://localhost/callback'] };
const never = new AbortController().signal;

/** Documents of a host that answers so; `asked` counts. */
function documents(answer: () => Response) {
  let asked = 0;
  const clients = new ClientDocuments(async () => {
    asked += 1;
    return answer();
  });
  return { clients, asked: () => asked };
}

test('a client that is described at its id is known by its host, and asked for once', async () => {
  const { clients, asked } = documents(() => Response.json(DOCUMENT));
  const expected = {
    clientId: ID,
    name: 'Claude Code',
    redirectUris: ['http://localhost/callback'],
    host: 'app.example',
  };
  expect(await clients.client(ID, never)).toEqual(expected);
  expect(await clients.client(ID, never)).toEqual(expected);
  expect(asked()).toBe(1);
});

test.each([
  ['is about another client', () => Response.json({ ...DOCUMENT, client_id: 'https://evil.example/client.json' })],
  ['redirects', () => new Response(null, { status: 302, headers: { location: 'https://evil.example/client.json' } })],
  ['is not there', () => new Response('no', { status: 404 })],
  ['is no JSON', () => new Response('<html>')],
  [
    'names a redirect that is not allowed',
    () => Response.json({ ...DOCUMENT, redirect_uris: ['javascript:alert(1)'] }),
  ],
])('a document that %s describes nobody, and is asked for again', async (_name, answer) => {
  const { clients, asked } = documents(answer);
  for (let turn = 0; turn < 2; turn++)
    await expect(clients.client(ID, never)).rejects.toMatchObject({ code: 'AUTHORIZATION_REQUEST_INVALID' });
  expect(asked()).toBe(2);
});

test.each([
  'https://app.example',
  'https://app.example/',
  'https://app.example/a/../client.json',
  'https://user@app.example/client.json',
  'https://app.example/client.json#x',
  `https://app.example/${'x'.repeat(500)}`,
])('%s is no client id, and nobody is asked', async (clientId) => {
  const { clients, asked } = documents(() => Response.json({ ...DOCUMENT, client_id: clientId }));
  await expect(clients.client(clientId, never)).rejects.toMatchObject({ facts: { error: 'invalid_client' } });
  expect(asked()).toBe(0);
});

test('a document in a private network is never asked for', async () => {
  await using safeFetch = new SafeFetch({ resolve: async () => [{ address: '10.0.0.7', family: 4 }] });
  const clients = new ClientDocuments(safeFetch.fetch);
  await expect(clients.client(ID, never)).rejects.toMatchObject({ facts: { error: 'invalid_client' } });
});
