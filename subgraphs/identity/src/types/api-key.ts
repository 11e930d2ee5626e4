import { Timestamp } from '@aether/common/service';
import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';

@Directive('@key(fields: "id")')
@ObjectType({
  description: 'A key for API clients. The secret is shown once, at creation; only its keyed hash is stored.',
})
export class ApiKey {
  @Field(() => ID)
  id!: string;

  @Field(() => String)
  name!: string;

  @Field(() => String, { description: 'Readable start of the key, to recognize it.' })
  prefix!: string;

  @Field(() => [String])
  scopes!: readonly string[];

  @Field(() => Timestamp)
  createdAt!: string;

  @Field(() => Timestamp, { nullable: true })
  lastUsedAt!: string | null;

  @Field(() => Int, { nullable: true })
  requestsPerMinute!: number | null;

  @Field(() => Int, { nullable: true, description: 'At `/v1`, prompts and answers together.' })
  tokensPerMinute!: number | null;

  @Field(() => [String], {
    description:
      'Patterns of the models and agents that it may name at `/v1`, with `*` for any text; none = all. Runs are a matter of its scopes: they use the models of their agent.',
  })
  models!: readonly string[];

  @Field(() => [String], {
    description:
      'Patterns of the tools that it may see and call at `/mcp`, with `*` for any text; none = all. Runs are a matter of its scopes: they use the tools of their agent.',
  })
  tools!: readonly string[];

  @Field(() => Timestamp, { nullable: true })
  revokedAt!: string | null;
}
