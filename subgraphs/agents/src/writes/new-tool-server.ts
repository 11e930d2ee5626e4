import { ValidationError } from '@aether/common/service';
import { type ToolProgram, toolProgramOf } from '@aether/schema';
import { isSlug } from '../agent-slug.ts';
import { checkedAddress } from '../checked-address.ts';
import type { ToolServerRecord } from '../tool-catalog.ts';
import type { ConnectToolServerInput } from '../types/connect-tool-server-input.ts';
import { checkedText } from './checked-text.ts';

/** The gateway offers published agents as `agent__<slug>`: a server of that name could pass for one of them. */
const RESERVED_SLUG = 'agent';

type Endpoint = Pick<ToolServerRecord, 'transport' | 'url' | 'command' | 'arguments'>;

/** The record of a tool server that is to be connected. @throws ValidationError */
export function newToolServer(
  input: ConnectToolServerInput,
  id: string,
  programs: readonly ToolProgram[],
): ToolServerRecord {
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
  const endpoint = endpointOf(input, programs);
  if (endpoint.transport === 'STDIO' && credentialId != null)
    throw new ValidationError(
      ['credentialId'],
      'no credential with STDIO',
      'one',
      'A credential is sent over HTTP; the operator gives programs their environment.',
    );
  return {
    id,
    slug,
    name: checkedText('name', name, { minimum: 1, maximum: 120 }),
    kind,
    ...endpoint,
    credentialId: credentialId ?? null,
    status: 'UNKNOWN',
    lastError: null,
    checkedAt: null,
    protocolRevision: null,
    enabled: true,
    revision: 0,
  };
}

export function checkedToolUrl(url: string): string {
  return checkedAddress('url', url, 'https://tools.example.com/mcp');
}

function endpointOf(input: ConnectToolServerInput, programs: readonly ToolProgram[]): Endpoint {
  if (input.offerSlug != null) {
    const program = programs.find(({ slug }) => slug === input.offerSlug);
    if (program === undefined)
      throw new ValidationError(['offerSlug'], 'the slug of an offer', JSON.stringify(input.offerSlug.slice(0, 100)));
    return { transport: 'STDIO', url: null, command: program.command, arguments: program.arguments };
  }
  const transport = input.transport ?? (input.command == null ? 'HTTP' : 'STDIO');
  if (transport === 'HTTP') {
    if (input.url == null) throw new ValidationError(['url'], 'an address', 'none');
    return { transport, url: checkedToolUrl(input.url), command: null, arguments: [] };
  }
  const program = toolProgramOf(programs, input.command ?? '', input.arguments ?? []);
  // A command runs on the machine of the operator, with the operator's rights.
  if (program === null)
    throw new ValidationError(
      ['command'],
      'a command line that the operator of this installation allows',
      'another one',
      'Choose one of the offers, or ask the operator to add it to AETHER_TOOL_PROGRAMS.',
    );
  return { transport, url: null, command: program.command, arguments: program.arguments };
}
