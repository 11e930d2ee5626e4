import { Field, ID, InputType } from 'type-graphql';
import { Visibility } from '../agent/agent.ts';

@InputType({
  description:
    "Again for the same agent changes its listing. `departmentId` is the viewer's own, which is the default.",
})
export class PublishListingInput {
  @Field(() => ID)
  agentId!: string;

  @Field(() => ID)
  versionId!: string;

  @Field(() => String)
  summary!: string;

  @Field(() => Visibility)
  audience!: Visibility;

  @Field(() => ID, { nullable: true })
  departmentId?: string | null;

  @Field(() => [ID], { nullable: true })
  sampleExecutionIds?: readonly string[] | null;
}
