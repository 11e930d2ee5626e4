import { createHash } from 'node:crypto';
import type { Viewer } from '@aether/common/security';
import { z } from 'zod';
import type { LocalProduct } from './local-product.ts';

const ALLOW = `mutation ($input: AnswerAuthorizationRequestInput!) { answerAuthorizationRequest(input: $input) {
  returnUrl userErrors { message } } }`;
const APPS = '{ connectedApps { edges { node { id } } } }';
const ORIGIN = 'http://localhost:8080'; // the public address of a product that is told none
const VERIFIER = 'a-code-verifier-of-the-test-with-43-characters';

/** An app that this person has let in. @returns its id */
export async function connectApp(product: LocalProduct, viewer: Viewer): Promise<string> {
  const redirectUri = 'https://falcon.example/callback';
  const post = (path: string, contentType: string, body: string): Promise<Response> =>
    product.visit(null, `${ORIGIN}${path}`, { method: 'POST', headers: { 'content-type': contentType }, body });
  const metadata = JSON.stringify({ client_name: 'Amber falcon', redirect_uris: [redirectUri] });
  const registered: unknown = await (await post('/oauth/register', 'application/json', metadata)).json();
  const { client_id: clientId } = z.object({ client_id: z.string() }).parse(registered);
  const request = {
    clientId,
    redirectUri,
    responseType: 'code',
    resource: `${ORIGIN}/mcp`,
    codeChallenge: createHash('sha256').update(VERIFIER).digest('base64url'),
    codeChallengeMethod: 'S256',
  };
  const { data } = await product.run(viewer, ALLOW, { input: { request, allow: true } });
  const code = new URL(data.answerAuthorizationRequest.returnUrl).searchParams.get('code') ?? '';
  const form = { grant_type: 'authorization_code', client_id: clientId, code, code_verifier: VERIFIER };
  const answer = await post('/oauth/token', 'application/x-www-form-urlencoded', `${new URLSearchParams(form)}`);
  if (!answer.ok) throw new Error(`The app got no tokens: ${await answer.text()}`);
  const found = await product.run(viewer, APPS);
  return found.data.connectedApps.edges[0].node.id;
}
