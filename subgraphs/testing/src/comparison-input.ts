import { ValidationError } from '@aether/common/service';
import { type CheckKind, type CheckRecord, configurationOf } from './check.ts';
import { schemaProblem } from './checks/schema-check.ts';
import { ToolsNotMockableError } from './errors.ts';
import type { VariantRecord } from './comparison.ts';
import { variantSpecification } from './variant-specification.ts';
import { agentSpecSchema, writingTools } from '@aether/schema';

export const FEWEST_VARIANTS = 2;
export const MOST_VARIANTS = 6;
export const MOST_CASES = 100;

/** @throws ValidationError */
export function checkNumbers(variants: number, cases: number): void {
  if (variants < FEWEST_VARIANTS || variants > MOST_VARIANTS)
    throw new ValidationError(['variants'], `${FEWEST_VARIANTS} to ${MOST_VARIANTS} variants`, String(variants));
  if (cases < 1 || cases > MOST_CASES) throw new ValidationError(['cases'], `1 to ${MOST_CASES} cases`, String(cases));
}

/** @throws ValidationError */
export function checkBudget(budget: number): void {
  if (budget <= 0) throw new ValidationError(['budget'], 'a budget above 0 nano-US-dollars', String(budget));
}

/**
 * What a comparison can check. What it cannot is refused here, never counted as passed later.
 * @param at path of the checks in the input
 * @throws ValidationError
 */
export function checkComparable(checks: readonly CheckRecord[], hasJudge: boolean, at: readonly string[]): void {
  for (const [index, { kind, configuration }] of checks.entries()) {
    const problem = checkProblem(kind, configuration, hasJudge);
    if (problem !== null) throw new ValidationError([...at, String(index)], problem, kind);
  }
}

function checkProblem(kind: CheckKind, configuration: unknown, hasJudge: boolean): string | null {
  switch (kind) {
    case 'EXPRESSION':
      return 'a check of another kind: expressions cannot be evaluated in comparisons yet';
    case 'JUDGE':
      return hasJudge ? null : 'a judge of the comparison for checks of kind JUDGE';
    case 'CITED':
      return configurationOf('CITED', configuration).documentId === undefined
        ? null
        : 'CITED without documentId: which document a passage is from is not known in comparisons';
    case 'TOOL_CALLED':
      return configurationOf('TOOL_CALLED', configuration).arguments === undefined
        ? null
        : 'TOOL_CALLED without arguments: what a tool was called with is not known in comparisons';
    case 'SCHEMA':
      return schemaProblem(configurationOf('SCHEMA', configuration).schema);
    default:
      return null;
  }
}

/** @throws ValidationError for parameters or instructions that no specification may have */
export function checkVariants(pinned: unknown, variants: readonly VariantRecord[]): void {
  for (const [index, variant] of variants.entries()) {
    try {
      variantSpecification(pinned, variant);
    } catch (error) {
      const reason = error instanceof Error ? error.message.slice(0, 300) : 'another value';
      throw new ValidationError(['variants', String(index)], 'parameters and instructions of a specification', reason);
    }
  }
  if (variants.filter(({ baseline }) => baseline).length > 1)
    throw new ValidationError(['variants'], 'at most one baseline', 'several');
}

/** @throws ToolsNotMockableError */
export function checkMockable(pinned: unknown, mockTools: boolean): void {
  const writing = mockTools ? writingTools(agentSpecSchema.parse(pinned)) : [];
  if (writing.length > 0) throw new ToolsNotMockableError(writing);
}
