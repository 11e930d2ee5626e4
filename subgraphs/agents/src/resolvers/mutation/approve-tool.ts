import { NotFoundError, Permission, ValidationError } from '@aether/common/service';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { type AgentsContext, causeOf } from '../../context.ts';
import { ToolWriter } from '../../db/tool-writer.ts';
import { DefinitionChangedError } from '../../tools/errors.ts';
import { events } from '../../events/events.ts';
import { isTasKind, type ToolRecord } from '../../tools/tool-catalog.ts';
import { ApproveToolInput } from '../../types/approve-tool-input.ts';
import { ToolPayload } from '../../types/tool-payload.ts';
import { mendableError } from '../../writes/mendable-error.ts';

@Resolver()
export class ApproveToolResolver {
  @Permission('tool:manage')
  @Mutation(() => ToolPayload, {
    description: 'Pins the definition that was seen; sets effect and approval policy.',
  })
  async approveTool(
    @Arg('input', () => ApproveToolInput) { toolId, definitionHash, effect, approval }: ApproveToolInput,
    @Ctx() context: AgentsContext,
  ): Promise<ToolPayload> {
    const cause = causeOf(context);
    try {
      const { result: tool } = await context.parts.catalogChanges.change(
        cause.viewer.tenantId,
        cause,
        async (change) => {
          const writer = new ToolWriter(change.transaction);
          const before = await writer.tool(toolId);
          if (before === null) throw new NotFoundError('tool', toolId);
          if (before.definitionHash !== definitionHash)
            throw new DefinitionChangedError(before.slug, before.definitionHash);
          const server = await writer.server(before.serverId);
          if (effect === 'KEYED' && server !== null && isTasKind(server.kind))
            throw new ValidationError(
              ['effect'],
              'READ, IDEMPOTENT or ONCE for a tool of TAS',
              effect,
              'Neither a TAS-MCP nor a bridge hands the key of a call on, so a repeated call would act twice. Choose ONCE when it must not.',
            );
          const after: ToolRecord = { ...before, approvedHash: definitionHash, effect, approval };
          await writer.saveTools(before.serverId, [after], change.at);
          change.touch(before.serverId);
          change.tell(events.toolApproved(cause, after, before));
          return after;
        },
      );
      return { tool, userErrors: [] };
    } catch (error) {
      return { tool: null, userErrors: [mendableError(error)] };
    }
  }
}
