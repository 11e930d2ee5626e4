import { Bot, FileOutput, Globe, MessageSquareText, Workflow, type LucideIcon } from 'lucide-react';
import type { AgentKind, AgentType } from '../../gql/graphql.ts';

const KINDS: Record<AgentKind, [string, LucideIcon]> = {
  QA: ['Q&A', Bot],
  CONVERSATIONAL: ['Conversational', MessageSquareText],
  PRODUCER: ['Producer', FileOutput],
  WORKFLOW: ['Workflow', Workflow],
};

const TYPES: Record<AgentType, string> = {
  BUILT_IN: 'Built-in',
  EXTERNAL_API: 'External API',
  HYBRID: 'Hybrid',
  LEGACY: 'Legacy',
};

export function kindName(kind: AgentKind | null | undefined, type: AgentType): string {
  // What is called elsewhere is told by where, not by what it answers.
  return kind && type === 'BUILT_IN' ? KINDS[kind][0] : TYPES[type];
}

export function AgentIcon({
  kind,
  className = 'icon text-step-agent',
}: {
  kind: AgentKind | null | undefined;
  className?: string;
}) {
  const Icon = kind ? KINDS[kind][1] : Globe;
  return <Icon className={className} aria-hidden="true" />;
}
