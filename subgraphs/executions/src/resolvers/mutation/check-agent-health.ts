import { Permission, requireViewer, toUserError } from '@aether/common/service';
import { agentOf } from '@aether/runtime';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { ExecutionsContext } from '../../context.ts';
import { AgentNotRunnableError } from '../../errors.ts';
import { AgentHealthPayload, CheckAgentHealthInput } from '../../types/agent-health.ts';

@Resolver()
export class CheckAgentHealthResolver {
  @Permission('agent:run')
  @Mutation(() => AgentHealthPayload, {
    description: 'Whoever may run it may ask: a look tells less than a run, and goes out the same way.',
  })
  async checkAgentHealth(
    @Arg('input', () => CheckAgentHealthInput) { agentId, draftRevision = null }: CheckAgentHealthInput,
    @Ctx() context: ExecutionsContext,
  ): Promise<AgentHealthPayload> {
    const { parts, requestId, traceparent, signal } = context;
    const viewer = requireViewer(context);
    const { agentVersions, probes, egress, commands, clock } = parts;
    try {
      const question = { id: null, agentId, slug: null, draftRevision };
      const version = await agentVersions.forRun(question, { viewer, requestId, traceparent });
      const { tenantId } = viewer;
      const { ownsAgent } = version;
      const found = await agentOf(version.spec).health({
        cause: { tenantId, agentId, runAs: viewer, ownsAgent, executionId: requestId, traceparent },
        models: version.modelStates,
        tools: version.tools,
        egress,
        commands,
        signal,
      });
      const health = { ...found, checkedAt: clock.now().toISOString() };
      if (version.draftRevision === null) await probes.keep(tenantId, version.agentId, health);
      return { agent: { id: version.agentId }, health, userErrors: [] };
    } catch (error) {
      if (!(error instanceof AgentNotRunnableError)) throw error;
      return { agent: { id: agentId }, health: null, userErrors: [toUserError(error)] };
    }
  }
}
