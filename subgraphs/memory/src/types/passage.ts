import { connectionTypes } from '@aether/common/service';
import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';

/** Its document is in resolvers/field/passage-fields.ts. */
@Directive('@key(fields: "id")')
@ObjectType({
  description:
    'A piece of a document, the unit of search and citation. Offsets are UTF-16 code units of the extracted text.',
})
export class Passage {
  @Field(() => ID)
  id!: string;

  @Field(() => String)
  text!: string;

  @Field(() => [String])
  headingPath!: readonly string[];

  @Field(() => Int, { nullable: true })
  page!: number | null;

  @Field(() => Int)
  startOffset!: number;

  @Field(() => Int)
  endOffset!: number;
}

export const { Connection: PassageConnection } = connectionTypes('Passage', () => Passage);
