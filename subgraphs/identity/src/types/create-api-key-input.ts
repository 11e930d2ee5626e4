import { Timestamp } from '@aether/common/service';
import { Field, InputType, Int } from 'type-graphql';

@InputType()
export class CreateApiKeyInput {
  @Field(() => String)
  name!: string;

  @Field(() => [String])
  scopes!: readonly string[];

  @Field(() => Int, { nullable: true })
  requestsPerMinute?: number | null;

  @Field(() => Int, { nullable: true, description: 'At `/v1`, prompts and answers together.' })
  tokensPerMinute?: number | null;

  @Field(() => [String], {
    nullable: true,
    description:
      '`<provider>/<name>` or `agent:<slug>`, with `*` for any text; none = all. Bounds what is named at `/v1`; runs are a matter of scopes.',
  })
  models?: readonly string[] | null;

  @Field(() => [String], {
    nullable: true,
    description:
      '`<server>/<tool>` or `agent/<slug>`, with `*` for any text; none = all. Bounds what is seen and called at `/mcp`; runs are a matter of scopes.',
  })
  tools?: readonly string[] | null;

  @Field(() => Timestamp, { nullable: true })
  expiresAt?: string | null;
}
