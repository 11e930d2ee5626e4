import { Field, Float, Int, ObjectType } from 'type-graphql';
import type { SearchMode as SearchModeValue } from '../search/search-request.ts';
import { SearchMode } from './enums.ts';
import { Passage } from './passage.ts';

@ObjectType({ description: "Range within the passage's text." })
export class Highlight {
  @Field(() => Int)
  start!: number;

  @Field(() => Int)
  end!: number;
}

@ObjectType({
  description:
    '`score` is fused by reciprocal rank, 1 = first in every ranking. `vectorScore` is the cosine, `keywordScore` follows from the rank by keywords.',
})
export class SearchHit {
  @Field(() => Passage)
  passage!: Passage;

  @Field(() => Float)
  score!: number;

  @Field(() => Float, { nullable: true })
  vectorScore!: number | null;

  @Field(() => Float, { nullable: true })
  keywordScore!: number | null;

  @Field(() => [Highlight])
  highlights!: readonly Highlight[];
}

@ObjectType()
export class SearchResult {
  @Field(() => [SearchHit])
  hits!: readonly SearchHit[];

  @Field(() => SearchMode)
  mode!: SearchModeValue;

  @Field(() => Float)
  durationMs!: number;

  @Field(() => Boolean, { description: 'Hits may be missing: a part was not reachable in time.' })
  partial!: boolean;
}
