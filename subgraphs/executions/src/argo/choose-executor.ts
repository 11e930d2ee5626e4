import { ExecutorNotConfiguredError } from './errors.ts';

export const EXECUTORS = ['LOCAL', 'ARGO'] as const;
export type Executor = (typeof EXECUTORS)[number];

export const EXECUTOR_PREFERENCES = ['AUTO', ...EXECUTORS] as const;
export type ExecutorPreference = (typeof EXECUTOR_PREFERENCES)[number];

/**
 * Where a run goes. AUTO is LOCAL: each level of a workflow costs two requeues of Argo's controller, which a run of one
 * agent gains nothing from. @throws ExecutorNotConfiguredError for ARGO without a cluster
 */
export function chooseExecutor(preference: ExecutorPreference, hasCluster: boolean): Executor {
  if (preference === 'ARGO' && !hasCluster) throw new ExecutorNotConfiguredError();
  return preference === 'ARGO' ? 'ARGO' : 'LOCAL';
}
