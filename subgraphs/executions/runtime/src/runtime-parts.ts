import type { Logger } from '@aether/common/service';
import type { JsonObject, JsonValue, TextMarks } from '@aether/schema';
import type { OpenAI } from 'openai';
import type { ArtifactClient } from './artifacts/artifact-client.ts';
import type { CommandRunner } from './outside/command-runner.ts';
import type { Egress } from './outside/egress.ts';
import type { RenderRequest } from './artifacts/render-request.ts';
import type { CallerFacts, PinnedRun } from './journal.ts';
import type { PinnedTool } from './tool.ts';

/** A passage as a search for a run found it. Offsets are UTF-16 code units of the document's text. */
export interface RetrievedPassage {
  readonly passageId: string;
  readonly documentTitle: string;
  readonly headingPath: readonly string[];
  readonly page: number | null;
  readonly startOffset: number;
  readonly endOffset: number;
  readonly text: string;
  /** Fused rank score, higher is nearer. */
  readonly score: number;
}

export interface KnowledgeSearch {
  readonly run: PinnedRun;
  readonly notebookIds: readonly string[];
  readonly query: string;
  readonly mode: 'HYBRID' | 'VECTOR' | 'KEYWORD';
  readonly first: number;
  readonly minimumScore: number | null;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

export interface KnowledgeSearchResult {
  readonly passages: readonly RetrievedPassage[];
  /** Something may be missing: a part of the search was not reachable in time. */
  readonly partial: boolean;
}

/** What a tool wants to know of a person in the middle of a call. */
export interface ToolQuestion {
  /** Under which the server expects the answer. */
  readonly name: string;
  /** As the server words it; untrusted. */
  readonly message: string;
  /** Of a form to fill in; null = there is none. */
  readonly schema: JsonObject | null;
  /** Of a page to visit; null = there is none. With neither it is nothing that a person can be asked. */
  readonly url: string | null;
}

export interface ToolQuestions {
  readonly questions: readonly ToolQuestion[];
  /** Comes back with the answers, unread. */
  readonly state: string | null;
  /** The call had begun and was given up: it may have had its effect. False = the tool has done nothing so far. */
  readonly isMidCall: boolean;
}

/** Answers to what a tool has asked. */
export interface ToolInput {
  readonly responses: Readonly<Record<string, JsonObject>>;
  readonly state: string | null;
}

export interface ToolRequest {
  readonly run: PinnedRun;
  readonly tool: PinnedTool;
  readonly arguments: JsonObject;
  /** Null = it has asked nothing so far. */
  readonly input: ToolInput | null;
  /** A receiver that knows it applies the call once. */
  readonly idempotencyKey: string;
  readonly fence: number;
  /** Nano-USD; null = no limit. */
  readonly budgetLeft: number | null;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  readonly onProgress: (fraction: number | null, message: string | null) => void;
}

/** Text in an answer that is meant to steer a model. */
export interface AnswerFinding {
  /** Of the gateway's rules. */
  readonly rule: string;
  /** People do not see it. */
  readonly hidden: boolean;
  /** Of the text in the answer, and how many characters from its start. */
  readonly path: string;
  readonly offset: number;
  /** Written out; for people. */
  readonly excerpt: string;
}

/** What the gateway did with an answer that has such text. */
export interface AnswerQuarantine {
  /** BLOCKED: the text of the answer is the gateway's own. */
  readonly verdict: 'MARKED' | 'BLOCKED';
  readonly findings: readonly AnswerFinding[];
  /** The answer that was held back, for people; null = it was not. */
  readonly evidence: string | null;
  /** Of a marked one: what stands around it where a model reads it. Its values stay what they are. */
  readonly marks: TextMarks | null;
}

/** What a tool answered; untrusted. */
export interface ToolAnswer {
  /** The tool says that it failed. */
  readonly isError: boolean;
  readonly text: string;
  /** JSON of a tool with an output schema; null = none. */
  readonly structured: JsonValue;
  /** It asks this first. Null = that was its answer. */
  readonly asks?: ToolQuestions | null;
  /** @default null = nothing was found */
  readonly quarantine?: AnswerQuarantine | null;
}

export interface ToolClient {
  /**
   * One attempt, no retry.
   * @throws ToolOutcomeUnknownError when the call went out and no answer came: it may have had its effect
   * @throws PlatformError for everything that is known not to have had one
   */
  call(request: ToolRequest): Promise<ToolAnswer>;
}

/** One agent calls another. The call is a run of its own, accepted once for each step of the run that calls. */
export interface AgentRequest {
  readonly run: PinnedRun;
  readonly agentSlug: string;
  readonly input: JsonObject;
  /** Of the step that calls: however often the step begins, there is one run. */
  readonly stepKey: string;
  readonly idempotencyKey: string;
  readonly fence: number;
  /** Nano-USD that the call may cost; null = no limit. */
  readonly budgetLeft: number | null;
  /** The deadline of the run that calls is shorter when less is left. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  readonly onProgress: (fraction: number | null, message: string | null) => void;
  /** What the text of the call has seen, for the guards of the agent that is called. @default what the run's own caller said */
  readonly caller?: CallerFacts;
}

/** How a run that was called succeeded. */
export interface AgentAnswer {
  readonly executionId: string;
  readonly output: JsonObject;
  /** The answer of an agent that answers in words, else its output as JSON. */
  readonly text: string;
  /** Nano-USD of the run and of all that it called, as far as prices are known; null = none is. */
  readonly cost: number | null;
  /** Something in it has no known price. */
  readonly unpriced: boolean;
  /**
   * One of a tool of the run, or of a run that it called, that was found to say what reads like instructions: nobody knows what of the answer is
   * that tool's. Null = nothing was found.
   */
  readonly marks: TextMarks | null;
}

export interface AgentClient {
  /**
   * Waits for the end of the run; meanwhile the run that calls holds no place of its worker.
   * @throws AgentFailedError when the run ended otherwise than in success
   * @throws PlatformError for a call that was not accepted: unknown, not published, not allowed, too deep, too many, no budget
   */
  run(request: AgentRequest): Promise<AgentAnswer>;
}

/** What the loop needs from outside; the executions service hands it in. */
export interface RuntimeParts {
  searchKnowledge(search: KnowledgeSearch): Promise<KnowledgeSearchResult>;
  /** A client of `/v1` that acts for the run's person. `maxRetries` must be 0: the worker is the one layer that retries. */
  modelClient(run: PinnedRun, budgetLeft: number | null): OpenAI;
  readonly tools: ToolClient;
  readonly agents: AgentClient;
  readonly artifacts: ArtifactClient;
  readonly egress: Egress;
  readonly commands: CommandRunner;
  /** @throws RenderFailedError */
  renderDocument(request: RenderRequest, signal: AbortSignal): Promise<Uint8Array>;
  readonly logger: Logger;
}
