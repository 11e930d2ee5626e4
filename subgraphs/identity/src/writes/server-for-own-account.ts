import { NotFoundError, requireViewer } from '@aether/common/service';
import { ToolServerForConsentDocument, type ToolServerForConsentQuery } from '@aether/schema';
import type { IdentityContext } from '../context.ts';
import { OwnAccountsNotTakenError } from '../errors.ts';

export type ConsentServer = NonNullable<ToolServerForConsentQuery['toolServer']> & { readonly url: string };

/**
 * The tool server that a person connects an own account to, as the person sees it.
 * @throws NotFoundError
 * @throws OwnAccountsNotTakenError when everybody uses the server's own account, or it has no address
 */
export async function serverForOwnAccount(context: IdentityContext, toolServerId: string): Promise<ConsentServer> {
  const { requestId, signal } = context;
  const call = { onBehalfOf: requireViewer(context), requestId, signal };
  const { toolServer } = await context.parts.operations.call(ToolServerForConsentDocument, { id: toolServerId }, call);
  if (toolServer == null) throw new NotFoundError('tool server', toolServerId);
  const { url = null } = toolServer;
  if (!toolServer.credentialPerUser || url === null) throw new OwnAccountsNotTakenError(toolServer.name);
  return { ...toolServer, url };
}
