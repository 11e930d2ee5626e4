import { Long } from '@aether/common/service';
import { Directive, Field, ID, ObjectType } from 'type-graphql';
import type { ProviderRecord } from '../catalog.ts';
import { ModelProvider } from './model-provider.ts';

@Directive('@inaccessible')
@ObjectType()
export class GatewayCatalog {
  @Field(() => Long)
  revision!: number;

  @Field(() => [ModelProvider])
  providers!: readonly ProviderRecord[];

  @Field(() => [ID])
  removedIds!: readonly string[];
}
