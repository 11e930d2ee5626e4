import { Directive, Field, Float, ID, InputType, Int } from 'type-graphql';
import type { SearchMode as SearchModeValue } from '../search/search-request.ts';
import { SearchMode } from './enums.ts';

@InputType({ description: 'Without notebooks: all that the viewer may read. `first` ≤ 50.' })
export class SearchKnowledgeInput {
  @Field(() => String)
  query!: string;

  @Field(() => [ID], { nullable: true })
  notebookIds?: readonly string[] | null;

  @Field(() => SearchMode, { nullable: true, defaultValue: SearchMode.HYBRID })
  mode?: SearchModeValue | null;

  @Field(() => Int, { nullable: true, defaultValue: 10 })
  first?: number | null;

  @Field(() => Float, { nullable: true, description: 'Compared with `score`.' })
  minimumScore?: number | null;
}

@Directive('@inaccessible')
@InputType()
export class SearchForRunInput {
  @Field(() => ID)
  executionId!: string;

  @Field(() => ID)
  agentId!: string;

  @Field(() => [ID])
  notebookIds!: readonly string[];

  @Field(() => String)
  query!: string;

  @Field(() => SearchMode)
  mode!: SearchModeValue;

  @Field(() => Int)
  first!: number;

  @Field(() => Float, { nullable: true })
  minimumScore?: number | null;

  @Field(() => Float)
  timeoutMs!: number;
}
