import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '@aether/test-support';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { type OAuthClientProvider, UnauthorizedError } from '@modelcontextprotocol/sdk/client/auth.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { OAuthClientInformationMixed, OAuthTokens } from '@modelcontextprotocol/sdk/shared/auth.js';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { repositoryRoot } from '../../local/repository-root.ts';
import { startLocalProduct } from '../tenancy/local-product.ts';

const REDIRECT = 'http://127.0.0.1:33418/callback';
const APPS = '{ connectedApps { edges { node { id clientName scopes { name } resource } } } }';
const REVOKE = 'mutation ($input: RevokeConnectedAppInput!) { revokeConnectedApp(input: $input) { deletedId } }';

/** What an MCP client keeps of a sign-in, and where it sends the browser. */
class MemoryProvider implements OAuthClientProvider {
  readonly redirectUrl = REDIRECT;
  readonly clientMetadata = { client_name: 'Inspector', redirect_uris: [REDIRECT] };
  readonly visited: URL[] = [];
  readonly saved: OAuthTokens[] = [];
  current: OAuthTokens | undefined;
  #client: OAuthClientInformationMixed | undefined;
  #verifier = '';

  state = (): string => '12345678901234567890';
  clientInformation = (): OAuthClientInformationMixed | undefined => this.#client;
  saveClientInformation(client: OAuthClientInformationMixed): void {
    this.#client = client;
  }
  tokens = (): OAuthTokens | undefined => this.current;
  saveTokens(tokens: OAuthTokens): void {
    this.saved.push(tokens);
    this.current = tokens;
  }
  redirectToAuthorization(url: URL): void {
    this.visited.push(url);
  }
  saveCodeVerifier(verifier: string): void {
    this.#verifier = verifier;
  }
  codeVerifier = (): string => this.#verifier;
  invalidateCredentials(scope: string): void {
    if (scope === 'tokens' || scope === 'all') this.current = undefined;
  }
}

/** The hash by which the page sends its document. */
function hashOf(operation: string): string {
  const documents = z
    .record(z.string(), z.string())
    .parse(JSON.parse(readFileSync(join(repositoryRoot, 'schema/trusted-documents.json'), 'utf8')));
  const found = Object.entries(documents).find(([, text]) => text.includes(`mutation ${operation}(`));
  if (found === undefined) throw new Error(`The web application sends no ${operation}.`);
  return found[0].replace(/^sha256:/u, '');
}

/** The query of the authorization page, by the names of the page's document. */
function requestOf({ searchParams }: URL) {
  const names = {
    responseType: 'response_type',
    clientId: 'client_id',
    redirectUri: 'redirect_uri',
    scope: 'scope',
    state: 'state',
    resource: 'resource',
    codeChallenge: 'code_challenge',
    codeChallengeMethod: 'code_challenge_method',
  };
  return Object.fromEntries(Object.entries(names).map(([ours, theirs]) => [ours, searchParams.get(theirs)]));
}

test(
  'an MCP client that knows only the address signs its person in, refreshes, and is refused when it is disconnected',
  { timeout: 240_000 },
  async () => {
    const port = await freePort();
    await using product = await startLocalProduct({ AETHER_PORT: String(port) });
    const origin = await product.listen();
    const name = `app-${crypto.randomUUID()}`;
    const viewer = await product.createTenant(name);
    const arrival = await fetch(await product.signInLink(`owner@${name}.example`), { redirect: 'manual' });
    const cookie = arrival.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    const answer = async (request: object, from = origin) => {
      const response = await fetch(`${origin}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', cookie, origin: from },
        body: JSON.stringify({
          variables: { input: { request, allow: true } },
          extensions: { persistedQuery: { version: 1, sha256Hash: hashOf('AnswerAuthorizationRequest') } },
        }),
      });
      return z
        .object({
          data: z.object({ answerAuthorizationRequest: z.object({ returnUrl: z.string().nullable() }) }).optional(),
          errors: z.array(z.object({ extensions: z.object({ code: z.string() }) })).optional(),
        })
        .parse(await response.json());
    };

    // It is sent away, and finds out by itself where to.
    const authProvider = new MemoryProvider();
    const transport = () => new StreamableHTTPClientTransport(new URL(`${origin}/mcp`), { authProvider });
    const first = transport();
    const newClient = () => new Client({ name: 'inspector', version: '1.0.0' });
    await expect(newClient().connect(first)).rejects.toThrow(UnauthorizedError);
    const page = authProvider.visited[0] ?? new URL('about:blank');
    expect(`${page.origin}${page.pathname}`).toBe(`${origin}/oauth/authorize`);
    expect([page.searchParams.get('resource'), page.searchParams.get('scope')]).toEqual([
      `${origin}/mcp`,
      'tools agents',
    ]);

    // No page of another site agrees for the person; the person does.
    const foreign = await answer(requestOf(page), 'https://evil.example');
    expect(foreign.errors?.[0]?.extensions.code).toBe('ORIGIN_REFUSED');
    const agreed = await answer(requestOf(page));
    const back = new URL(agreed.data?.answerAuthorizationRequest.returnUrl ?? '');
    expect(`${back.origin}${back.pathname}`).toBe(REDIRECT);
    expect([back.searchParams.get('state'), back.searchParams.get('iss')]).toEqual(['12345678901234567890', origin]);
    await first.finishAuth(back.searchParams.get('code') ?? '');

    const client = newClient();
    await client.connect(transport());
    expect((await client.listTools()).tools).toEqual(expect.any(Array));
    const apps = async () => (await product.run(viewer, APPS)).data.connectedApps.edges;
    expect(await apps()).toMatchObject([
      { node: { clientName: 'Inspector', resource: `${origin}/mcp`, scopes: [{ name: 'tools' }, { name: 'agents' }] } },
    ]);

    // Its token opens nothing else.
    const headers = {
      authorization: `Bearer ${authProvider.current?.access_token}`,
      'content-type': 'application/json',
    };
    const elsewhere = await fetch(`${origin}/graphql`, {
      method: 'POST',
      headers,
      body: JSON.stringify({
        variables: { input: { request: requestOf(page), allow: true } },
        extensions: { persistedQuery: { version: 1, sha256Hash: hashOf('AnswerAuthorizationRequest') } },
      }),
    });
    expect(await elsewhere.json()).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
    expect((await fetch(`${origin}/v1/models`, { headers })).status).toBe(401);

    // A token that is over is renewed without the person.
    authProvider.current = { ...(authProvider.current ?? { token_type: 'Bearer' }), access_token: 'aea_over' };
    await client.listTools();
    expect([authProvider.saved.length, authProvider.visited.length]).toEqual([2, 1]);

    const [{ node }] = await apps();
    await product.run(viewer, REVOKE, { input: { connectedAppId: node.id } });
    const statusNow = async () => {
      const authorization = `Bearer ${authProvider.saved[1]?.access_token}`;
      return (await fetch(`${origin}/mcp`, { method: 'POST', headers: { authorization } })).status;
    };
    await expect.poll(statusNow).toBe(401);
    await expect(client.listTools()).rejects.toThrow();
    expect([authProvider.visited.length, await apps()]).toEqual([2, []]);
    await client.close();
  },
);
