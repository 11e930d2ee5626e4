import { ExecutionStatus } from '../../execution/execution-status.tsx';
import { StepStatus } from '../../execution/step-status.tsx';
import { StepIcon, stepWord } from '../../execution/step-type.tsx';
import { Avatar } from '../../ui/avatar.tsx';
import { CitationMark } from '../../ui/citation-mark.tsx';
import { Tag } from '../../ui/tag.tsx';
import { AgentStatus } from '../agents/agent-status.tsx';
import { SaveStatus } from '../agents/save-status.tsx';
import { Group, Line } from './group.tsx';

const EXECUTIONS = [
  'QUEUED',
  'RUNNING',
  'WAITING',
  'RETRYING',
  'CANCELLING',
  'SUCCEEDED',
  'FAILED',
  'CANCELLED',
  'TIMED_OUT',
] as const;
const STEPS = ['STARTED', 'WAITING', 'SUCCEEDED', 'FAILED', 'SKIPPED', 'CANCELLED', 'REUSED'] as const;
const TYPES = ['MEMORY_RETRIEVAL', 'VECTOR_SEARCH', 'LLM_INVOCATION'] as const;
const SAVES = ['saved', 'saving', 'kept', 'refused', 'conflict'] as const;

export function Statuses() {
  return (
    <Group title="Status, step types, tags">
      <Line>
        {EXECUTIONS.map((status) => (
          <ExecutionStatus key={status} status={status} />
        ))}
      </Line>
      <Line>
        {STEPS.map((status) => (
          <StepStatus key={status} status={status} />
        ))}
      </Line>
      <Line>
        {TYPES.map((type) => (
          <span key={type} className="inline-flex items-center gap-1.5">
            <StepIcon type={type} />
            {stepWord(type)}
          </span>
        ))}
        <AgentStatus status="PUBLISHED" version={7} revision={8} />
        <AgentStatus status="DRAFT" version={null} revision={41} />
        <AgentStatus status="DISABLED" version={2} revision={3} />
      </Line>
      <Line>
        {SAVES.map((state) => (
          <SaveStatus key={state} state={state} />
        ))}
      </Line>
      <Line>
        <Tag>Read</Tag>
        <Tag tone="accent">Shared</Tag>
        <Tag tone="success">Live</Tag>
        <Tag tone="warning">2 tries</Tag>
        <Tag tone="error">Root cause</Tag>
        <Tag tone="running">Live</Tag>
        <CitationMark number={1} title="Refund policy 2026, p. 4" onOpen={() => undefined} />
        <mark>highlight</mark>
        <Avatar name="Mara" />
        <Avatar name="Jonas" />
      </Line>
    </Group>
  );
}
