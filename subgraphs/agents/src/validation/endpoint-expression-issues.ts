import { ExpressionError, ExpressionLanguage } from '@aether/common/expressions';
import { type AgentSpec, ENDPOINT_LANGUAGE, endpointExpressionsOf, type SpecIssue } from '@aether/schema';
import { GraphQLError, Kind, parse } from 'graphql';

const language = new ExpressionLanguage(ENDPOINT_LANGUAGE);
const HINT = 'Expressions are CEL over inputs.<name>, and the mapping of the answer over response.';

/** Expressions of an endpoint that cannot be read, or that see the answer before there is one, and a GraphQL document that is none. */
export function endpointExpressionIssues({ endpoint }: AgentSpec): SpecIssue[] {
  if (endpoint === undefined) return [];
  const ofDocument = endpoint.protocol === 'graphql' ? documentIssues(endpoint.document) : [];
  const ofExpressions = endpointExpressionsOf(endpoint).flatMap(({ path, text, seesResponse }): SpecIssue[] => {
    const problem = problemOf(text, seesResponse);
    if (problem === null) return [];
    const message = `The expression of the endpoint cannot be read: ${problem}.`;
    return [{ code: 'WRONG_EXPRESSION', path: ['endpoint', ...path], message, hint: HINT }];
  });
  return [...ofDocument, ...ofExpressions];
}

function documentIssues(document: string): SpecIssue[] {
  const issue = (message: string): SpecIssue[] => [
    { code: 'WRONG_VALUE', path: ['endpoint', 'document'], message, hint: 'Write one query or mutation of GraphQL.' },
  ];
  try {
    const operations = parse(document, { noLocation: true }).definitions.filter(
      ({ kind }) => kind === Kind.OPERATION_DEFINITION,
    );
    return operations.length === 1 ? [] : issue(`The document has ${operations.length} operations; it needs one.`);
  } catch (error) {
    if (error instanceof GraphQLError) return issue(`The document cannot be read: ${error.message}`);
    throw error;
  }
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
