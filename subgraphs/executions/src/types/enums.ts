import { registerEnumType } from 'type-graphql';
import { EXECUTOR_PREFERENCES, EXECUTORS } from '../argo/choose-executor.ts';
import { EXECUTION_STATUSES, type ExecutionStatus as Status } from '../execution.ts';
import { STEP_STATUSES, STEP_TYPES } from '../step.ts';

/** Enums of the API, from the same lists that the record is parsed by. */
const named = <Name extends string>(names: readonly Name[]) =>
  Object.fromEntries(names.map((name) => [name, name])) as { readonly [Key in Name]: Key };

export const ExecutionStatus = named<Status>(EXECUTION_STATUSES);
registerEnumType(ExecutionStatus, { name: 'ExecutionStatus' });

export const ExecutionOrigin = named(['MANUAL', 'API', 'CHAT'] as const);
registerEnumType(ExecutionOrigin, { name: 'ExecutionOrigin' });

export const Executor = named(EXECUTORS);
registerEnumType(Executor, { name: 'Executor' });

export const ExecutorPreference = named(EXECUTOR_PREFERENCES);
registerEnumType(ExecutorPreference, {
  name: 'ExecutorPreference',
  description: 'AUTO: a worker of ours; ARGO: as a workflow of a cluster, when one is configured.',
});

export const ExecutionPriority = named(['LOW', 'NORMAL', 'HIGH'] as const);
registerEnumType(ExecutionPriority, { name: 'ExecutionPriority' });

export const StepType = named(STEP_TYPES);
registerEnumType(StepType, { name: 'StepType' });

export const StepStatus = named(STEP_STATUSES);
registerEnumType(StepStatus, { name: 'StepStatus' });

export const MessageRole = named(['USER', 'ASSISTANT'] as const);
registerEnumType(MessageRole, { name: 'MessageRole' });

export const ListChange = named(['ADDED', 'CHANGED', 'REMOVED'] as const);
registerEnumType(ListChange, { name: 'ListChange' });
