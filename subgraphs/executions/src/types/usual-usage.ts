import { Directive, Field, Float, Int, ObjectType } from 'type-graphql';

@Directive('@inaccessible')
@ObjectType({ description: "Medians over an agent's latest successful runs; they say nothing about anyone's input." })
export class UsualUsage {
  @Field(() => Int)
  runs!: number;

  @Field(() => Float)
  promptTokens!: number;

  @Field(() => Float)
  completionTokens!: number;

  @Field(() => Float)
  durationMs!: number;
}
