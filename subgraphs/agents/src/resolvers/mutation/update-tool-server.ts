import { isDeepStrictEqual } from 'node:util';
import { NotFoundError, Permission, ValidationError, checkedText } from '@aether/common/service';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { type AgentsContext, causeOf } from '../../context.ts';
import { ToolWriter } from '../../db/tool-writer.ts';
import { events } from '../../events/events.ts';
import { isTasKind, type ToolServerRecord } from '../../tools/tool-catalog.ts';
import type { AllowedPrograms } from '../../tools/tool-server-offers.ts';
import { ToolServerPayload } from '../../types/tool-server-payload.ts';
import { UpdateToolServerInput } from '../../types/update-tool-server-input.ts';
import { changedProgram } from '../../writes/changed-program.ts';
import { checkedPerUser } from '../../writes/checked-per-user.ts';
import { checkedTasUrl } from '../../writes/checked-tas-url.ts';
import { isElsewhere } from '../../writes/is-elsewhere.ts';
import { mendableError } from '../../writes/mendable-error.ts';
import { checkedToolUrl } from '../../writes/checked-tool-url.ts';
import { requireCredentialAgain } from '../../writes/require-credential-again.ts';
import { requireMayBind } from '../../writes/require-may-bind.ts';

@Resolver()
export class UpdateToolServerResolver {
  @Permission('tool:manage')
  @Mutation(() => ToolServerPayload)
  async updateToolServer(
    @Arg('input', () => UpdateToolServerInput) input: UpdateToolServerInput,
    @Ctx() context: AgentsContext,
  ): Promise<ToolServerPayload> {
    const cause = causeOf(context);
    const { toolServerId } = input;
    const { allowedPrograms, catalogChanges } = context.parts;
    requireMayBind(cause.viewer, input.credentialId);
    try {
      const { result: toolServer } = await catalogChanges.change(cause.viewer.tenantId, cause, async (change) => {
        const writer = new ToolWriter(change.transaction);
        const before = await writer.server(toolServerId);
        if (before === null) throw new NotFoundError('tool server', toolServerId);
        const after = await writer.updateServer(toolServerId, propertiesOf(input, before, allowedPrograms));
        if (after === null) throw new NotFoundError('tool server', toolServerId);
        if (isOther(after, before) || isOtherProgram(after, before))
          await writer.unapproveTools(toolServerId, change.at);
        change.touch(toolServerId);
        change.tell(events.toolServerUpdated(cause, after, before));
        return after;
      });
      return { toolServer, userErrors: [] };
    } catch (error) {
      return { toolServer: null, userErrors: [mendableError(error)] };
    }
  }
}

/**
 * What is absent stays; null takes the credential away.
 * @throws ValidationError, StaleSettingsError
 * @throws CredentialNotNamedError when it would go to another origin unnamed
 */
function propertiesOf(
  input: UpdateToolServerInput,
  before: ToolServerRecord,
  allowed: AllowedPrograms,
): Partial<ToolServerRecord> {
  const { name, url, credentialId, credentialPerUser, enabled, quarantine } = input;
  const takesCredential = before.transport === 'HTTP' || before.offerSlug !== null;
  if (before.transport === 'STDIO' && (url != null || (credentialId != null && !takesCredential)))
    throw new ValidationError(
      [url == null ? 'credentialId' : 'url'],
      'none of a server that runs as a program',
      'one',
      'Connect another server, over HTTP.',
    );
  if (before.kind === 'HTTP_ENDPOINT' && url != null)
    throw new ValidationError(['url'], 'none of a single endpoint', 'one', 'Connect another one with its address.');
  const address = url == null ? before.url : checkedUrlOf(before.kind, url);
  requireCredentialAgain({ address: before.url, credentialId: before.credentialId }, { address, credentialId });
  const program = changedProgram(before, input, allowed);
  const isAskedAgain =
    url != null || credentialId !== undefined || credentialPerUser != null || program.settingsRevision !== undefined;
  return {
    ...program,
    ...(name == null ? {} : { name: checkedText('name', name, { minimum: 1, maximum: 120 }) }),
    ...(url == null ? {} : { url: address }),
    ...(credentialId === undefined ? {} : { credentialId }),
    ...(credentialPerUser == null ? {} : { credentialPerUser: checkedPerUser(credentialPerUser, before.transport) }),
    ...(isAskedAgain ? { status: 'UNKNOWN', access: 'UNKNOWN', lastError: null } : {}),
    ...(enabled == null ? {} : { enabled }),
    ...(quarantine == null ? {} : { quarantine }),
  };
}

function checkedUrlOf(kind: ToolServerRecord['kind'], url: string): string {
  return isTasKind(kind) ? checkedTasUrl(kind, url) : checkedToolUrl(url);
}

/** Whether somebody else answers now. Of TAS each address is another server: of one TAS-MCP, or of bridges behind one proxy, all at one origin. */
function isOther(after: ToolServerRecord, before: ToolServerRecord): boolean {
  return isElsewhere(after.url, before.url) || (isTasKind(before.kind) && after.url !== before.url);
}

/** Of a command line of the operator the arguments say which program runs; those of an offer follow from its settings. */
function isOtherProgram(after: ToolServerRecord, before: ToolServerRecord): boolean {
  return before.offerSlug === null && !isDeepStrictEqual(after.arguments, before.arguments);
}
