import { Permission, ValidationError, checkedText } from '@aether/common/service';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { isConstraintViolation } from '@aether/common/graph';
import { isSlug } from '../../agent/agent-slug.ts';
import { type AgentsContext, causeOf } from '../../context.ts';
import { type AgentProperties, updateAgentProperties } from '../../db/update-agent.ts';
import { SlugTakenError } from '../../errors.ts';
import { events } from '../../events/events.ts';
import { AgentPayload } from '../../types/agent-payload.ts';
import { UpdateAgentInput } from '../../types/update-agent-input.ts';
import { changeVisibility } from '../../writes/change-visibility.ts';
import { mendableError } from '../../writes/mendable-error.ts';

const MAXIMUM_TAGS = 20;

@Resolver()
export class UpdateAgentResolver {
  @Permission('agent:update')
  @Mutation(() => AgentPayload)
  async updateAgent(
    @Arg('input', () => UpdateAgentInput) input: UpdateAgentInput,
    @Ctx() context: AgentsContext,
  ): Promise<AgentPayload> {
    try {
      const agent = await context.parts.changes.change(
        causeOf(context),
        { agentId: input.agentId, action: 'updateAgent' },
        async (change) => {
          const seenBy = input.visibility == null ? {} : await changeVisibility(change, input.visibility);
          const updated = await updateAgentProperties(change, { ...propertiesOf(input), ...seenBy });
          change.tell(events.agentUpdated(change.cause, change.agent, updated));
          return updated;
        },
      );
      return { agent, validation: null, userErrors: [] };
    } catch (error) {
      const mended = isConstraintViolation(error) ? new SlugTakenError('agent', input.slug ?? '') : error;
      return { agent: null, validation: null, userErrors: [mendableError(mended)] };
    }
  }
}

function propertiesOf(input: UpdateAgentInput): AgentProperties {
  const { name, slug, description, useCase, tags } = input;
  if (slug != null && !isSlug(slug))
    throw new ValidationError(['slug'], 'up to 63 lower case letters, digits and hyphens', JSON.stringify(slug));
  if (tags != null && tags.length > MAXIMUM_TAGS)
    throw new ValidationError(['tags'], `at most ${MAXIMUM_TAGS} tags`, String(tags.length));
  return {
    ...(name == null ? {} : { name: checkedText('name', name, { minimum: 1, maximum: 120 }) }),
    ...(slug == null ? {} : { slug }),
    ...(description == null
      ? {}
      : { description: checkedText('description', description, { minimum: 0, maximum: 2_000 }) }),
    ...(useCase === undefined
      ? {}
      : { useCase: useCase === null ? null : checkedText('useCase', useCase, { minimum: 0, maximum: 200 }) }),
    ...(tags == null
      ? {}
      : { tags: [...new Set(tags.map((tag) => checkedText('tags', tag, { minimum: 1, maximum: 40 })))] }),
  };
}
