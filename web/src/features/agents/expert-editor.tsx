import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { errorLine } from '../../graphql/error-line.ts';
import { sameJson } from '../../json/diff-json.ts';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import type { ValidationIssue } from './agent-document.ts';

const JsonEditor = lazy(() => import('../../ui/json-editor.tsx').then((module) => ({ default: module.JsonEditor })));

interface ExpertEditorProps {
  spec: unknown;
  issues: readonly ValidationIssue[];
  onEdit: (spec: unknown) => void;
}

/** The specification as JSON. Text that is not JSON yet stays here and is not saved; the form shows the last valid state. */
export function ExpertEditor({ spec, issues, onEdit }: ExpertEditorProps) {
  const [text, setText] = useState(() => JSON.stringify(spec, null, 2));
  const [fault, setFault] = useState<string | null>(null);
  const written = useRef(spec);
  useEffect(() => {
    // A change from elsewhere (conflict answered, version restored) replaces the text; one's own typing does not.
    if (sameJson(written.current, spec)) return;
    written.current = spec;
    setText(JSON.stringify(spec, null, 2));
    setFault(null);
  }, [spec]);

  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <Suspense fallback={<SkeletonRows rows={8} label="Loading the editor" />}>
        <JsonEditor
          label="Specification as JSON"
          value={text}
          problems={issues.map((issue) => ({
            path: issue.path,
            message: errorLine(issue),
            severity: issue.severity === 'ERROR' ? 'error' : 'warning',
          }))}
          onChange={(next) => {
            setText(next);
            try {
              const parsed: unknown = JSON.parse(next);
              written.current = parsed;
              setFault(null);
              onEdit(parsed);
            } catch (error) {
              setFault(error instanceof Error ? error.message : 'This is not JSON.');
            }
          }}
        />
      </Suspense>
      {fault === null ? null : (
        <p role="status" className="border-t border-error-edge bg-error-soft px-4 py-2 text-error">
          Not saved while this is not JSON: {fault}
        </p>
      )}
    </div>
  );
}
