import { cleanText } from '@aether/schema';
import { z } from 'zod';
import { InvalidClientMetadataError } from './errors.ts';
import { redirectUriFault } from './redirect-uri.ts';

const NAME_LENGTH = 80;
const MAXIMUM_REDIRECTS = 10;

/** What we read of client metadata (RFC 7591, 2); what else a client says of itself is not kept. */
const schema = z.object({
  client_name: z.string().max(500).optional(),
  redirect_uris: z.array(z.string()).min(1).max(MAXIMUM_REDIRECTS),
  grant_types: z.array(z.string()).optional(),
  response_types: z.array(z.string()).optional(),
});

export interface ClientMetadata {
  readonly name: string;
  readonly redirectUris: readonly string[];
}

/** @throws InvalidClientMetadataError */
export function parseClientMetadata(value: unknown): ClientMetadata {
  const { success, data, error } = schema.safeParse(value);
  if (!success) {
    const issue = error.issues[0];
    throw new InvalidClientMetadataError(
      issue?.path[0] === 'redirect_uris' ? 'invalid_redirect_uri' : 'invalid_client_metadata',
      `${issue?.path.join('.') ?? 'the body'}: ${issue?.message ?? 'not as RFC 7591 has it'}`,
    );
  }
  const { grant_types: grants = ['authorization_code'], response_types: responses = ['code'] } = data;
  if (!grants.includes('authorization_code') || !responses.includes('code'))
    throw new InvalidClientMetadataError('invalid_client_metadata', 'only the authorization code flow is offered');
  for (const uri of data.redirect_uris) {
    const fault = redirectUriFault(uri);
    if (fault !== null) throw new InvalidClientMetadataError('invalid_redirect_uri', `${uri.slice(0, 200)}: ${fault}`);
  }
  const name = cleanText(data.client_name ?? '')
    .replaceAll(/\s+/gu, ' ')
    .trim()
    .slice(0, NAME_LENGTH);
  return { name: name === '' ? 'An app without a name' : name, redirectUris: data.redirect_uris };
}
