import { ExpressionError, withinTime } from '@aether/common/expressions';
import { isRecord } from '@aether/schema';
import type { TriggerEvent } from './arrival.ts';
import { eventExpressions } from './event-expressions.ts';
import type { TriggerSettings } from './trigger.ts';

export interface MappingIssue {
  /** Field of the agent's input, or `filter`, `deduplicationKey`. */
  readonly field: string;
  readonly message: string;
}

/** What a trigger makes of an event. */
export interface Evaluation {
  /** Why no run is wanted; null = the filter lets it through. */
  readonly filtered: string | null;
  /** Null when there are issues, or the event is filtered. */
  readonly input: Readonly<Record<string, unknown>> | null;
  readonly deduplicationKey: string | null;
  readonly issues: readonly MappingIssue[];
}

type Expressions = Pick<TriggerSettings, 'filter' | 'mapping' | 'deduplicationKey'>;

const MAXIMUM_KEY = 200;
/** Everything that one delivery evaluates, together. */
const TIME_MS = 50;

/** Filter, mapping and deduplication key over one event, under one clock. */
export function evaluateEvent(expressions: Expressions, event: TriggerEvent): Evaluation {
  const issues: MappingIssue[] = [];
  const attempt = <Value>(field: string, work: () => Value): Value | undefined => {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      issues.push({ field, message: `${field}: ${error.message}.` });
      return undefined;
    }
  };
  const all = (): Evaluation => {
    issues.length = 0;
    const filtered = attempt('filter', () => filter(expressions.filter, event));
    if (filtered === undefined || filtered !== null)
      return { filtered: filtered ?? null, input: null, deduplicationKey: null, issues };
    const fields = Object.entries(expressions.mapping).flatMap(([field, text]) => {
      const value = attempt(field, () => eventExpressions.evaluate(text, { event }));
      return value === undefined ? [] : [[field, value] as const];
    });
    const input =
      fields.length === 0 && Object.keys(expressions.mapping).length === 0
        ? attempt('body', () => wholeBody(event))
        : Object.fromEntries(fields);
    const deduplicationKey = attempt('deduplicationKey', () => keyOf(expressions.deduplicationKey, event)) ?? null;
    return { filtered: null, input: issues.length > 0 ? null : (input ?? null), deduplicationKey, issues };
  };
  const nothing: Evaluation = { filtered: null, input: null, deduplicationKey: null, issues };
  return attempt('expressions', () => (endAtOnce(expressions) ? all() : withinTime(all, TIME_MS))) ?? nothing;
}

/** Most triggers compare and pick: the clock, a thread for each event, would cost more than they do. */
function endAtOnce({ filter: condition, mapping, deduplicationKey }: Expressions): boolean {
  const texts = [condition, deduplicationKey, ...Object.values(mapping)].filter((text) => text !== null);
  try {
    return texts.every((text) => eventExpressions.endsAtOnce(text));
  } catch (error) {
    // One that does not compile is told with its field, and says nothing of the others.
    if (!(error instanceof ExpressionError)) throw error;
    return false;
  }
}

/** Null = it passes. */
function filter(text: string | null, event: TriggerEvent): string | null {
  if (text === null) return null;
  const value = eventExpressions.evaluate(text, { event });
  if (typeof value !== 'boolean') throw new ExpressionError('it gave no true or false', null);
  return value ? null : 'The filter is false for this event.';
}

/** Without a mapping the body is the input. */
function wholeBody({ body }: TriggerEvent): Readonly<Record<string, unknown>> {
  if (isRecord(body)) return body;
  throw new ExpressionError('without a mapping the body itself is the input, and it is no JSON object', null);
}

function keyOf(text: string | null, event: TriggerEvent): string | null {
  if (text === null) return null;
  const value = eventExpressions.evaluate(text, { event });
  if (typeof value !== 'string' && typeof value !== 'number')
    throw new ExpressionError('it gave no text and no number', null);
  return String(value).slice(0, MAXIMUM_KEY);
}
