import { Timestamp } from '@aether/common/service';
import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';

@Directive('@inaccessible')
@ObjectType({ description: 'What a token grants, for the gateways.' })
export class Principal {
  @Field(() => ID)
  tenantId!: string;

  @Field(() => ID, { nullable: true })
  userId!: string | null;

  @Field(() => ID)
  roleKey!: string;

  @Field(() => ID, { nullable: true })
  departmentId!: string | null;

  @Field(() => [ID])
  teamIds!: readonly string[];

  @Field(() => ID, { nullable: true, description: 'The session; null = an API key or an app.' })
  sessionId!: string | null;

  @Field(() => ID, { nullable: true, description: 'The API key; null = a session or an app.' })
  apiKeyId!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The only address that the access token of an app is good for; null = no such token.',
  })
  resource!: string | null;

  @Field(() => Int, { nullable: true, description: 'Of the API key; the gateway counts and refuses. Null = no limit.' })
  requestsPerMinute!: number | null;

  @Field(() => Int, { nullable: true, description: 'Of the API key; the LLM gateway counts and refuses.' })
  tokensPerMinute!: number | null;

  @Field(() => [String], { description: 'Patterns of the models that the API key may use; none = all.' })
  models!: readonly string[];

  @Field(() => [String], { description: 'Patterns of the tools that the API key may use; none = all.' })
  tools!: readonly string[];

  @Field(() => [String])
  permissions!: readonly string[];

  @Field(() => [String])
  scopes!: readonly string[];

  @Field(() => Timestamp, { nullable: true })
  expiresAt!: string | null;
}
