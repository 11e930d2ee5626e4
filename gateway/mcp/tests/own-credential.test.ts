import { randomBytes } from 'node:crypto';
import { LocalKeyEncryptionKey } from '@aether/common/security';
import { systemClock } from '@aether/common/service';
import { testOperations, testViewer } from '@aether/test-support';
import { expect, test } from 'vitest';
import { Credentials } from '../src/credentials.ts';
import { CredentialScopeError, ToolNeedsOwnAccountError } from '../src/errors.ts';
import { testVault } from './test-vault.ts';

const vault = testVault(
  () => Promise.reject(new Error('The server has none.')),
  () => ({ kind: 'OAUTH2', version: 1, secret: 'own', scopes: ['api.example'], resource: 'https://api.example/v1' }),
);
const random = (bytes: number): Uint8Array => randomBytes(bytes);
const credentials = new Credentials({
  operations: testOperations(vault.operations),
  clock: systemClock,
  random,
  keyEncryptionKey: new LocalKeyEncryptionKey({ secret: vault.vaultKey, random }),
});
const person = testViewer();
const open = (address: string, serverUrl: string) =>
  credentials.openOwn(
    person,
    { tenantId: person.tenantId, serverId: 'tsv_1', serverSlug: 'api', address, serverUrl },
    null,
  );

test('an own account is opened for requests to what it was granted for', async () => {
  expect(await open('https://api.example/v1', 'https://api.example/v1/pets')).toMatchObject({
    secret: 'own',
    isOwn: true,
  });
});

test('a request beside it goes without, and asks nobody to connect another account', async () => {
  await expect(open('https://api.example/v1', 'https://api.example/openapi.json')).rejects.toBeInstanceOf(
    CredentialScopeError,
  );
});

test('of a server that has moved since people connect anew', async () => {
  await expect(open('https://api.example/v2', 'https://api.example/v2/pets')).rejects.toBeInstanceOf(
    ToolNeedsOwnAccountError,
  );
});
