import { plural } from '../format/count.ts';
import { isRecord } from '../json/is-record.ts';
import type { StepView } from './execution-view.ts';

/** One line under a step's name: what went wrong, what it says of itself, what it found, or which model answered. */
export function stepNote(step: StepView): string {
  if (step.error !== null) return step.error.message;
  const found = foundIn(step.details) ?? calledWith(step.call);
  if (step.status === 'STARTED' && step.note !== null) return step.note;
  return (
    [step.modelName, found, step.status === 'REUSED' ? 'reused' : null].filter(Boolean).join(', ') || (step.note ?? '')
  );
}

/** `6 passages, best 0.91` of a search; its scores are fused ranks, so more than two digits say nothing. */
function foundIn(details: unknown): string | null {
  if (!isRecord(details) || typeof details['results'] !== 'number') return null;
  const scores: unknown[] = Array.isArray(details['scores']) ? details['scores'] : [];
  const numbers = scores.filter((score) => typeof score === 'number');
  const best = numbers.length === 0 ? '' : `, best ${Math.max(...numbers).toFixed(2)}`;
  return `${plural(details['results'], 'passage')}${best}${details['partial'] === true ? ', incomplete' : ''}`;
}

const ARGUMENT_CHARACTERS = 120;

/** `id: 7, name: "Acme"` of a tool's call. */
function calledWith(call: unknown): string | null {
  if (!isRecord(call)) return null;
  const text = Object.entries(call)
    .map(([name, value]) => `${name}: ${JSON.stringify(value)}`)
    .join(', ');
  return text.length <= ARGUMENT_CHARACTERS ? text : `${text.slice(0, ARGUMENT_CHARACTERS)}…`;
}
