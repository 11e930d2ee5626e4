import { type Viewer, serviceViewer } from '@aether/common/security';
import type { InternalOperations } from '@aether/common/service';
import { PrincipalOfUserDocument } from '@aether/schema';
import { NextCall } from '../next-call.ts';
import { CreatorRefusedError } from './errors.ts';
import type { TriggerRecord } from './trigger.ts';

type Creator = Pick<TriggerRecord, 'tenantId' | 'createdById' | 'scopes' | 'apiKeyId'>;

/** In whose name runs are started: the trigger's maker, with the rights of this moment. Never cached; events of a storm share the question. */
export class Creators {
  readonly #operations: InternalOperations;
  readonly #questions = new NextCall<Viewer>();

  constructor(operations: InternalOperations) {
    this.#operations = operations;
  }

  /**
   * Made with an API key, its runs name the key: what a key may never have, such as a person's own account at a tool server, they do not get.
   * @throws CreatorRefusedError when the person is gone or may run no agents, or the key is not in use any more, or is not known
   */
  viewerOf(creator: Creator, requestId: string): Promise<Viewer> {
    const { tenantId, createdById, scopes, apiKeyId } = creator;
    const question = JSON.stringify([tenantId, createdById, scopes, apiKeyId]);
    return this.#questions.ask(question, () => this.#ask(creator, requestId));
  }

  async #ask({ tenantId, createdById, scopes, apiKeyId }: Creator, requestId: string): Promise<Viewer> {
    // Scopes come from a key; the trigger is older than `apiKeyId`, so that nobody can tell whether its key is still in use.
    if (apiKeyId === null && scopes.length > 0)
      throw new CreatorRefusedError('The trigger was made with an API key, and which one is not known. Make it again.');
    const variables = { userId: createdById, scopes: [...scopes], apiKeyId };
    const options = { onBehalfOf: serviceViewer(tenantId), requestId };
    const { principalOfUser } = await this.#operations.call(PrincipalOfUserDocument, variables, options);
    if (principalOfUser === null)
      throw new CreatorRefusedError('The person who made the trigger is not active any more.');
    if (!principalOfUser.permissions.includes('agent:run'))
      throw new CreatorRefusedError('The person who made the trigger may not run agents any more.');
    if (apiKeyId !== null && principalOfUser.apiKeyId !== apiKeyId)
      throw new CreatorRefusedError(
        `The API key "${apiKeyId}", with which the trigger was made, was revoked or has expired.`,
      );
    const { userId, roleKey, departmentId, teamIds, permissions } = principalOfUser;
    return {
      tenantId,
      userId,
      roleKey,
      departmentId,
      teamIds,
      permissions,
      scopes,
      serviceAccountId: null,
      sessionId: null,
      expiresAt: null,
      // Only a key without limits makes triggers.
      ...(apiKeyId === null ? {} : { apiKey: { id: apiKeyId, models: [], tools: [], tokensPerMinute: null } }),
    };
  }
}
