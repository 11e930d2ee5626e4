import { ListTasksRequest } from '@a2a-js/sdk';
import { RequestMalformedError } from '@a2a-js/sdk/errors';

/** What is asked of a list by the parameters of its address (A2A 1.0, 11.5). @throws RequestMalformedError */
export function listTasksRequest(parameters: URLSearchParams): ListTasksRequest {
  const { includeArtifacts, ...asked } = Object.fromEntries(parameters);
  if (includeArtifacts !== undefined && includeArtifacts !== 'true' && includeArtifacts !== 'false')
    throw new RequestMalformedError('includeArtifacts must be true or false.');
  return {
    ...ListTasksRequest.fromJSON(asked),
    pageSize: numberOf(parameters, 'pageSize'),
    historyLength: numberOf(parameters, 'historyLength'),
    includeArtifacts: includeArtifacts === 'true',
  };
}

/** Not a number for what is none, also for nothing: whoever reads it says so. */
export function numberOf(parameters: URLSearchParams, name: string): number | undefined {
  const text = parameters.get(name);
  if (text === null) return undefined;
  return text === '' ? NaN : Number(text);
}
