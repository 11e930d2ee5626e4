import {
  Bot,
  Braces,
  Brain,
  FileText,
  Globe,
  Hourglass,
  LifeBuoy,
  ListTree,
  type LucideIcon,
  Merge,
  Search,
  Sparkle,
  Split,
  Stamp,
  Waypoints,
  Workflow,
  Wrench,
} from 'lucide-react';
import type { StepType } from '../gql/graphql.ts';
import { classNames } from '../ui/class-names.ts';

const TYPES: Record<StepType, { word: string; color: string; icon: LucideIcon }> = {
  MEMORY_RETRIEVAL: { word: 'Memory', color: 'text-step-memory', icon: Brain },
  VECTOR_SEARCH: { word: 'Search', color: 'text-step-retrieval', icon: Search },
  LLM_INVOCATION: { word: 'Model', color: 'text-step-llm', icon: Sparkle },
  TOOL_EXECUTION: { word: 'Tool', color: 'text-step-tool', icon: Wrench },
  AGENT_CALL: { word: 'Agent', color: 'text-step-agent', icon: Bot },
  CONDITION: { word: 'Condition', color: 'text-step-guard', icon: Split },
  SWITCH: { word: 'Switch', color: 'text-step-guard', icon: Waypoints },
  MAP: { word: 'Each', color: 'text-step-agent', icon: ListTree },
  MERGE: { word: 'Merge', color: 'text-step-agent', icon: Merge },
  TRANSFORM: { word: 'Transform', color: 'text-step-tool', icon: Braces },
  HTTP_CALL: { word: 'HTTP', color: 'text-step-tool', icon: Globe },
  SUBFLOW: { word: 'Flow', color: 'text-step-agent', icon: Workflow },
  ERROR_HANDLER: { word: 'Handler', color: 'text-step-guard', icon: LifeBuoy },
  ARTIFACT: { word: 'File', color: 'text-step-tool', icon: FileText },
  APPROVAL: { word: 'Approval', color: 'text-step-guard', icon: Stamp },
  WAIT: { word: 'Wait', color: 'text-step-guard', icon: Hourglass },
};

/** The color of a step type; text and bars take it as `currentColor`. */
export function stepColor(type: StepType): string {
  return TYPES[type].color;
}

export function stepWord(type: StepType): string {
  return TYPES[type].word;
}

export function StepIcon({ type, className }: { type: StepType; className?: string }) {
  const { word, color, icon: Icon } = TYPES[type];
  return (
    <span title={word} className={classNames(color, className)}>
      <Icon className="icon" aria-hidden="true" />
      <span className="sr-only">{word}</span>
    </span>
  );
}
