import type { StoredPattern } from '../db/pattern-store.ts';
import { patternEvidence } from '../success-pattern.ts';
import type { SuccessPattern } from './success-pattern.ts';

const references = (ids: readonly string[]) => ids.map((id) => ({ id }));

export function toSuccessPattern(pattern: StoredPattern): SuccessPattern {
  const { id, useCase, summary, lift, confidence, updatedAt } = pattern;
  return {
    id,
    useCase,
    summary,
    tools: references(pattern.toolIds),
    notebooks: references(pattern.notebookIds),
    models: references(pattern.modelIds),
    support: pattern.outcome.runs,
    lift,
    confidence,
    evidence: patternEvidence(pattern),
    updatedAt,
  };
}
