import { Long } from '@aether/common/service';
import { Directive, Field, ID, ObjectType } from 'type-graphql';
import type { ProviderRecord } from '../models/catalog.ts';
import { ModelProvider } from './model-provider.ts';

@Directive('@inaccessible')
@ObjectType()
export class GatewayCatalog {
  @Field(() => Long)
  revision!: number;

  @Field(() => [ModelProvider])
  providers!: readonly ProviderRecord[];

  /** What the caller knows already; tool servers and tools are read by fields of their own. */
  since!: number;

  @Field(() => [ID])
  removedIds!: readonly string[];
}
