import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { json, jsonParseLinter } from '@codemirror/lang-json';
import { bracketMatching, foldGutter, HighlightStyle, indentOnInput, syntaxHighlighting } from '@codemirror/language';
import { lintGutter, linter, setDiagnostics, type Diagnostic } from '@codemirror/lint';
import { EditorState } from '@codemirror/state';
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { useEffect, useRef } from 'react';
import { locateJsonPath } from '../json/locate-json-path.ts';

interface JsonProblem {
  path: readonly string[];
  message: string;
  severity: 'error' | 'warning';
}

interface JsonEditorProps {
  label: string;
  value: string;
  problems: readonly JsonProblem[];
  onChange: (value: string) => void;
}

const colors = HighlightStyle.define([
  { tag: tags.propertyName, color: 'var(--t-agent)' },
  { tag: tags.string, color: 'var(--t-retrieval)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--t-tool)' },
]);

const look = EditorView.theme({
  '&': { height: '100%', color: 'var(--text)', backgroundColor: 'var(--bg)', fontSize: '12px' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '20px' },
  '.cm-gutters': { backgroundColor: 'var(--bg)', color: 'var(--text-3)', border: 'none' },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'var(--hover)' },
  '.cm-cursor': { borderLeftColor: 'var(--text)' },
  '.cm-selectionBackground, &.cm-focused .cm-selectionBackground': { backgroundColor: 'var(--accent-soft) !important' },
  '.cm-tooltip': {
    backgroundColor: 'var(--raised)',
    border: '1px solid var(--border-2)',
    borderRadius: '6px',
    fontFamily: 'var(--sans)',
  },
  '.cm-diagnostic': { borderLeft: 'none', padding: '4px 8px' },
});

/**
 * A JSON editor. It lives in a shadow root, because there its styles are constructed sheets,
 * which the content security policy allows, and not style elements, which it forbids.
 */
export function JsonEditor({ label, value, problems, onChange }: JsonEditorProps) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(null);
  const changed = useRef(onChange);
  changed.current = onChange;

  useEffect(() => {
    if (host.current === null) return;
    const root = host.current.shadowRoot ?? host.current.attachShadow({ mode: 'open' });
    const editor = new EditorView({
      root,
      parent: root,
      state: EditorState.create({
        doc: value,
        extensions: [
          lineNumbers(),
          foldGutter(),
          history(),
          drawSelection(),
          indentOnInput(),
          bracketMatching(),
          highlightActiveLine(),
          lintGutter(),
          json(),
          syntaxHighlighting(colors),
          look,
          linter(jsonParseLinter()),
          // Tab is not bound: it leaves the editor, as everywhere.
          keymap.of([...defaultKeymap, ...historyKeymap]),
          EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0' }),
          EditorView.lineWrapping,
          EditorView.updateListener.of((update) => {
            if (update.docChanged) changed.current(update.state.doc.toString());
          }),
        ],
      }),
    });
    view.current = editor;
    return () => editor.destroy();
    // The document is handed over once; later values arrive by the effect below.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [label]);

  useEffect(() => {
    const editor = view.current;
    if (editor === null || editor.state.doc.toString() === value) return;
    editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: value } });
  }, [value]);

  useEffect(() => {
    const editor = view.current;
    if (editor === null) return;
    const text = editor.state.doc.toString();
    const diagnostics: Diagnostic[] = problems.map(({ path, message, severity }) => ({
      ...locateJsonPath(text, path),
      message,
      severity,
    }));
    editor.dispatch(setDiagnostics(editor.state, diagnostics));
  }, [problems]);

  return <div ref={host} className="min-h-0 flex-1 overflow-hidden" />;
}
