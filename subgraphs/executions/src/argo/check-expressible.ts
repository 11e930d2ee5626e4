import { CannotCompileError, compileWorkflowTemplate } from '@aether/argo';
import { flowOf } from './flow-of.ts';
import { FlowNotExpressibleError } from './errors.ts';

/** @throws FlowNotExpressibleError with every node that a cluster cannot run, why, and what instead */
export function checkExpressible(spec: unknown, agentSlug: string): void {
  const flow = flowOf(spec);
  if (flow === null) return;
  try {
    compileWorkflowTemplate({ tenantId: '', agentSlug, versionId: '', namespace: 'check', flow });
  } catch (error) {
    if (error instanceof CannotCompileError) throw new FlowNotExpressibleError(error.issues);
    throw error;
  }
}
