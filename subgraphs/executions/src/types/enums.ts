import { ARTIFACT_KINDS } from '@aether/schema';
import { registerEnumType } from 'type-graphql';
import { ORIGINS } from '../db/records.ts';
import { EXECUTOR_PREFERENCES, EXECUTORS } from '../argo/choose-executor.ts';
import { EXECUTION_STATUSES, type ExecutionStatus as Status } from '../execution.ts';
import { APPROVAL_STATUSES } from '../approval/approval.ts';
import { EFFECT_STATES } from '../effects-of.ts';
import { STEP_STATUSES, STEP_TYPES, TOOL_EFFECTS } from '../step.ts';

/** Enums of the API, from the same lists that the record is parsed by. */
const named = <Name extends string>(names: readonly Name[]) =>
  Object.fromEntries(names.map((name) => [name, name])) as { readonly [Key in Name]: Key };

export const ExecutionStatus = named<Status>(EXECUTION_STATUSES);
registerEnumType(ExecutionStatus, { name: 'ExecutionStatus' });

export const ExecutionOrigin = named(ORIGINS);
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

export const ToolEffect = named(TOOL_EFFECTS);
registerEnumType(ToolEffect, {
  name: 'ToolEffect',
  description:
    'What a repeated call does. READ, IDEMPOTENT: run again. KEYED: run again with the same key. ONCE: never run again unasked.',
});

export const EffectState = named(EFFECT_STATES);
registerEnumType(EffectState, { name: 'EffectState' });

export const DifferenceKind = named(['SAME', 'CHANGED', 'ADDED', 'REMOVED'] as const);
registerEnumType(DifferenceKind, { name: 'DifferenceKind' });

export const ApprovalStatus = named(APPROVAL_STATUSES);
registerEnumType(ApprovalStatus, { name: 'ApprovalStatus' });

export const ApprovalDecision = named(['APPROVE', 'DENY', 'DISMISS'] as const);
registerEnumType(ApprovalDecision, {
  name: 'ApprovalDecision',
  description:
    'DISMISS closes a question of a tool without an answer; DENY tells the tool that the person does not want to.',
});

export const MessageRole = named(['USER', 'ASSISTANT'] as const);
registerEnumType(MessageRole, { name: 'MessageRole' });

export const ArtifactKind = named(ARTIFACT_KINDS);
registerEnumType(ArtifactKind, { name: 'ArtifactKind' });

export const ListChange = named(['ADDED', 'CHANGED', 'REMOVED'] as const);
registerEnumType(ListChange, { name: 'ListChange' });
