import { Permission } from '@aether/common/service';
import { PROVIDER_PRESETS, type ProviderPreset } from '@aether/schema';
import { Query, Resolver } from 'type-graphql';
import { ModelProviderPreset } from '../../types/model-provider-preset.ts';

@Resolver()
export class ModelProviderPresetsResolver {
  @Permission('model:read')
  @Query(() => [ModelProviderPreset], { description: 'They ship with the product and are the same for everybody.' })
  modelProviderPresets(): readonly ProviderPreset[] {
    return PROVIDER_PRESETS;
  }
}
