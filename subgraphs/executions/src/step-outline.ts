import type { StepRecord } from './db/step-records.ts';

/** What a summary is computed from; `StepRecord` without payloads has all of it. */
export type StepOutline = Pick<
  StepRecord,
  | 'id'
  | 'key'
  | 'parentId'
  | 'type'
  | 'name'
  | 'status'
  | 'attempt'
  | 'attempts'
  | 'inputHash'
  | 'startedAtMs'
  | 'durationMs'
  | 'cost'
  | 'unpriced'
  | 'promptTokens'
  | 'completionTokens'
  | 'cachedTokens'
  | 'effect'
  | 'modelId'
  | 'promptPrefix'
>;
