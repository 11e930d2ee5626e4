import { FindingList } from '../../execution/finding-list.tsx';
import type { ToolServerKind } from '../../gql/graphql.ts';
import { CodeView } from '../../ui/code-view.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { Status } from '../../ui/status.tsx';
import { ApproveTool } from './approve-tool.tsx';
import { approvalWord } from './tool-words.ts';
import type { Tool } from './tools-document.ts';
import { TryTool } from './try-tool.tsx';

interface ToolSheetProps {
  tool: Tool | null;
  /** Of its server. */
  kind: ToolServerKind;
  /** Why the viewer may not approve; null = may. */
  blocked: string | null;
  mayTry: boolean;
  onClose: () => void;
  onChanged: () => void;
}

/** What a tool says it does, whether agents may call it, and a call by hand. */
export function ToolSheet({ tool, kind, blocked, mayTry, onClose, onChanged }: ToolSheetProps) {
  return (
    <Sheet
      open={tool !== null}
      title={tool === null ? '' : <code className="font-mono">{tool.slug}</code>}
      onClose={onClose}
    >
      {tool === null ? null : (
        <div className="flex flex-col gap-5 p-4">
          <section aria-label="Definition" className="flex flex-col gap-2">
            <ToolState tool={tool} />
            {tool.title ? <h3 className="font-semibold">{tool.title}</h3> : null}
            <p className="whitespace-pre-wrap text-ink-2">{tool.description}</p>
            {tool.findings.length === 0 ? null : (
              <div role="note" aria-label="Found in the definition">
                <h3 className="mt-1 font-semibold text-error">
                  This definition has text that is meant to steer a model
                </h3>
                <FindingList findings={tool.findings} />
              </div>
            )}
            <h3 className="mt-1 text-12 text-ink-3">Arguments</h3>
            <CodeView className="max-h-60" text={JSON.stringify(tool.inputSchema)} />
          </section>
          {tool.listed ? (
            <ApproveTool key={tool.definitionHash} tool={tool} kind={kind} blocked={blocked} onApproved={onChanged} />
          ) : null}
          {tool.approved ? <TryTool tool={tool} mayTry={mayTry} /> : null}
        </div>
      )}
    </Sheet>
  );
}

function ToolState({ tool }: { tool: Tool }) {
  const { shape, tone, word } = approvalWord(tool);
  return (
    <p className="flex flex-wrap gap-x-2">
      <Status shape={shape} tone={tone}>
        {word}
      </Status>
      {tool.changed ? (
        <span className="text-ink-2">The server has changed it since it was approved, so agents cannot call it.</span>
      ) : null}
    </p>
  );
}
