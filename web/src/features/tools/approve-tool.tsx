import { useState } from 'react';
import { useMutation } from 'urql';
import { graphql } from '../../gql/index.ts';
import { errorLine } from '../../graphql/error-line.ts';
import { problemLine } from '../../graphql/problem.ts';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { ProblemLine } from '../../ui/problem-line.tsx';
import { Select } from '../../ui/select.tsx';
import type { ToolServerKind } from '../../gql/graphql.ts';
import { APPROVALS, effectsOf } from './tool-words.ts';
import type { Tool } from './tools-document.ts';

const ApproveToolDocument = graphql(`
  mutation ApproveTool($input: ApproveToolInput!) {
    approveTool(input: $input) {
      tool {
        id
        effect
        approval
        definitionHash
        approved
        changed
      }
      userErrors {
        path
        code
        message
        hint
      }
    }
  }
`);

interface ApproveToolProps {
  tool: Tool;
  kind: ToolServerKind;
  blocked: string | null;
  onApproved: () => void;
}

/** Pins the definition that is shown, with what a call does and when a person is asked. */
export function ApproveTool({ tool, kind, blocked, onApproved }: ApproveToolProps) {
  const [, approve] = useMutation(ApproveToolDocument);
  const effects = effectsOf(kind);
  const [effect, setEffect] = useState(effects.some(({ value }) => value === tool.effect) ? tool.effect : 'ONCE');

  const [approval, setApproval] = useState(tool.approval);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const unchanged = tool.approved && effect === tool.effect && approval === tool.approval;
  const submit = async (): Promise<void> => {
    setBusy(true);
    const { id: toolId, definitionHash } = tool;
    const { data, error } = await approve({ input: { toolId, definitionHash, effect, approval } });
    setBusy(false);
    const [userError] = data?.approveTool.userErrors ?? [];
    if (error !== undefined) return setProblem(problemLine(error));
    setProblem(userError === undefined ? null : errorLine(userError));
    // Also when it was refused: what is shown may be an older definition.
    onApproved();
  };
  return (
    <section aria-label="Approval" className="flex flex-col gap-3 border-t border-line pt-4">
      <h3 className="font-semibold">Approval</h3>
      <Field label="What a call does" hint={tool.approved ? undefined : 'Proposed by the server; you decide.'}>
        {(parts) => (
          <Select
            {...parts}
            value={effect}
            options={effects}
            onChange={({ target }) => setEffect(effects.find(({ value }) => value === target.value)?.value ?? effect)}
          />
        )}
      </Field>
      <Field label="When an agent wants to call it">
        {(parts) => (
          <Select
            {...parts}
            value={approval}
            options={APPROVALS}
            onChange={({ target }) =>
              setApproval(APPROVALS.find(({ value }) => value === target.value)?.value ?? approval)
            }
          />
        )}
      </Field>
      <ProblemLine>{problem}</ProblemLine>
      <Button
        size={32}
        variant={tool.approved ? 'secondary' : 'primary'}
        className="self-start"
        busy={busy}
        disabledReason={blocked ?? (unchanged ? 'Nothing has changed.' : null)}
        onClick={() => void submit()}
      >
        {tool.approved ? 'Save' : tool.changed ? 'Approve the new definition' : 'Approve'}
      </Button>
    </section>
  );
}
