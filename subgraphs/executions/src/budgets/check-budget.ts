import type { Viewer } from '@aether/common/security';
import { type InternalOperations, NotFoundError, ValidationError } from '@aether/common/service';
import { AgentAccessDocument } from '@aether/schema/internal/agents';
import { BudgetKeyDocument, BudgetSubjectDocument } from '@aether/schema/internal/identity';
import type { BudgetSettings } from '../db/budget-store.ts';
import type { SetBudgetInput } from '../types/budget-inputs.ts';
import type { BudgetScope } from './budget.ts';

const NOUNS = { DEPARTMENT: 'department', TEAM: 'team', USER: 'user', AGENT: 'agent', API_KEY: 'API key' } as const;

/**
 * What somebody wants to set, checked: a budget of nobody would limit nobody.
 * @throws ValidationError, NotFoundError for what is unknown to the tenant
 */
export async function checkBudget(
  { operations }: { readonly operations: InternalOperations },
  { scope, subjectId = null, period, limit, action }: SetBudgetInput,
  call: { readonly viewer: Viewer; readonly requestId: string },
): Promise<BudgetSettings> {
  if (limit < 0) throw new ValidationError(['input', 'limit'], 'at least 0', `${limit}`);
  if (scope === 'TENANT') {
    if (subjectId !== null) throw new ValidationError(['input', 'subjectId'], 'none for TENANT', 'one');
    return { scope, subjectId, period, limit, action };
  }
  if (subjectId === null) throw new ValidationError(['input', 'subjectId'], `the id of a ${NOUNS[scope]}`, 'none');
  if (!(await isKnown(operations, scope, subjectId, call))) throw new NotFoundError(NOUNS[scope], subjectId);
  return { scope, subjectId, period, limit, action };
}

async function isKnown(
  operations: InternalOperations,
  scope: Exclude<BudgetScope, 'TENANT'>,
  id: string,
  { viewer, requestId }: { readonly viewer: Viewer; readonly requestId: string },
): Promise<boolean> {
  const options = { onBehalfOf: viewer, requestId };
  if (scope === 'AGENT') return (await operations.call(AgentAccessDocument, { id }, options)).agent != null;
  if (scope === 'API_KEY') return (await operations.call(BudgetKeyDocument, { id }, options)).apiKey != null;
  const { user, team, departments } = await operations.call(BudgetSubjectDocument, { id }, options);
  if (scope === 'USER') return user != null;
  return scope === 'TEAM' ? team != null : departments.edges.some(({ node }) => node.id === id);
}
