import type { RequestContext } from '@aether/common/service';
import type { StatisticsReader } from './db/statistics-reader.ts';

/** What one process of this service holds. */
interface IntelligenceParts {
  readonly statistics: StatisticsReader;
}

export interface IntelligenceContext extends RequestContext {
  readonly parts: IntelligenceParts;
}
