import type { AgentSpec, ErrorCode, JsonObject } from '@aether/schema';
import type { Viewer } from '@aether/common/security';
import type { ArtifactFacts } from './artifacts/artifact-facts.ts';
import type { ApprovalDecision, ApprovalRequest } from './approval.ts';
import type { PinnedTool, ToolEffect } from './tool.ts';
import type { PauseRequest, SignalPayload, SignalRequest, TimerRequest } from './waiting.ts';

/** Types of step that loop and flow make at this stage. */
export type StepType =
  | 'MEMORY_RETRIEVAL'
  | 'VECTOR_SEARCH'
  | 'LLM_INVOCATION'
  | 'TOOL_EXECUTION'
  | 'AGENT_CALL'
  | 'CONDITION'
  | 'SWITCH'
  | 'MAP'
  | 'MERGE'
  | 'TRANSFORM'
  | 'HTTP_CALL'
  | 'SUBFLOW'
  | 'APPROVAL'
  | 'ARTIFACT'
  | 'WAIT'
  | 'ERROR_HANDLER';

/**
 * What a run inherits from the run that called it. Text that made one agent call another may have come from a document, so what the
 * caller's author allowed such text to do holds for the called agent, too.
 */
export interface CallerFacts {
  /** Text of documents, tools or the web was part of what made the call. */
  readonly sawUntrusted: boolean;
  /** So were passages of the organization's own notebooks. */
  readonly sawPrivate: boolean;
  readonly guards: AgentSpec['guards'];
}

/** What a run is pinned to when it starts. Nothing here changes until its end. */
export interface PinnedRun {
  readonly executionId: string;
  readonly tenantId: string;
  readonly agentId: string;
  readonly versionId: string | null;
  readonly draftRevision: number | null;
  readonly spec: AgentSpec;
  readonly specHash: string;
  /** Database ids of the notebooks that the spec names, by slug; one that the person may not read is absent. */
  readonly notebooks: Readonly<Record<string, string>>;
  /** Tools that the spec names and the person may use, as they were defined when the run was accepted. */
  readonly tools: readonly PinnedTool[];
  readonly input: Readonly<Record<string, unknown>>;
  readonly conversationId: string | null;
  /** Person or service account whose rights the run has. */
  readonly runAs: Viewer;
  /** Whether the agent is that person's own. */
  readonly ownsAgent: boolean;
  readonly traceparent: string;
  /** Nano-USD; null = no limit. */
  readonly budget: number | null;
  /** 0 = no run called it. */
  readonly depth: number;
  /** Greatest depth of runs that it may make, as those above it allow. */
  readonly depthLimit: number;
  /** On a cluster: nodes of the flow that it has handed out; others wait for it. */
  readonly handedOut?: ReadonlySet<string>;
  /** Its person started it, or the run at the top of its family; absent = a trigger, a schedule or a test did. Own keys are for nothing else. */
  readonly isInteractive?: boolean;
  /** Of a run that an agent called. */
  readonly caller?: CallerFacts | null;
}

/** One turn of a conversation that ended before this run. */
export interface EarlierMessage {
  readonly role: 'USER' | 'ASSISTANT';
  readonly text: string;
}

export interface Citation {
  readonly number: number;
  readonly passageId: string;
  readonly documentTitle: string;
  readonly page: number | null;
  readonly startOffset: number;
  readonly endOffset: number;
  readonly quote: string;
}

/** A call of a tool. Committed with its step before it goes out, so that a crash in the middle of it leaves a trace. */
export interface ToolCallFacts {
  /** Of the catalog; null when it is not there. */
  readonly toolId: string | null;
  /** `<server>/<tool>` */
  readonly tool: string;
  readonly effect: ToolEffect;
  readonly arguments: JsonObject;
}

/** What identifies a step: the same key with another `input` on resume is NON_DETERMINISTIC. */
export interface StepDefinition {
  /** Deterministic path: `retrieve/0`, `model/0`, in a flow behind the id of its node: `draft/model/0`. */
  readonly key: string;
  /** Node of the flow that it belongs to. */
  readonly nodeId?: string;
  readonly type: StepType;
  readonly name: string;
  /** JSON; hashed and kept as preview. Secrets never. */
  readonly input: unknown;
  /** Full text that a model is sent. */
  readonly prompt?: string;
  /** Slug, for model steps. */
  readonly model?: string;
  /** For tool steps. */
  readonly call?: ToolCallFacts;
  /** Key of the step whose call is made again: a receiver knows both by one idempotency key. */
  readonly sameCallAs?: string;
  /** Of a call that is paid by its tokens: its most is reserved in the budgets before it is made. */
  readonly bound?: () => CallBound;
  /** Of a call that costs the same each time, in nano-USD: reserved in the budgets before it is made. */
  readonly price?: number;
}

/** What bounds the tokens of a call. */
export interface CallBound {
  /** UTF-8 bytes of everything that is sent. */
  readonly promptBytes: number;
  /** What the answer is limited to by the agent; null = by the model alone. */
  readonly maximumOutputTokens: number | null;
}

/** Cost and tokens of a paid call. */
export interface StepUsage {
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly cachedTokens: number;
  /** Nano-USD; null with `unpriced`. */
  readonly cost: number | null;
  readonly unpriced: boolean;
  readonly modelId: string | null;
  /** Paid by the person in whose name the run works, with an own key: no budget of the organization counts it. */
  readonly ownKey?: boolean;
}

export interface StepResult<Output> {
  /** JSON; journaled whole, so that a resume never runs or pays the step twice. */
  readonly output: Output;
  /** By type: scores, model parameters, operation … */
  readonly details: Readonly<Record<string, unknown>>;
  readonly usage: StepUsage | null;
  /** The step failed and the run goes on with `output`: the failure is told to the model, and a resume does not try again. */
  readonly failure?: StepFailure;
  /** The file that the step has made; told with its end. */
  readonly artifact?: ArtifactFacts;
  /** Nothing was done, because the way of the run did not lead here; kept, so that people see it. */
  readonly isSkipped?: boolean;
}

/** Hand of a running step into the event stream. */
export interface StepHandle {
  readonly stepId: string;
  /** As it is in the record: a part of a flow knows only the end of it. */
  readonly key: string;
  /** 1 for the first try; a rerun after a crash counts on. */
  readonly attempt: number;
  /** sha256(execution, key, input): the same for every attempt of the step, and for those that make its call again. */
  readonly idempotencyKey: string;
  /** Rises with every owner of the run; receivers may refuse a lower one. */
  readonly fence: number;
  /** What the answer is to be limited to, for a budget that reserved no more; null = no budget limits it, or the agent does. */
  readonly reservedOutputTokens?: number | null;
  /** No budget of the organization has room for the call: it is made with an own key of its person, or not at all. */
  readonly ownKeyOnly?: boolean;
  /** Ends the step's outgoing calls: cancel, deadline, a lost lease. */
  readonly signal: AbortSignal;
  /** Text of the answer as it grows: at once as volatile preview, at most 4 times a second as durable delta. */
  text(delta: string): void;
  progress(fraction: number | null, message: string | null): void;
  /** The answer has begun, and its person pays for it with an own key, however it ends: no budget of the organization does. */
  paidWithOwnKey?(): void;
}

/** How a run ends in its own words; the worker turns it into the terminal state. */
export interface RunOutcome {
  readonly output: Readonly<Record<string, unknown>>;
  /** Text of the answer, for the conversation. */
  readonly text: string;
  readonly citations: readonly Citation[];
}

/**
 * The only way of the loop to the record. Each step runs once: done steps of an earlier attempt answer from the journal.
 * Every call throws `StaleFenceError` when another worker has taken the run; the loop lets it pass.
 */
export interface Journal {
  readonly run: PinnedRun;
  /** Aborted by cancel, deadline, drain or a lost lease. */
  readonly signal: AbortSignal;
  /** A node of the flow has ended, by this answer: on a cluster, what it waits for. */
  nodeEnded(nodeId: string, answer: string | null): void;
  /** Nano-USD that the run's budget counts so far, failed attempts included; a call whose price nobody told counts at its most. */
  spent(): number;
  /** Messages of the conversation before this run, oldest first, at most `limit`. */
  earlierMessages(limit: number): Promise<readonly EarlierMessage[]>;
  /**
   * Runs a step or answers its journaled result.
   * @throws NonDeterministicStepError when the key was journaled with another input
   * @throws BudgetRefusedError before a call that may cost more than a budget has left
   */
  step<Output>(definition: StepDefinition, run: (step: StepHandle) => Promise<StepResult<Output>>): Promise<Output>;
  /**
   * Whether steps with these keys, and so many others, still fit into what the run may take. True once one of them has begun, so that a resume
   * decides the same.
   */
  hasRoomFor(keys: readonly string[], others: number): boolean;
  /**
   * The newest attempt of the step that may have had its effect, and has no known end: after a crash, or when its outcome never arrived. 0 = none;
   * an attempt of which nothing was sent is none.
   */
  openAttempts(key: string): number;
  /**
   * What people decided, in the order of the requests.
   * @throws WaitingError while one of them is open; the loop lets it pass, the run waits and begins again from its first line
   */
  decisions(requests: readonly ApprovalRequest[]): Promise<readonly ApprovalDecision[]>;
  /**
   * Resolves when the instant is past.
   * @throws WaitingError before; the loop lets it pass, and waiting costs nothing however long it takes
   */
  timer(request: TimerRequest | PauseRequest): Promise<void>;
  /**
   * What came with the signal.
   * @throws WaitingError until it is there
   * @throws SignalTimeoutError when it did not come in time
   */
  awaitSignal(request: SignalRequest): Promise<SignalPayload>;
}

/** A failure of a step as the record keeps it. */
export interface StepFailure {
  readonly code: ErrorCode;
  readonly message: string;
  readonly hint: string | null;
  readonly retryable: boolean;
}
