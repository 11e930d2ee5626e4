import { type CheckRecord, configurationOf } from '../check.ts';
import { type Answer, textAt } from '../checks/answer.ts';
import { cellScore, type CellScore, type WeighedResult } from '../checks/cell-score.ts';
import { type CheckResult, verdict } from '../checks/check-result.ts';
import type { PatternMatcher } from '../checks/pattern-matcher.ts';
import { isPlain, plainCheck } from '../checks/plain-check.ts';
import type { ComparisonCase, JudgeRecord } from '../comparison.ts';
import { cosine } from './cosine.ts';
import { type ModelJudge, sumOf } from './judge.ts';
import type { CallCost, ModelCall, ModelClient } from './model-client.ts';

export interface ScorerParts {
  readonly judge: ModelJudge;
  readonly models: ModelClient;
  readonly patterns: PatternMatcher;
  /** Slug of the model whose vectors tell how alike two texts are. */
  readonly similarityModel: string;
}

/** Weight of the comparison's own judge beside the checks of a case. */
const JUDGE_WEIGHT = 1;
/** From here on the judge's opinion counts as passed. */
const JUDGE_PASSES = 6;

interface Found extends CallCost {
  readonly result: CheckResult;
}

const FREE: CallCost = { cost: 0, unpriced: false };

/** Scores an answer by the checks of its case and by the judge. */
export class Scorer {
  readonly #parts: ScorerParts;

  constructor(parts: ScorerParts) {
    this.#parts = parts;
  }

  /** @throws PlatformError when a model that is needed for it gives no usable answer */
  async score(
    testCase: ComparisonCase,
    judge: JudgeRecord | null,
    answer: Answer,
    call: ModelCall,
  ): Promise<CellScore & CallCost> {
    const results: WeighedResult[] = [];
    const costs: CallCost[] = [];
    for (const check of testCase.checks) {
      const { result, ...cost } = await this.#check(check, testCase, judge, answer, call);
      results.push({ weight: check.weight, result });
      costs.push(cost);
    }
    if (judge !== null) {
      const { result, ...cost } = await this.#judge(
        judge,
        testCase,
        answer,
        { criteria: null, passes: JUDGE_PASSES },
        call,
      );
      results.push({ weight: JUDGE_WEIGHT, result });
      costs.push(cost);
    }
    return { ...cellScore(results), ...sumOf(costs) };
  }

  async #check(
    { kind, configuration }: CheckRecord,
    testCase: ComparisonCase,
    judge: JudgeRecord | null,
    answer: Answer,
    call: ModelCall,
  ): Promise<Found> {
    if (isPlain(kind)) return { result: plainCheck(kind, configurationOf(kind, configuration), answer), ...FREE };
    switch (kind) {
      case 'PATTERN': {
        const { pattern, path } = configurationOf('PATTERN', configuration);
        return { result: await this.#parts.patterns.matches(pattern, textAt(answer.output, path)), ...FREE };
      }
      case 'SIMILARITY': {
        const { text, path, minimumScore } = configurationOf('SIMILARITY', configuration);
        return { result: await this.#similar(text, textAt(answer.output, path), minimumScore, call), ...FREE };
      }
      case 'JUDGE': {
        const { criteria, minimumScore } = configurationOf('JUDGE', configuration);
        if (judge === null) break;
        return this.#judge(judge, testCase, answer, { criteria, passes: minimumScore * 10 }, call);
      }
      default:
    }
    // Refused when the comparison was made; a check that cannot be done never counts as passed.
    return { result: verdict(false, `A check of kind ${kind} cannot be done here.`), ...FREE };
  }

  async #similar(wanted: string, found: string, minimumScore: number, call: ModelCall): Promise<CheckResult> {
    const [left, right] = await this.#parts.models.embed(this.#parts.similarityModel, [wanted, found || ' '], call);
    const score = left === undefined || right === undefined ? 0 : cosine(left, right);
    const reason = `${score.toFixed(2)} like the expected text, at least ${minimumScore.toFixed(2)} asked.`;
    return { passed: score >= minimumScore, score, reason };
  }

  async #judge(
    judge: JudgeRecord,
    { input }: ComparisonCase,
    { output }: Answer,
    { criteria, passes }: { readonly criteria: string | null; readonly passes: number },
    call: ModelCall,
  ): Promise<Found> {
    const { score, reasoning, cost, unpriced } = await this.#parts.judge.judge(
      judge,
      { input, output, criteria },
      call,
    );
    return { result: { passed: score >= passes, score: score / 10, reason: reasoning }, cost, unpriced };
  }
}
