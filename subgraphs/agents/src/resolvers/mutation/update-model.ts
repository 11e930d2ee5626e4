import { NotFoundError, Permission, ValidationError } from '@aether/common/service';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { ModelCapability, ModelPrices } from '../../models/catalog.ts';
import { type AgentsContext, causeOf } from '../../context.ts';
import { CatalogWriter, type ModelProperties } from '../../db/catalog-writer.ts';
import { events } from '../../events/events.ts';
import { ModelPayload } from '../../types/model-payload.ts';
import { UpdateModelInput } from '../../types/update-model-input.ts';
import { mendableError } from '../../writes/mendable-error.ts';

@Resolver()
export class UpdateModelResolver {
  @Permission('model:manage')
  @Mutation(() => ModelPayload)
  async updateModel(
    @Arg('input', () => UpdateModelInput) input: UpdateModelInput,
    @Ctx() context: AgentsContext,
  ): Promise<ModelPayload> {
    const cause = causeOf(context);
    const { modelId } = input;
    try {
      const properties = propertiesOf(input);
      const prices = pricesOf(input);
      await context.parts.catalogChanges.change(cause.viewer.tenantId, cause, async (change) => {
        const writer = new CatalogWriter(change.transaction);
        const before = await writer.model(modelId);
        if (before === null) throw new NotFoundError('model', modelId);
        await writer.updateModel(modelId, properties);
        const validFrom = input.pricesValidFrom ?? change.at;
        if (Object.keys(prices).length > 0) await writer.addPrice({ modelId, validFrom, prices });
        change.touch(before.providerId);
        change.tell(events.modelUpdated(cause, before, { ...properties, ...prices }));
      });
      const [model] = await context.parts.catalog.modelsByIds(cause.viewer.tenantId, [modelId]);
      return { model: model ?? null, userErrors: [] };
    } catch (error) {
      return { model: null, userErrors: [mendableError(error)] };
    }
  }
}

/** What is absent stays; null takes a limit or a correction away. */
function propertiesOf(input: UpdateModelInput): ModelProperties {
  const { enabled, capabilities, requestsPerMinute, tokensPerMinute } = input;
  return {
    ...(enabled == null ? {} : { enabled }),
    ...(capabilities === undefined ? {} : { declaredCapabilities: checkedCapabilities(capabilities) }),
    ...(requestsPerMinute === undefined
      ? {}
      : { requestsPerMinute: notNegative('requestsPerMinute', requestsPerMinute) }),
    ...(tokensPerMinute === undefined ? {} : { tokensPerMinute: notNegative('tokensPerMinute', tokensPerMinute) }),
  };
}

function checkedCapabilities(capabilities: UpdateModelInput['capabilities']): readonly ModelCapability[] | null {
  if (capabilities == null) return null;
  if (capabilities.length === 0) throw new ValidationError(['capabilities'], 'at least one, or null', 'none');
  return [...new Set(capabilities)];
}

function pricesOf(input: UpdateModelInput): Partial<ModelPrices> {
  const names = ['inputPricePerMillion', 'outputPricePerMillion', 'cachedInputPricePerMillion'] as const;
  return Object.fromEntries(
    names.flatMap((name) => (input[name] == null ? [] : [[name, notNegative(name, input[name])]])),
  );
}

function notNegative(field: string, value: number | null): number | null {
  if (value !== null && value < 0) throw new ValidationError([field], 'zero or more', String(value));
  return value;
}
