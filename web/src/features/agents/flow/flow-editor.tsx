import { lazy, Suspense, useState } from 'react';
import { errorLine } from '../../../graphql/error-line.ts';
import { setAt, valueAt } from '../../../json/apply-patch.ts';
import { Empty } from '../../../ui/empty.tsx';
import { SkeletonRows } from '../../../ui/skeleton.tsx';
import type { ValidationIssue } from '../agent-document.ts';
import { issuesAt } from '../issues.ts';
import { FlowDiagram } from './flow-diagram.tsx';
import { readFlow } from './read-flow.ts';

const JsonEditor = lazy(() => import('../../../ui/json-editor.tsx').then((module) => ({ default: module.JsonEditor })));

interface FlowEditorProps {
  spec: unknown;
  issues: readonly ValidationIssue[];
  onEdit: (spec: unknown) => void;
}

/** The flow as a picture, and below it the chosen node, or all edges, as JSON with its problems. */
export function FlowEditor({ spec, issues, onEdit }: FlowEditorProps) {
  const [selected, setSelected] = useState<string | null>(null);
  const flow = readFlow(spec);
  if (flow === null)
    return <Empty title="This draft has no flow">Add "flow" with nodes and edges on the Expert tab.</Empty>;
  const node = flow.nodes.find(({ id }) => id === selected);
  const path = node === undefined ? ['flow', 'edges'] : ['flow', 'nodes', node.id];
  const problems = new Map(flow.nodes.map(({ id }) => [id, issuesAt(issues, 'flow', 'nodes', id).length]));
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="min-h-48 flex-[3] overflow-auto bg-subtle p-2">
        <FlowDiagram
          flow={flow}
          problems={problems}
          selected={node?.id ?? null}
          onSelect={(id) => setSelected(id === selected ? null : id)}
        />
      </div>
      <section
        aria-label={node === undefined ? 'Edges' : `Node ${node.name}`}
        className="flex min-h-40 flex-[2] flex-col border-t border-line"
      >
        <h2 className="px-4 py-2 font-semibold">
          {node === undefined ? 'Edges' : node.name}{' '}
          <span className="font-normal text-ink-2">{node === undefined ? 'Choose a node to edit it.' : node.type}</span>
        </h2>
        <FlowPart
          key={path.join('/')}
          value={valueAt(spec, path)}
          issues={issuesAt(issues, ...path).map((issue) => ({ ...issue, path: issue.path.slice(path.length) }))}
          onEdit={(value) => onEdit(setAt(spec, path, value))}
        />
      </section>
    </div>
  );
}

interface FlowPartProps {
  value: unknown;
  issues: readonly ValidationIssue[];
  onEdit: (value: unknown) => void;
}

/** A part of the flow as JSON. Text that is not JSON yet stays here and is not saved. */
function FlowPart({ value, issues, onEdit }: FlowPartProps) {
  const [text, setText] = useState(() => JSON.stringify(value ?? {}, null, 2));
  const [fault, setFault] = useState<string | null>(null);
  const lines = issues.map((issue) => errorLine(issue));
  return (
    <>
      <Suspense fallback={<SkeletonRows rows={4} label="Loading the editor" />}>
        <JsonEditor
          label="Part of the flow as JSON"
          value={text}
          problems={issues.map((issue, index) => ({
            path: issue.path,
            message: lines[index] ?? issue.message,
            severity: issue.severity === 'ERROR' ? 'error' : 'warning',
          }))}
          onChange={(next) => {
            setText(next);
            try {
              const parsed: unknown = JSON.parse(next);
              setFault(null);
              onEdit(parsed);
            } catch (error) {
              setFault(error instanceof Error ? error.message : 'This is not JSON.');
            }
          }}
        />
      </Suspense>
      {fault === null && lines.length === 0 ? null : (
        <ul
          role="status"
          className="max-h-24 overflow-auto border-t border-error-edge bg-error-soft px-4 py-2 text-error"
        >
          {fault === null ? null : <li>Not saved while this is not JSON: {fault}</li>}
          {lines.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      )}
    </>
  );
}
