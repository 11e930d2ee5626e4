import { Long, UserError } from '@aether/common/service';
import { Directive, Field, ObjectType } from 'type-graphql';

@Directive('@inaccessible')
@ObjectType()
export class ReportPayload {
  @Field(() => Long, { nullable: true })
  revision!: number | null;

  @Field(() => [UserError])
  userErrors!: readonly UserError[];
}
