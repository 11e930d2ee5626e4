import type { Viewer } from '@aether/common/security';
import { AskForScopesDocument } from '@aether/schema/internal/identity';
import { executeAs } from '@aether/test-support';
import { print } from 'graphql';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { oauthFixture, type OAuthFixture } from './oauth-fixture.ts';

let oauth: OAuthFixture;
beforeAll(async () => {
  oauth = await oauthFixture();
});
afterAll(() => oauth[Symbol.asyncDispose]());
beforeEach(() => oauth.server.behave());

async function ask(viewer: Viewer, credentialId: string, scopes: readonly string[], caller = 'mcp-gateway') {
  const { data, errors } = await executeAs<{ askForScopes: { askedScopes: readonly string[] } } | null>(
    oauth.identity.service,
    viewer,
    print(AskForScopesDocument),
    { input: { credentialId, scopes } },
    { caller },
  );
  return data?.askForScopes?.askedScopes ?? errors[0]?.extensions?.['code'];
}

async function shown(viewer: Viewer, id: string): Promise<readonly string[] | undefined> {
  const query = 'query ($id: ID!) { credential(id: $id) { askedScopes } }';
  const { data } = await executeAs<{ credential: { askedScopes: readonly string[] } | null }>(
    oauth.identity.service,
    viewer,
    query,
    { id },
  );
  return data.credential?.askedScopes;
}

/** Signs in anew, as the page of the server does. @returns what the authorization server was asked for */
async function signInAgain(viewer: Viewer, credentialId: string): Promise<string | null> {
  const { authorizationUrl } = await oauth.begin(viewer, { credentialId });
  const { location } = await oauth.comeBack(viewer, await oauth.server.agree(authorizationUrl ?? ''));
  expect(location).toBe('/tools/tsv_web?signIn=DONE');
  return new URL(authorizationUrl ?? '').searchParams.get('scope');
}

describe('scopes that a server wants beyond those that were granted', () => {
  test('are asked for at the next sign-in together with what was granted, and then are no more', async () => {
    const { owner } = await oauth.identity.tenant();
    const id = await oauth.signIn(owner);
    expect(await ask(owner, id, ['tools', 'write'])).toEqual(['write']);
    expect(await ask(owner, id, ['admin'])).toEqual(['admin']);
    expect(await ask(owner, id, ['write'])).toEqual(['write']);
    expect(await shown(owner, id)).toEqual(['write', 'admin']);
    expect(await signInAgain(owner, id)).toBe('tools write admin');
    expect(await shown(owner, id)).toEqual([]);
    const { token } = await oauth.token(owner, id);
    expect(oauth.server.scopesOf(token ?? '')).toEqual(['tools', 'write', 'admin']);
    // Once more without being asked: nothing that was granted is lost.
    expect(await signInAgain(owner, id)).toBe('tools write admin');
  });

  test('stay granted when the token is renewed', async () => {
    const { owner } = await oauth.identity.tenant();
    const id = await oauth.signIn(owner);
    await ask(owner, id, ['write']);
    await signInAgain(owner, id);
    const { version } = await oauth.token(owner, id);
    const renewed = await oauth.token(owner, id, version ?? 0);
    expect(oauth.server.scopesOf(renewed.token ?? '')).toEqual(['tools', 'write']);
    expect(await ask(owner, id, ['tools', 'write'])).toEqual([]);
  });

  test('and nobody grants are asked for once, not again and again', async () => {
    const { owner } = await oauth.identity.tenant();
    const id = await oauth.signIn(owner);
    oauth.server.withheld = ['admin'];
    expect(await ask(owner, id, ['admin'])).toEqual(['admin']);
    await signInAgain(owner, id);
    expect(oauth.server.scopesOf((await oauth.token(owner, id)).token ?? '')).toEqual(['tools']);
    expect(await ask(owner, id, ['admin'])).toEqual([]);
    expect(await shown(owner, id)).toEqual([]);
  });

  test('and nobody grants stay so when another one is granted later', async () => {
    const { owner } = await oauth.identity.tenant();
    const id = await oauth.signIn(owner);
    oauth.server.withheld = ['admin'];
    await ask(owner, id, ['admin']);
    await signInAgain(owner, id);
    expect(await ask(owner, id, ['write'])).toEqual(['write']);
    expect(await signInAgain(owner, id)).toBe('tools write');
    expect(await ask(owner, id, ['admin', 'write'])).toEqual([]);
    expect(await shown(owner, id)).toEqual([]);
  });

  test.each([
    ['access_denied', 'AUTHORIZATION_DENIED'],
    ['invalid_scope', 'AUTHORIZATION_FAILED'],
  ])('and are refused with %s stop no other sign-in, and are asked for no more', async (refuses, code) => {
    const { owner } = await oauth.identity.tenant();
    const id = await oauth.signIn(owner);
    await ask(owner, id, ['unheard-of']);
    oauth.server.faults.refuses = refuses;
    const { authorizationUrl } = await oauth.begin(owner, { credentialId: id });
    await ask(owner, id, ['write']);
    const back = await oauth.server.agree(authorizationUrl ?? '');
    expect(await oauth.comeBack(owner, back)).toMatchObject({ location: `/tools/tsv_web?signIn=${code}` });
    oauth.server.behave();
    // What was asked for while the person was on the way was not refused.
    expect(await shown(owner, id)).toEqual(['write']);
    expect(await ask(owner, id, ['unheard-of'])).toEqual([]);
    expect(await signInAgain(owner, id)).toBe('tools write');
    expect(await ask(owner, id, ['unheard-of'])).toEqual([]);
    expect(oauth.server.scopesOf((await oauth.token(owner, id)).token ?? '')).toEqual(['tools', 'write']);
  });

  test('and are refused by somebody in the name of the authorization server stay asked for', async () => {
    const { owner } = await oauth.identity.tenant();
    const id = await oauth.signIn(owner);
    await ask(owner, id, ['write']);
    oauth.server.faults.refuses = 'access_denied';
    oauth.server.faults.wrongIssuer = true;
    const { authorizationUrl } = await oauth.begin(owner, { credentialId: id });
    await oauth.comeBack(owner, await oauth.server.agree(authorizationUrl ?? ''));
    expect(await shown(owner, id)).toEqual(['write']);
  });

  test('are at most 50, however many a server names one after the other', async () => {
    const { owner } = await oauth.identity.tenant();
    const id = await oauth.signIn(owner);
    for (let batch = 0; batch < 6; batch += 1)
      await ask(
        owner,
        id,
        Array.from({ length: 10 }, (_, index) => `s${batch}-${index}`),
      );
    expect(await shown(owner, id)).toHaveLength(40);
    expect(
      await ask(
        owner,
        id,
        Array.from({ length: 51 }, (_, index) => `t${index}`),
      ),
    ).toEqual([]);
    expect(await ask(owner, id, ['two words'])).toEqual([]);
    expect(await ask(owner, id, ['x'.repeat(101)])).toEqual([]);
  });

  test('are for grants of the tenant, by the gateway only', async () => {
    const { owner } = await oauth.identity.tenant();
    const other = await oauth.identity.tenant();
    const id = await oauth.signIn(owner);
    expect(await ask(other.owner, id, ['write'])).toEqual([]);
    expect(await ask(owner, 'crd_none', ['write'])).toEqual([]);
    expect(await ask(owner, id, ['write'], 'executions')).toBe('FORBIDDEN');
    expect(await shown(owner, id)).toEqual([]);
  });
});
