import { ExpressionError, ExpressionLanguage } from '@aether/common/expressions';
import { type AgentSpec, ENDPOINT_LANGUAGE, endpointExpressionsOf, type SpecIssue } from '@aether/schema';

const language = new ExpressionLanguage(ENDPOINT_LANGUAGE);
const HINT = 'Expressions are CEL over inputs.<name>, and the mapping of the answer over response.';

/** Expressions of an endpoint that cannot be read, or that see the answer before there is one. */
export function endpointExpressionIssues({ endpoint }: AgentSpec): SpecIssue[] {
  if (endpoint === undefined) return [];
  return endpointExpressionsOf(endpoint).flatMap(({ path, text, seesResponse }): SpecIssue[] => {
    const problem = problemOf(text, seesResponse);
    if (problem === null) return [];
    const message = `The expression of the endpoint cannot be read: ${problem}.`;
    return [{ code: 'WRONG_EXPRESSION', path: ['endpoint', ...path], message, hint: HINT }];
  });
}

function problemOf(text: string, seesResponse: boolean): string | null {
  try {
    const names = language.variables(text);
    return !seesResponse && names.includes('response')
      ? '"response" has a value only in the mapping of the answer'
      : null;
  } catch (error) {
    if (error instanceof ExpressionError) return error.message;
    throw error;
  }
}
