import {
  Bot,
  Braces,
  FileText,
  CircleHelp,
  Globe,
  Hourglass,
  LifeBuoy,
  ListTree,
  LogIn,
  LogOut,
  type LucideIcon,
  Merge,
  Search,
  Sparkle,
  Split,
  Stamp,
  TriangleAlert,
  Waypoints,
  Workflow,
  Wrench,
} from 'lucide-react';
import { useMemo } from 'react';
import { classNames } from '../../../ui/class-names.ts';
import { layoutFlow, NODE } from './layout-flow.ts';
import type { ShownFlow } from './read-flow.ts';

const ICONS: Record<string, [LucideIcon, string]> = {
  input: [LogIn, 'text-ink-2'],
  output: [LogOut, 'text-ink-2'],
  model: [Sparkle, 'text-step-llm'],
  retrieve: [Search, 'text-step-retrieval'],
  tool: [Wrench, 'text-step-tool'],
  agent: [Bot, 'text-step-agent'],
  http: [Globe, 'text-step-tool'],
  endpoint: [Globe, 'text-step-agent'],
  subflow: [Workflow, 'text-step-agent'],
  wait: [Hourglass, 'text-step-guard'],
  transform: [Braces, 'text-step-tool'],
  condition: [Split, 'text-step-guard'],
  switch: [Waypoints, 'text-step-guard'],
  map: [ListTree, 'text-step-agent'],
  merge: [Merge, 'text-step-agent'],
  approval: [Stamp, 'text-step-guard'],
  artifact: [FileText, 'text-step-tool'],
  'error-handler': [LifeBuoy, 'text-step-guard'],
};

interface FlowDiagramProps {
  flow: ShownFlow;
  /** Nodes with problems, and how many. */
  problems: ReadonlyMap<string, number>;
  selected: string | null;
  onSelect: (id: string) => void;
}

/** The flow from its input down. It is drawn from the specification and cannot be dragged. */
export function FlowDiagram({ flow, problems, selected, onSelect }: FlowDiagramProps) {
  const { nodes, edges, width, height } = useMemo(() => layoutFlow(flow), [flow]);
  return (
    <div className="relative mx-auto" style={{ width, height }}>
      <svg width={width} height={height} className="absolute inset-0 text-ink-3" aria-hidden="true">
        {edges.map(({ id, path, answer, label }) => (
          <g key={id}>
            <path
              d={path}
              fill="none"
              stroke="currentColor"
              strokeWidth="1.5"
              strokeDasharray={answer === 'fails' ? '4 3' : undefined}
            />
            {answer === null ? null : (
              <text
                x={label.x}
                y={label.y}
                fontSize="12"
                fill="currentColor"
                stroke="var(--subtle)"
                strokeWidth="4"
                paintOrder="stroke"
              >
                {answer}
              </text>
            )}
          </g>
        ))}
      </svg>
      <ol aria-label="Nodes of the flow">
        {nodes.map(({ id, type, name, note, x, y }) => {
          const [Icon, color] = ICONS[type] ?? [CircleHelp, 'text-ink-3'];
          const count = problems.get(id) ?? 0;
          const leads = edges
            .filter(({ from }) => from === id)
            .map(({ to, answer }) => (answer ? `${answer}: ${to}` : to));
          return (
            <li key={id} className="absolute" style={{ left: x, top: y, width: NODE.width, height: NODE.height }}>
              <button
                type="button"
                aria-pressed={selected === id}
                onClick={() => onSelect(id)}
                className={classNames(
                  'flex h-full w-full items-center gap-2 rounded-control border bg-raised px-2.5 text-left hover:bg-hover',
                  count > 0 ? 'border-error' : selected === id ? 'border-accent' : 'border-line-2',
                  selected === id && 'outline-2 outline-offset-1 outline-accent',
                )}
              >
                <Icon className={classNames('icon shrink-0', color)} aria-hidden="true" />
                <span className="min-w-0 flex-1">
                  <span className="block truncate font-medium">{name}</span>
                  <span className="block truncate text-ink-2">{note}</span>
                </span>
                {count > 0 ? (
                  <span className="flex items-center gap-1 text-error">
                    <TriangleAlert className="icon-s" aria-hidden="true" />
                    {count}
                    <span className="sr-only">{count === 1 ? 'problem' : 'problems'}</span>
                  </span>
                ) : null}
                <span className="sr-only">
                  {type}
                  {leads.length > 0 ? `, leads to ${leads.join(', ')}` : ''}
                </span>
              </button>
            </li>
          );
        })}
      </ol>
    </div>
  );
}
