import { Directive, Field, ID, InputType, Int } from 'type-graphql';

@Directive('@inaccessible')
@InputType({ description: 'One call of a tool through `/mcp`, without its arguments and its answer.' })
export class RecordToolCallInput {
  /** Of an agent, which has no tool in the catalog: its name there, `agent/<slug>`. */
  @Field(() => ID)
  toolId!: string;

  @Field(() => String, { description: '`SUCCEEDED`, `FAILED` by its own word, or the code of an error.' })
  outcome!: string;

  @Field(() => Int)
  durationMs!: number;

  @Field(() => [String], { description: 'Rules of the quarantine that hit its answer.' })
  rules!: readonly string[];
}
