import { createHash, randomBytes } from 'node:crypto';
import type { Viewer } from '@aether/common/security';
import { executeAs } from '@aether/test-support';
import type { GraphQLFormattedError } from 'graphql';
import type { IdentityFixture, RouteAnswer } from './identity-fixture.ts';

const CHECK = `query ($input: AuthorizationRequestInput!) { authorizationRequest(input: $input) {
  clientName clientHost redirectHost redirectsToProgram resource scopes { name } returnUrl userErrors { code message } } }`;
const ANSWER = `mutation ($input: AnswerAuthorizationRequestInput!) { answerAuthorizationRequest(input: $input) {
  returnUrl userErrors { code message } } }`;

export const REDIRECT = 'https://app.example/callback';
export const RESOURCE = 'http://localhost:8080/mcp';

export interface AppAnswer {
  readonly returnUrl: string | null;
  readonly userErrors: readonly { readonly code: string; readonly message: string }[];
}

export interface TokenAnswer {
  readonly status: number;
  readonly access: string;
  readonly refresh: string;
  readonly scope: string;
  readonly error: string | null;
}

/** A program that asks people for access, as a client of the standards does it by itself. */
export interface TestApp {
  readonly clientId: string;
  readonly verifier: string;
  /** The query of the authorization page. */
  request(changes?: Readonly<Record<string, unknown>>): Record<string, unknown>;
  check(viewer: Viewer, changes?: Readonly<Record<string, unknown>>): Promise<AppAnswer & Record<string, unknown>>;
  answer(
    viewer: Viewer,
    allow: boolean,
    changes?: Readonly<Record<string, unknown>>,
  ): Promise<{
    readonly url: URL | null;
    readonly answer: AppAnswer | null;
    readonly errors: readonly GraphQLFormattedError[];
  }>;
  /** A person agrees. @returns the code */
  code(viewer: Viewer, changes?: Readonly<Record<string, unknown>>): Promise<string>;
  redeem(code: string, changes?: Readonly<Record<string, string>>): Promise<TokenAnswer>;
  refresh(token: string, changes?: Readonly<Record<string, string>>): Promise<TokenAnswer>;
  /** From the question to the tokens. */
  connect(viewer: Viewer, changes?: Readonly<Record<string, unknown>>): Promise<TokenAnswer>;
}

export async function register(identity: IdentityFixture, metadata: object): Promise<RouteAnswer> {
  return identity.call('POST', '/oauth/register', { body: metadata });
}

export async function testApp(identity: IdentityFixture, redirect = REDIRECT): Promise<TestApp> {
  const { body } = await register(identity, { client_name: 'Claude', redirect_uris: [redirect] });
  const { client_id: clientId } = body as { client_id: string };
  const verifier = randomBytes(32).toString('base64url');
  const post = async (path: string, form: Readonly<Record<string, string>>): Promise<TokenAnswer> => {
    const answer = await identity.call('POST', path, {
      body: new URLSearchParams(form).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    const told = (answer.body ?? {}) as Record<string, string>;
    return {
      status: answer.status,
      access: told['access_token'] ?? '',
      refresh: told['refresh_token'] ?? '',
      scope: told['scope'] ?? '',
      error: told['error'] ?? null,
    };
  };
  const app: TestApp = {
    clientId,
    verifier,
    request: (changes = {}) => ({
      responseType: 'code',
      clientId,
      redirectUri: redirect,
      state: 'st_4711',
      resource: RESOURCE,
      codeChallenge: createHash('sha256').update(verifier).digest('base64url'),
      codeChallengeMethod: 'S256',
      ...changes,
    }),
    async check(viewer, changes) {
      const { data, errors } = await executeAs<{ authorizationRequest: AppAnswer & Record<string, unknown> }>(
        identity.service,
        viewer,
        CHECK,
        { input: app.request(changes) },
      );
      if (errors[0] !== undefined) throw Object.assign(new Error(errors[0].message), errors[0].extensions);
      return data.authorizationRequest;
    },
    async answer(viewer, allow, changes) {
      const { data, errors } = await executeAs<{ answerAuthorizationRequest: AppAnswer } | null>(
        identity.service,
        viewer,
        ANSWER,
        { input: { request: app.request(changes), allow } },
      );
      const answer = data?.answerAuthorizationRequest ?? null;
      return { url: answer?.returnUrl == null ? null : new URL(answer.returnUrl), answer, errors };
    },
    async code(viewer, changes) {
      const { url, answer, errors } = await app.answer(viewer, true, changes);
      const code = url?.searchParams.get('code') ?? null;
      if (code === null) throw new Error(`No code: ${JSON.stringify([answer, errors])}`);
      return code;
    },
    redeem: (code, changes = {}) =>
      post('/oauth/token', {
        grant_type: 'authorization_code',
        client_id: clientId,
        code,
        code_verifier: verifier,
        redirect_uri: redirect,
        resource: RESOURCE,
        ...changes,
      }),
    refresh: (token, changes = {}) =>
      post('/oauth/token', { grant_type: 'refresh_token', client_id: clientId, refresh_token: token, ...changes }),
    connect: async (viewer, changes) => app.redeem(await app.code(viewer, changes)),
  };
  return app;
}
