import { NotFoundError, Permission, PlatformError, ValidationError, toUserError } from '@aether/common/service';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { type AgentsContext, lookUpCallOf } from '../../context.ts';
import { jsonObject } from '../../db/tool-rows.ts';
import { loadTool } from '../../loaders.ts';
import { TryToolInput } from '../../types/try-tool-input.ts';
import { TryToolPayload } from '../../types/try-tool-payload.ts';

@Resolver()
export class TryToolResolver {
  @Permission('tool:use')
  @Mutation(() => TryToolPayload, {
    description: 'Calls an approved tool for real, on behalf of the viewer. That it failed is an answer too.',
  })
  async tryTool(
    @Arg('input', () => TryToolInput) { toolId, arguments: given, idempotencyKey }: TryToolInput,
    @Ctx() context: AgentsContext,
  ): Promise<TryToolPayload> {
    const tool = await loadTool(context, toolId);
    if (tool === null) throw new NotFoundError('tool', toolId);
    const { clock, toolCalls } = context.parts;
    const startedMs = clock.monotonicMs();
    try {
      const toolArguments = jsonObject(given);
      if (toolArguments === null) throw new ValidationError(['arguments'], 'an object', 'something else');
      const call = { slug: tool.slug, arguments: toolArguments, idempotencyKey };
      const { isError, ...result } = await toolCalls.call(call, lookUpCallOf(context));
      return { result, isError, durationMs: clock.monotonicMs() - startedMs, userErrors: [] };
    } catch (error) {
      if (!(error instanceof PlatformError)) throw error;
      const durationMs = clock.monotonicMs() - startedMs;
      return { result: null, isError: null, durationMs, userErrors: [toUserError(error)] };
    }
  }
}
