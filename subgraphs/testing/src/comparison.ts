import type { CheckRecord } from './check.ts';

export const ComparisonStatus = {
  DRAFT: 'DRAFT',
  RUNNING: 'RUNNING',
  FINISHED: 'FINISHED',
  STOPPED: 'STOPPED',
  BUDGET_EXHAUSTED: 'BUDGET_EXHAUSTED',
  FAILED: 'FAILED',
} as const;
export type ComparisonStatus = keyof typeof ComparisonStatus;

export const CellStatus = {
  WAITING: 'WAITING',
  RUNNING: 'RUNNING',
  SCORING: 'SCORING',
  FINISHED: 'FINISHED',
  FAILED: 'FAILED',
  SKIPPED: 'SKIPPED',
  STOPPED: 'STOPPED',
} as const;
export type CellStatus = keyof typeof CellStatus;

/** A model that a variant or judge names, as it was when the comparison was made. */
export interface ModelFacts {
  readonly id: string;
  readonly slug: string;
  /** Nano-US-dollars per million tokens; null = not known. */
  readonly inputPricePerMillion: number | null;
  readonly outputPricePerMillion: number | null;
  readonly builtIn: boolean;
}

/** A model with its parameters. */
export interface VariantRecord {
  readonly id: string;
  readonly label: string;
  readonly model: ModelFacts;
  /** Merged over those of the draft; a member that is null takes the draft's away. */
  readonly parameters: Readonly<Record<string, unknown>> | null;
  readonly instructionsOverride: string | null;
  readonly baseline: boolean;
}

/** A copy: what is compared does not change with its suite. */
export interface ComparisonCase {
  readonly id: string;
  readonly name: string;
  readonly input: unknown;
  readonly checks: readonly CheckRecord[];
  readonly createdAt: string;
}

export interface JudgeRecord {
  readonly model: ModelFacts;
  readonly instructions: string;
}

/** `enoughEvidence` false = do not decide on this alone. */
export interface RecommendationRecord {
  readonly variantId: string | null;
  readonly reason: string;
  /** 0 to 1. */
  readonly confidence: number;
  readonly enoughEvidence: boolean;
  readonly missingCases: number | null;
}

/** The specification of the draft at the compared revision, with what its names stand for. */
export interface PinnedSpecification {
  readonly spec: unknown;
  readonly notebooks: readonly { readonly slug: string; readonly id: string }[];
  /** Definitions of its tools, as agents gave them when the comparison was made. */
  readonly tools: readonly unknown[];
  readonly models: readonly { readonly slug: string; readonly id: string }[];
}

/** Variants × cases, side by side. */
export interface ComparisonRecord {
  readonly id: string;
  readonly agentId: string;
  readonly agentSlug: string;
  readonly draftRevision: number;
  readonly name: string | null;
  readonly status: ComparisonStatus;
  readonly pinned: PinnedSpecification;
  readonly variants: readonly VariantRecord[];
  readonly cases: readonly ComparisonCase[];
  readonly judge: JudgeRecord | null;
  readonly blind: boolean;
  readonly mockTools: boolean;
  /** Nano-US-dollars. */
  readonly budget: number;
  readonly spent: number;
  readonly unpriced: boolean;
  readonly recommendation: RecommendationRecord | null;
  readonly startedById: string;
  readonly createdAt: string;
  readonly endedAt: string | null;
  /** `seq` of the newest event. */
  readonly lastSeq: number;
}

export interface Vote {
  readonly vote: number;
  readonly note: string | null;
}

/** One variant on one case. Text, steps and errors are those of the execution. */
export interface CellRecord {
  readonly id: string;
  readonly comparisonId: string;
  readonly variantId: string;
  readonly caseId: string;
  readonly position: number;
  readonly status: CellStatus;
  /** Counts up when the cell is run again: each round is one execution. */
  readonly round: number;
  readonly executionId: string | null;
  /** 0 to 10. */
  readonly score: number | null;
  /** Every check passed; null = nothing was checked. */
  readonly passed: boolean | null;
  readonly reasoning: string | null;
  readonly durationMs: number | null;
  readonly firstTokenMs: number | null;
  readonly cost: number | null;
  readonly unpriced: boolean;
  readonly totalTokens: number | null;
  /** Nano-US-dollars that are held back for it until it is settled. */
  readonly reserved: number;
  /** By the id of who voted. */
  readonly votes: Readonly<Record<string, Vote>>;
}

const OPEN: readonly CellStatus[] = ['WAITING', 'RUNNING', 'SCORING'];

/** Something is still to be done for the cell. */
export function isOpen({ status }: Pick<CellRecord, 'status'>): boolean {
  return OPEN.includes(status);
}

/** Whether a comparison in this status can be run, again or for the first time. */
export function canRun(status: ComparisonStatus): boolean {
  return status !== 'RUNNING';
}

/** While a blind comparison is under way nobody learns which model wrote what. */
export function hidesModels({ blind, status }: Pick<ComparisonRecord, 'blind' | 'status'>): boolean {
  return blind && (status === 'DRAFT' || status === 'RUNNING');
}

/** Name of a variant for people; letters in a blind comparison, in events too, for these are kept. */
export function labelOf(comparison: Pick<ComparisonRecord, 'blind' | 'variants'>, variantId: string): string {
  const index = comparison.variants.findIndex(({ id }) => id === variantId);
  return comparison.blind ? `Variant ${String.fromCodePoint(65 + index)}` : (comparison.variants[index]?.label ?? '');
}
