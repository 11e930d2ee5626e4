import type { Client } from 'urql';
import type { ModelProviderProtocol } from '../../gql/graphql.ts';
import { graphql } from '../../gql/index.ts';
import { errorLine } from '../../graphql/error-line.ts';
import { problemLine } from '../../graphql/problem.ts';
import { discardKey, storeKey } from './stored-key.ts';

const AddModelProviderDocument = graphql(`
  mutation AddModelProvider($input: AddModelProviderInput!) {
    addModelProvider(input: $input) {
      provider {
        id
        slug
      }
      userErrors {
        path
        code
        message
        hint
      }
    }
  }
`);

export interface ProviderValues {
  /** Key of a vendor preset; empty = any server that speaks the OpenAI protocol. */
  preset: string;
  name: string;
  baseUrl: string;
  /** Empty = the server wants none. */
  key: string;
}

/** Stores the key, then adds the provider that uses it; a key without its provider is not left behind. Null = added. */
export async function addProvider(
  client: Client,
  { preset, name, baseUrl, key }: ProviderValues,
  protocol: ModelProviderProtocol,
): Promise<string | null> {
  const stored = await storeKey(client, { name, url: baseUrl, key });
  if ('problem' in stored) return stored.problem;
  const { credentialId } = stored;
  const input = {
    name: name.trim(),
    slug: slugOf(name),
    protocol,
    preset: preset === '' ? null : preset,
    baseUrl: baseUrl.trim(),
    credentialId,
  };
  const { data, error } = await client.mutation(AddModelProviderDocument, { input }).toPromise();
  const [userError] = data?.addModelProvider.userErrors ?? [];
  if (error === undefined && userError === undefined) return null;
  await discardKey(client, credentialId);
  if (error !== undefined) return problemLine(error);
  return errorLine(userError);
}

function slugOf(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+|-+$/g, '')
    .slice(0, 63);
}
