import { ValidationError, checkedText } from '@aether/common/service';
import { type ServerJson, toolProgramOf } from '@aether/schema';
import { isSlug } from '../agent/agent-slug.ts';
import { isTasKind, type ToolServerDocument, type ToolServerRecord } from '../tools/tool-catalog.ts';
import type { AllowedPrograms } from '../tools/tool-server-offers.ts';
import type { ConnectToolServerInput } from '../types/connect-tool-server-input.ts';
import { checkedPerUser } from './checked-per-user.ts';
import { checkedTasUrl } from './checked-tas-url.ts';
import { checkedToolUrl } from './checked-tool-url.ts';
import { offeredServer } from './offered-server.ts';
import { describedServer } from './tool-document.ts';

/** The gateway offers published agents as `agent__<slug>`: a server of that name could pass for one of them. */
const RESERVED_SLUG = 'agent';

type Endpoint = Pick<
  ToolServerRecord,
  | 'transport'
  | 'url'
  | 'documentUrl'
  | 'documentHash'
  | 'command'
  | 'arguments'
  | 'offerSlug'
  | 'settings'
  | 'importedServer'
>;

/** What is written when a tool server is connected. */
export interface NewToolServer {
  readonly server: ToolServerRecord;
  readonly document: ToolServerDocument | null;
}

/** The record of a tool server that is to be connected; `imported` is what the tenant has under the name of the offer. @throws ValidationError */
export function newToolServer(
  input: ConnectToolServerInput,
  id: string,
  allowed: AllowedPrograms,
  imported: ServerJson | null,
): NewToolServer {
  const { slug, name, kind, credentialId } = input;
  if (!isSlug(slug))
    throw new ValidationError(['slug'], 'up to 63 lower case letters, digits and hyphens', JSON.stringify(slug));
  if (slug === RESERVED_SLUG)
    throw new ValidationError(
      ['slug'],
      'a slug that is not reserved',
      JSON.stringify(slug),
      'Choose another one: the tools "agent__…" are the published agents.',
    );
  const { endpoint, document } = placeOf(input, allowed, imported);
  if (endpoint.transport === 'STDIO' && endpoint.offerSlug === null && credentialId != null)
    throw new ValidationError(
      ['credentialId'],
      'no credential with STDIO',
      'one',
      'A credential is sent over HTTP; the operator gives programs their environment.',
    );
  const credentialPerUser = checkedPerUser(input.credentialPerUser ?? false, endpoint.transport);
  const server: ToolServerRecord = {
    id,
    slug,
    name: checkedText('name', name, { minimum: 1, maximum: 120 }),
    kind,
    ...endpoint,
    settingsRevision: 0,
    credentialId: credentialId ?? null,
    credentialPerUser,
    status: 'UNKNOWN',
    access: 'UNKNOWN',
    lastError: null,
    checkedAt: null,
    protocolRevision: null,
    enabled: true,
    quarantine: 'MARK',
    revision: 0,
  };
  return { server, document };
}

function placeOf(
  input: ConnectToolServerInput,
  allowed: AllowedPrograms,
  imported: ServerJson | null,
): { readonly endpoint: Endpoint; readonly document: ToolServerDocument | null } {
  if (input.kind === 'MCP') {
    if (input.document != null) throw new ValidationError(['document'], 'none of a server that speaks MCP', 'one');
    return { endpoint: { ...endpointOf(input, allowed, imported), ...NO_DOCUMENT }, document: null };
  }
  if (input.offerSlug != null || input.command != null || input.transport === 'STDIO')
    throw new ValidationError(['kind'], 'MCP for a program', input.kind);
  if (isTasKind(input.kind)) {
    if (input.document != null) throw new ValidationError(['document'], 'none of a server of TAS', 'one');
    const url = checkedTasUrl(input.kind, input.url ?? '');
    const endpoint = { ...NO_OFFER, ...NO_DOCUMENT, transport: 'HTTP', url, command: null, arguments: [] } as const;
    return { endpoint, document: null };
  }
  const { place, document } = describedServer(input);
  return { endpoint: { ...place, ...NO_OFFER, transport: 'HTTP', command: null, arguments: [] }, document };
}

const NO_OFFER = { offerSlug: null, settings: null, importedServer: null } as const;
const NO_DOCUMENT = { documentUrl: null, documentHash: null } as const;

function endpointOf(
  input: ConnectToolServerInput,
  allowed: AllowedPrograms,
  imported: ServerJson | null,
): Omit<Endpoint, keyof typeof NO_DOCUMENT> {
  if (input.offerSlug != null) return offeredServer(input.offerSlug, input, allowed, imported);
  if (input.settings != null) throw new ValidationError(['settings'], 'none without an offer', 'some');
  const transport = input.transport ?? (input.command == null ? 'HTTP' : 'STDIO');
  if (transport === 'HTTP') {
    if (input.url == null) throw new ValidationError(['url'], 'an address', 'none');
    return { ...NO_OFFER, transport, url: checkedToolUrl(input.url), command: null, arguments: [] };
  }
  const program = toolProgramOf(allowed.programs, input.command ?? '', input.arguments ?? []);
  // A command runs on the machine of the operator, with the operator's rights.
  if (program === null)
    throw new ValidationError(
      ['command'],
      'a command line that the operator of this installation allows',
      'another one',
      'Choose one of the offers, or ask the operator to add it to AETHER_TOOL_PROGRAMS.',
    );
  return { ...NO_OFFER, transport, url: null, command: program.command, arguments: program.arguments };
}
