import { createHash } from 'node:crypto';

/** Workflow and template names become label values and prefixes of others: 63 is Kubernetes' limit, 45 leaves room. */
const LONGEST = 45;
const HASH = 10;

/** Label that ties a Workflow to its execution: adoption after 409 and watches go by it. */
export const EXECUTION_LABEL = 'aether.io/execution-id';

/** Name of an execution's Workflow: the same for every attempt to submit it. */
export function workflowName(executionId: string): string {
  return `ax-${kubernetesName(executionId.replace(/^exe_/, ''), LONGEST - 3)}`;
}

export interface TemplateIdentity {
  readonly tenantId: string;
  readonly agentSlug: string;
  /** A version never changes, so neither does its template. */
  readonly versionId: string;
}

/** Name of the WorkflowTemplate of an agent's version: readable, and unique across tenants by its hash. */
export function workflowTemplateName({ tenantId, agentSlug, versionId }: TemplateIdentity): string {
  const hash = shortHash(`${tenantId}/${versionId}`);
  const readable = kubernetesName(agentSlug, LONGEST - HASH - 'agent--'.length);
  return `agent-${readable}-${hash}`;
}

/** DNS-1123 label of at most `longest` characters. What had to change is told apart by a hash of the original. */
function kubernetesName(text: string, longest: number): string {
  const plain = text
    .toLowerCase()
    .replaceAll(/[^a-z0-9-]/g, '-')
    .replaceAll(/^-+|-+$/g, '');
  const isFaithful = plain === text.toLowerCase() && plain !== '' && plain.length <= longest;
  if (isFaithful) return plain;
  const cut = plain.slice(0, longest - HASH - 1).replace(/-+$/, '');
  return cut === '' ? shortHash(text) : `${cut}-${shortHash(text)}`;
}

function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, HASH);
}
