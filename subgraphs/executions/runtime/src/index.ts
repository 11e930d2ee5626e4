export type { ArtifactClient, NewArtifact } from './artifacts/artifact-client.ts';
export type { ArtifactFacts } from './artifacts/artifact-facts.ts';
export { DocumentRenderer } from './artifacts/document-renderer.ts';
export { type ApprovalDecision, approvalKeyOf, type ApprovalRequest } from './approval.ts';
export {
  AgentFailedError,
  ArtifactTooLargeError,
  BudgetExhaustedError,
  BudgetRefusedError,
  HeldError,
  ModelAnswerTruncatedError,
  ModelUnreachableError,
  OutputInvalidError,
  RenderFailedError,
  SignalTimeoutError,
  ToolArgumentsInvalidError,
  ToolOutcomeUnknownError,
  WaitingError,
} from './errors.ts';
export { dollars } from './dollars.ts';
export type {
  CallBound,
  CallerFacts,
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
  ToolCallFacts,
} from './journal.ts';
export { argumentProblems } from './loop/argument-problems.ts';
export { callAgent, type AgentCall } from './loop/call-agent.ts';
export { executeAgent } from './loop/execute-agent.ts';
export { agentOf } from './agent/agent-of.ts';
export { HEALTH_STATUSES } from './agent/runnable-agent.ts';
export type { AgentHealth, HealthStatus, RunnableAgent } from './agent/runnable-agent.ts';
export type { CommandRunner, CommandUse } from './outside/command-runner.ts';
export type { Egress, EgressCause, EgressUse } from './outside/egress.ts';
export { EndpointTimeoutError } from './outside/errors.ts';
export type {
  AgentAnswer,
  AgentClient,
  AgentRequest,
  AnswerQuarantine,
  KnowledgeSearch,
  KnowledgeSearchResult,
  RetrievedPassage,
  RuntimeParts,
  ToolAnswer,
  ToolClient,
  ToolInput,
  ToolQuestion,
  ToolQuestions,
  ToolRequest,
} from './runtime-parts.ts';
export type { ApprovalPolicy, PinnedTool, ToolEffect } from './tool.ts';
export type { PauseRequest, SignalPayload, SignalRequest, TimerRequest, WaitRequest } from './waiting.ts';
