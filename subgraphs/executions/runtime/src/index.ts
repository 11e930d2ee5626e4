export {
  BudgetExhaustedError,
  ModelAnswerTruncatedError,
  ModelUnreachableError,
  OutputInvalidError,
} from './errors.ts';
export type {
  Citation,
  EarlierMessage,
  Journal,
  PinnedRun,
  RunOutcome,
  StepDefinition,
  StepFailure,
  StepHandle,
  StepResult,
  StepType,
  StepUsage,
} from './journal.ts';
export { executeAgent } from './loop/execute-agent.ts';
export type { KnowledgeSearch, KnowledgeSearchResult, RetrievedPassage, RuntimeParts } from './runtime-parts.ts';
