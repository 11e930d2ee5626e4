import { ExpressionLanguage } from '@aether/common/expressions';
import { TRIGGER_LIMITS } from './trigger.ts';

/** What expressions of a trigger see: the event that came in. */
export const eventExpressions = new ExpressionLanguage({
  variables: { event: 'map' },
  maximumLength: TRIGGER_LIMITS.expressionLength,
});
