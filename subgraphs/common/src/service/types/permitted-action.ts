import { Directive, Field, ObjectType } from 'type-graphql';

@Directive('@shareable')
@ObjectType({
  description: 'Something the viewer may or may not do here; `reason` says why not, and who can grant it.',
})
export class PermittedAction {
  @Field(() => String)
  name!: string;

  @Field(() => Boolean)
  allowed!: boolean;

  @Field(() => String, { nullable: true })
  reason!: string | null;
}
