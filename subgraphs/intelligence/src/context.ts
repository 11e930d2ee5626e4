import type { RequestContext } from '@aether/common/service';
import type { ExpertiseReader } from './db/expertise-reader.ts';
import type { PatternStore } from './db/pattern-store.ts';
import type { RecommendationReader } from './db/recommendation-reader.ts';
import type { SimilarityReader } from './db/similarity-reader.ts';
import type { StatisticsReader } from './db/statistics-reader.ts';

/** What one process of this service holds. */
interface IntelligenceParts {
  readonly statistics: StatisticsReader;
  readonly recommendations: RecommendationReader;
  readonly similarity: SimilarityReader;
  readonly expertise: ExpertiseReader;
  readonly patterns: PatternStore;
}

export interface IntelligenceContext extends RequestContext {
  readonly parts: IntelligenceParts;
}
