import type { Client } from 'urql';
import { graphql } from '../../gql/index.ts';
import type { ConnectToolServerInput } from '../../gql/graphql.ts';
import { errorLine } from '../../graphql/error-line.ts';
import { problemLine } from '../../graphql/problem.ts';
import type { AccountChoice } from './account-choices.ts';
import { offerSettings, settingsOf } from './offer-settings.ts';
import type { ServerOffer } from './tools-document.ts';
import { endpointDocument, type EndpointValues } from './endpoint-document.ts';
import { discardKey, storeKey } from '../settings/stored-key.ts';

const ConnectToolServerDocument = graphql(`
  mutation ConnectToolServer($input: ConnectToolServerInput!) {
    connectToolServer(input: $input) {
      toolServer {
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

/** What answers: an entry of the catalog, a server that speaks MCP, a system with a document, one request, a server of a TAS-MCP, or a bridge. */
export type ServerSource = 'OFFER' | 'MCP' | 'OPENAPI' | 'HTTP_ENDPOINT' | 'TAS_MCP' | 'TAS_BRIDGE';

export interface ServerValues extends EndpointValues {
  source: ServerSource;
  name: string;
  slug: string;
  url: string;
  /** Empty = the server wants none. */
  key: string;
  /** Whose account calls are made with. */
  account: AccountChoice;
  /** Slug in the catalog. */
  offer: string;
  /** Of that offer, by name, as typed. */
  settings: Record<string, string>;
  /** Text of an OpenAPI document, or where it is. */
  document: string;
}

export type Connected = { id: string } | { field: 'slug' | 'document' | 'url' | null; problem: string };

const SENT_AS_BEARER: readonly ServerSource[] = ['HTTP_ENDPOINT', 'TAS_MCP', 'TAS_BRIDGE'];

/** Stores the key, then connects the server that wants it. */
export async function connectServer(
  client: Client,
  values: ServerValues,
  offer: ServerOffer | undefined,
): Promise<Connected> {
  const { source, name, slug } = values;
  // What was typed for another choice is for that one only.
  const key = takesKey(source, offer) ? values.key : '';
  const credentialPerUser = takesOwnAccounts(source, offer) && values.account === 'OWN';
  const common = { name: name.trim(), slug: slug.trim(), credentialPerUser };
  const place = source === 'OFFER' ? offered(offer, values) : placeOf(values);
  if ('problem' in place) return place;
  const kind = SENT_AS_BEARER.includes(source) ? 'BEARER' : 'API_KEY';
  const stored = await storeKey(client, { name, url: place.keyFor, key, kind });
  if ('problem' in stored) return { field: null, problem: stored.problem };
  const { credentialId } = stored;
  const connected = await connect(client, { ...common, ...place.input, credentialId });
  if ('problem' in connected) await discardKey(client, credentialId);
  return connected;
}

/** Whether the form asks for a key. */
export function takesKey(source: ServerSource, offer: ServerOffer | undefined): boolean {
  return source !== 'OFFER' || offerSettings(offer?.settingsSchema).secret !== null;
}

/** A program is started once, for everybody. */
export function takesOwnAccounts(source: ServerSource, offer: ServerOffer | undefined): boolean {
  return source !== 'OFFER' || offer?.transport === 'HTTP';
}

type Place = {
  input: Pick<ConnectToolServerInput, 'kind' | 'transport' | 'url' | 'document' | 'offerSlug' | 'settings'>;
  keyFor: string;
};

/** A server of the catalog; a key for a program goes to no address, and is kept for its name. */
function offered(offer: ServerOffer | undefined, { slug, settings: typed }: ServerValues): Place | Problem {
  if (offer === undefined) return { field: null, problem: 'Choose a server of the catalog.' };
  const { settings } = offerSettings(offer.settingsSchema);
  const given = settingsOf(settings, typed);
  const set = Object.keys(given).length === 0 ? {} : { settings: given };
  return { input: { kind: 'MCP', offerSlug: offer.slug, ...set }, keyFor: slug.trim() };
}

type Problem = { field: 'document' | 'url' | null; problem: string };

/** Where it is, as it is sent, and which address a key is for. */
function placeOf(values: ServerValues): Place | Problem {
  const { source, url, document, key } = values;
  const address = url.trim();
  if (source === 'TAS_MCP' || source === 'TAS_BRIDGE')
    return { input: { kind: source, url: address }, keyFor: address };
  if (source === 'MCP') return { input: { kind: 'MCP', transport: 'HTTP', url: address }, keyFor: address };
  if (source === 'HTTP_ENDPOINT') {
    const made = endpointDocument(values);
    if ('problem' in made) return { field: null, problem: made.problem };
    return { input: { kind: 'HTTP_ENDPOINT', document: made.document }, keyFor: made.document.url };
  }
  const text = document.trim();
  // Where its document is says nothing about where the system is.
  if (key.trim() !== '' && address === '')
    return { field: 'url', problem: 'Enter the address that the key is sent to.' };
  return { input: { kind: 'OPENAPI', url: address || null, document: text }, keyFor: address };
}

async function connect(client: Client, input: ConnectToolServerInput): Promise<Connected> {
  const { data, error } = await client.mutation(ConnectToolServerDocument, { input }).toPromise();
  if (error !== undefined) return { field: null, problem: problemLine(error) };
  const [userError] = data?.connectToolServer.userErrors ?? [];
  const id = data?.connectToolServer.toolServer?.id;
  if (userError === undefined && id !== undefined) return { id };
  const problem = errorLine(userError);
  const field = (['slug', 'document', 'url'] as const).find((each) => each === userError?.path?.at(-1));
  return { field: field ?? null, problem };
}

/** `Sales tools` → `sales-tools`. */
export function slugOf(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 63);
}
