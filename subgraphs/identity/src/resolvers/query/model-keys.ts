import { Permission, requireViewer } from '@aether/common/service';
import { Ctx, Query, Resolver } from 'type-graphql';
import type { IdentityContext } from '../../context.ts';
import type { ModelKeyRecord } from '../../model-key.ts';
import { ModelKey } from '../../types/model-key.ts';

@Resolver()
export class ModelKeysResolver {
  @Permission('model:use')
  @Query(() => [ModelKey], { description: "The viewer's own keys for model providers." })
  async modelKeys(@Ctx() context: IdentityContext): Promise<readonly ModelKeyRecord[]> {
    const { tenantId, userId } = requireViewer(context);
    return userId === null ? [] : context.parts.modelKeys.ofUser(tenantId, userId);
  }
}
