import type { AgentSpec } from './agent-spec.ts';
import type { SpecIssue } from './agent-spec-issue.ts';
import { type Endpoint, LEGACY_PROTOCOLS } from './endpoint.ts';
import { httpCallIssues } from './http-call-issues.ts';

/** What each type of agent needs, and what it would never use. */
export function checkAgentType(spec: AgentSpec): SpecIssue[] {
  const { type, kind, endpoint, flow } = spec;
  if (type === 'BUILT_IN') {
    if (endpoint === undefined) return [];
    const message = 'An agent of type BUILT_IN never calls an endpoint.';
    const hint = 'Set type to EXTERNAL_API, LEGACY or HYBRID, or remove it.';
    return [{ code: 'WRONG_VALUE', path: ['endpoint'], message, hint }];
  }
  const issues = endpoint === undefined ? [missingEndpoint(type)] : endpointIssues(endpoint, type);
  if (type === 'HYBRID') {
    if (kind === 'WORKFLOW') return issues;
    const message = 'An agent of type HYBRID joins its endpoint with the rest in a flow.';
    return [...issues, { code: 'WRONG_VALUE', path: ['kind'], message, hint: 'Set kind to WORKFLOW and add "flow".' }];
  }
  if (kind === 'PRODUCER') {
    const message = `An agent of type ${type} answers by its endpoint and makes no files.`;
    issues.push({ code: 'WRONG_VALUE', path: ['kind'], message, hint: 'Set kind to QA, CONVERSATIONAL or WORKFLOW.' });
  }
  if (flow !== undefined) {
    const message = `An agent of type ${type} only calls its endpoint, so its flow would never run.`;
    issues.push({ code: 'WRONG_VALUE', path: ['flow'], message, hint: 'Set type to HYBRID, or remove it.' });
  }
  return issues;
}

const missingEndpoint = (type: string): SpecIssue => ({
  code: 'REQUIRED',
  path: ['endpoint'],
  message: `An agent of type ${type} calls its endpoint, and it has none.`,
  hint: 'Add "endpoint" with protocol and url.',
});

function endpointIssues(endpoint: Endpoint, type: AgentSpec['type']): SpecIssue[] {
  const { protocol } = endpoint;
  const issues: SpecIssue[] = [];
  if (type === 'EXTERNAL_API' && LEGACY_PROTOCOLS.has(protocol)) {
    const message = `Agents of type EXTERNAL_API speak no ${protocol}.`;
    const hint = 'Set type to LEGACY, or HYBRID with a flow.';
    issues.push({ code: 'WRONG_VALUE', path: ['endpoint', 'protocol'], message, hint });
  }
  if (endpoint.protocol === 'command') return issues;
  const given = 'path' in endpoint ? endpoint : { ...endpoint, method: 'POST', path: {} };
  const { method, url, headers, path } = given;
  const found = httpCallIssues(
    { method, url, headers, path, body: endpoint.request },
    { path: ['endpoint'], named: 'The endpoint' },
  );
  // What is sent is called `request` here.
  const renamed = found.map((issue) => ({
    ...issue,
    path: issue.path.map((part) => (part === 'body' ? 'request' : part)),
  }));
  return [...issues, ...renamed];
}
