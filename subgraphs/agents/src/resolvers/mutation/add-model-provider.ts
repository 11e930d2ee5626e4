import { isConstraintViolation } from '@aether/common/graph';
import { Permission, ValidationError, checkedText } from '@aether/common/service';
import { PROVIDER_PRESETS } from '@aether/schema';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { isSlug } from '../../agent/agent-slug.ts';
import type { ProviderRecord } from '../../models/catalog.ts';
import { checkedBaseUrl } from '../../models/checked-base-url.ts';
import { type AgentsContext, causeOf } from '../../context.ts';
import { CatalogWriter } from '../../db/catalog-writer.ts';
import { SlugTakenError } from '../../errors.ts';
import { events } from '../../events/events.ts';
import { AddModelProviderInput } from '../../types/add-model-provider-input.ts';
import { ModelProviderPayload } from '../../types/model-provider-payload.ts';
import { mendableError } from '../../writes/mendable-error.ts';
import { requireMayBind } from '../../writes/require-may-bind.ts';

@Resolver()
export class AddModelProviderResolver {
  @Permission('model:manage')
  @Mutation(() => ModelProviderPayload, { description: 'Its models appear when the gateway has asked it.' })
  async addModelProvider(
    @Arg('input', () => AddModelProviderInput) input: AddModelProviderInput,
    @Ctx() context: AgentsContext,
  ): Promise<ModelProviderPayload> {
    const cause = causeOf(context);
    requireMayBind(cause.viewer, input.credentialId);
    try {
      const properties = propertiesOf(input, context.parts.ids('prv'));
      const { result: provider } = await context.parts.catalogChanges.change(
        cause.viewer.tenantId,
        cause,
        async (change) => {
          const created = await new CatalogWriter(change.transaction).createProvider(properties, change.at);
          change.touch(created.id);
          change.tell(events.providerAdded(cause, created));
          return created;
        },
      );
      return { provider, userErrors: [] };
    } catch (error) {
      const mended = isConstraintViolation(error) ? new SlugTakenError('model provider', input.slug) : error;
      return { provider: null, userErrors: [mendableError(mended)] };
    }
  }
}

function propertiesOf(input: AddModelProviderInput, id: string): ProviderRecord {
  const { name, slug, protocol, preset, baseUrl, credentialId } = input;
  if (!isSlug(slug))
    throw new ValidationError(['slug'], 'up to 63 lower case letters, digits and hyphens', JSON.stringify(slug));
  if (protocol === 'BUILTIN')
    throw new ValidationError(
      ['protocol'],
      'OPENAI or ANTHROPIC',
      'BUILTIN',
      'The built-in provider is there already.',
    );
  requireFittingPreset(preset ?? null, protocol);
  return {
    id,
    slug,
    name: checkedText('name', name, { minimum: 1, maximum: 120 }),
    protocol,
    preset: preset ?? null,
    baseUrl: baseUrl == null ? null : checkedBaseUrl(baseUrl),
    credentialId: credentialId ?? null,
    status: 'UNKNOWN',
    lastError: null,
    checkedAt: null,
    enabled: true,
    allowOwnKeys: false,
    builtIn: false,
    revision: 0,
  };
}

function requireFittingPreset(preset: string | null, protocol: ProviderRecord['protocol']): void {
  if (preset === null) return;
  const known = PROVIDER_PRESETS.find(({ key }) => key === preset);
  if (known === undefined)
    throw new ValidationError(['preset'], PROVIDER_PRESETS.map(({ key }) => key).join(', '), JSON.stringify(preset));
  if (known.protocol !== protocol)
    throw new ValidationError(['protocol'], `${known.protocol}, which ${known.name} speaks`, protocol);
}
