import { Field, ID, Int, ObjectType } from 'type-graphql';
import { Passage } from './references.ts';

@ObjectType({ description: "Where a statement comes from; offsets are in the document's text." })
export class Citation {
  @Field(() => Int)
  number!: number;

  @Field(() => Passage, { nullable: true })
  passage!: Passage | null;

  @Field(() => ID)
  passageId!: string;

  @Field(() => String)
  documentTitle!: string;

  @Field(() => Int, { nullable: true })
  page!: number | null;

  @Field(() => Int)
  startOffset!: number;

  @Field(() => Int)
  endOffset!: number;

  @Field(() => String)
  quote!: string;
}
