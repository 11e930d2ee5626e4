import { readFileSync } from 'node:fs';
import { BUILT_IN_ROLES } from '@aether/schema';
import { ApiClient } from './api-client.ts';
import type { RunningAether } from './running-aether.ts';

/** Opens a one-time link as a browser does; the answer is the session's cookie. */
export async function openSignInLink(origin: string, link: string): Promise<string> {
  const response = await fetch(new URL(new URL(link).pathname, origin), { redirect: 'manual' });
  const cookie = response.headers.getSetCookie().find((entry) => entry.startsWith('aether_session='));
  if (cookie === undefined)
    throw new Error(`The link set no session: ${response.status} ${response.headers.get('location')}`);
  return cookie.split(';')[0] ?? '';
}

/** Signs the owner in by the link of the terminal and makes an API key by the session, with a trusted document only. */
export async function ownerClient(
  aether: RunningAether,
): Promise<{ readonly client: ApiClient; readonly key: string; readonly cookie: string }> {
  if (aether.signInLink === null) throw new Error(`The terminal showed no link:\n${aether.output()}`);
  const cookie = await openSignInLink(aether.origin, aether.signInLink);
  const key = await createKey(aether.origin, cookie);
  return { client: new ApiClient(aether.origin, { authorization: `Bearer ${key}` }), key, cookie };
}

async function createKey(origin: string, cookie: string): Promise<string> {
  const documents = JSON.parse(
    readFileSync(new URL('../../schema/trusted-documents.json', import.meta.url), 'utf8'),
  ) as Record<string, string>;
  const create = Object.entries(documents).find(([, document]) =>
    /mutation \w+\(.*\$input: CreateApiKeyInput!/su.test(document),
  );
  if (create === undefined) throw new Error('The web application has no document that creates an API key.');
  const response = await fetch(`${origin}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie },
    body: JSON.stringify({
      extensions: { persistedQuery: { version: 1, sha256Hash: create[0] } },
      variables: { input: { name: 'e2e', scopes: BUILT_IN_ROLES.owner.permissions } },
    }),
  });
  const answer = (await response.json()) as { data?: { createApiKey?: { secret?: string | null } } };
  const secret = answer.data?.createApiKey?.secret;
  if (!secret) throw new Error(`No key was made: ${JSON.stringify(answer)}`);
  return secret;
}
