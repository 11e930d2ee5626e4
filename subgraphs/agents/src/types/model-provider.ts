import { Timestamp } from '@aether/common/service';
import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { HealthStatus, ModelProviderProtocol } from '../models/catalog.ts';

@Directive('@key(fields: "id")')
@ObjectType({ description: 'A vendor, a self-hosted endpoint or the built-in provider.' })
export class ModelProvider {
  @Field(() => ID)
  id!: string;

  @Field(() => String)
  slug!: string;

  @Field(() => String)
  name!: string;

  @Field(() => ModelProviderProtocol)
  protocol!: ModelProviderProtocol;

  @Field(() => String, { nullable: true, description: 'Key of the vendor preset it was made from.' })
  preset!: string | null;

  @Field(() => String, { nullable: true })
  baseUrl!: string | null;

  @Field(() => HealthStatus)
  status!: HealthStatus;

  @Field(() => String, { nullable: true })
  lastError!: string | null;

  @Field(() => Timestamp, { nullable: true })
  checkedAt!: string | null;

  @Field(() => Boolean)
  enabled!: boolean;

  @Field(() => Boolean, { description: 'People may call it with keys of their own, and pay for that themselves.' })
  allowOwnKeys!: boolean;
}
