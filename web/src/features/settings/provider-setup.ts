import type { Client } from 'urql';
import { graphql } from '../../gql/index.ts';
import { problemLine } from '../../graphql/problem.ts';

const StoreProviderKeyDocument = graphql(`
  mutation StoreProviderKey($input: StoreCredentialInput!) {
    storeCredential(input: $input) {
      credential {
        id
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

const DiscardProviderKeyDocument = graphql(`
  mutation DiscardProviderKey($input: DeleteCredentialInput!) {
    deleteCredential(input: $input) {
      deletedId
    }
  }
`);

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
  name: string;
  baseUrl: string;
  /** Empty = the server wants none. */
  key: string;
}

/** Stores the key, then adds the provider that uses it; a key without its provider is not left behind. Null = added. */
export async function addProvider(client: Client, { name, baseUrl, key }: ProviderValues): Promise<string | null> {
  let credentialId: string | undefined;
  if (key.trim() !== '') {
    const input = {
      name: `Key of ${name.trim()}`,
      kind: 'API_KEY' as const,
      value: key.trim(),
      scopes: [new URL(baseUrl.trim()).hostname],
      shared: true,
    };
    const { data, error } = await client.mutation(StoreProviderKeyDocument, { input }).toPromise();
    if (error !== undefined) return problemLine(error);
    const [userError] = data?.storeCredential.userErrors ?? [];
    if (userError !== undefined) return [userError.message, userError.hint].filter(Boolean).join(' ');
    credentialId = data?.storeCredential.credential?.id;
  }
  const input = {
    name: name.trim(),
    slug: slugOf(name),
    protocol: 'OPENAI' as const,
    baseUrl: baseUrl.trim(),
    credentialId,
  };
  const { data, error } = await client.mutation(AddModelProviderDocument, { input }).toPromise();
  const [userError] = data?.addModelProvider.userErrors ?? [];
  if (error === undefined && userError === undefined) return null;
  if (credentialId !== undefined)
    await client.mutation(DiscardProviderKeyDocument, { input: { credentialId } }).toPromise();
  if (error !== undefined) return problemLine(error);
  return [userError?.message, userError?.hint].filter(Boolean).join(' ');
}

function slugOf(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+|-+$/g, '')
    .slice(0, 63);
}
