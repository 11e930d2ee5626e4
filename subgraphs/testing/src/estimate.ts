import { type AgentSpec, isRecord } from '@aether/schema';
import type { JudgeRecord, ModelFacts } from './comparison.ts';

/** Medians of the agent's latest runs. */
export interface UsualUsage {
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly durationMs: number;
}

export interface CostEstimate {
  /** Nano-US-dollars; null with `unpriced`. */
  readonly cost: number | null;
  readonly unpriced: boolean;
}

/** Letters of one token of English text: https://help.openai.com/en/articles/4936856 */
const LETTERS_PER_TOKEN = 4;
/** A passage has 100 to 150 words. */
const TOKENS_PER_PASSAGE = 180;
/** Of an answer, when the agent has not run yet. */
const ASSUMED_ANSWER_TOKENS = 300;
/** Of an answer in the worst case, when nothing bounds it: what is held back before a cell starts. */
const LONG_ANSWER_TOKENS = 1_000;
/** Rules and marks around a question and its answer, and the judgement itself. */
const JUDGE_RULE_TOKENS = 250;
const JUDGEMENT_TOKENS = 80;
const ASSUMED_RUN_MS = 5_000;
const JUDGEMENT_MS = 2_000;

const tokensOf = (text: string): number => Math.ceil(text.length / LETTERS_PER_TOKEN);

function priceOf(model: ModelFacts, prompted: number, completed: number): number | null {
  if (model.builtIn) return 0;
  const { inputPricePerMillion, outputPricePerMillion } = model;
  if (inputPricePerMillion === null || outputPricePerMillion === null) return null;
  return Math.ceil((prompted * inputPricePerMillion + completed * outputPricePerMillion) / 1e6);
}

function sum(parts: readonly (number | null)[]): CostEstimate {
  const unpriced = parts.includes(null);
  return { cost: unpriced ? null : parts.reduce<number>((total, part) => total + (part ?? 0), 0), unpriced };
}

export interface CellToEstimate {
  readonly spec: AgentSpec;
  readonly model: ModelFacts;
  readonly input: unknown;
  readonly judge: JudgeRecord | null;
  /** Checks that ask the judge. */
  readonly judgements: number;
  readonly usual: UsualUsage | null;
}

function promptTokens({ spec, input, usual }: CellToEstimate): number {
  if (usual !== null) return usual.promptTokens;
  const passages = Object.values(spec.knowledge).reduce((total, { topK }) => total + topK, 0);
  return tokensOf(spec.instructions) + tokensOf(JSON.stringify(input)) + passages * TOKENS_PER_PASSAGE;
}

function costOf(cell: CellToEstimate, answerTokens: number): CostEstimate {
  const { model, judge, judgements, input } = cell;
  const judged = judge === null ? 0 : judgements;
  const judgePrompt =
    JUDGE_RULE_TOKENS + tokensOf(judge?.instructions ?? '') + tokensOf(JSON.stringify(input)) + answerTokens;
  const judgement = judge === null ? 0 : priceOf(judge.model, judgePrompt, JUDGEMENT_TOKENS);
  return sum([priceOf(model, promptTokens(cell), answerTokens), judgement === null ? null : judgement * judged]);
}

/** What a cell will most likely cost: tokens of past runs, else of the prompt, at the models' prices. */
export function estimatedCost(cell: CellToEstimate): CostEstimate {
  const most = cell.spec.model.parameters.maximumOutputTokens ?? Number.POSITIVE_INFINITY;
  return costOf(cell, Math.min(most, cell.usual?.completionTokens ?? ASSUMED_ANSWER_TOKENS));
}

/**
 * What is held back before a cell starts: the answer as long as it may get. Without a known price it is the dearest cell of the variant
 * so far, so that only the first ones run without.
 */
export function reservation(cell: CellToEstimate, dearestSoFar: number): number {
  const most = cell.spec.model.parameters.maximumOutputTokens;
  const long = Math.max(LONG_ANSWER_TOKENS, 2 * (cell.usual?.completionTokens ?? 0));
  return costOf(cell, most ?? long).cost ?? dearestSoFar;
}

export function estimatedDurationMs(
  cells: number,
  inParallel: number,
  usual: UsualUsage | null,
  isJudged: boolean,
): number {
  const cellMs = (usual?.durationMs ?? ASSUMED_RUN_MS) + (isJudged ? JUDGEMENT_MS : 0);
  return Math.ceil(cells / inParallel) * cellMs;
}

export function sumOfEstimates(estimates: readonly CostEstimate[]): CostEstimate {
  return sum(estimates.map(({ cost }) => cost));
}

/** The words that a person would read in an input, for a title. */
export function titleOf(input: unknown, maximum: number): string {
  const text = isRecord(input) ? Object.values(input).find((value) => typeof value === 'string') : input;
  const words = (typeof text === 'string' ? text : JSON.stringify(input)).replaceAll(/\s+/gu, ' ').trim();
  return words.length <= maximum ? words : `${words.slice(0, maximum - 1)}…`;
}
