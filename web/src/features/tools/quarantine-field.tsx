import { useState } from 'react';
import { useMutation } from 'urql';
import { graphql } from '../../gql/index.ts';
import { problemLine } from '../../graphql/problem.ts';
import { Field } from '../../ui/field.tsx';
import { Select } from '../../ui/select.tsx';
import { toast } from '../../ui/toast.tsx';
import type { ToolServer } from './tools-document.ts';

const SetToolServerQuarantineDocument = graphql(`
  mutation SetToolServerQuarantine($input: UpdateToolServerInput!) {
    updateToolServer(input: $input) {
      toolServer {
        id
        quarantine
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

const POLICIES = [
  { value: 'MARK', label: 'Hold back hidden instructions, mark plain ones' },
  { value: 'BLOCK', label: 'Hold back both' },
  { value: 'OFF', label: 'Do not look' },
] as const;

interface QuarantineFieldProps {
  server: ToolServer;
  /** Why the viewer may not change it; null = may. */
  blocked: string | null;
}

/** What happens to an answer of the server that is meant to steer a model. */
export function QuarantineField({ server: { id, quarantine }, blocked }: QuarantineFieldProps) {
  const [, update] = useMutation(SetToolServerQuarantineDocument);
  const [busy, setBusy] = useState(false);
  const save = async (wanted: (typeof POLICIES)[number]['value']): Promise<void> => {
    setBusy(true);
    const { data, error } = await update({ input: { toolServerId: id, quarantine: wanted } });
    setBusy(false);
    const problem = error === undefined ? data?.updateToolServer.userErrors[0]?.message : problemLine(error);
    if (problem !== undefined) toast.error('The server was not changed', { description: problem });
  };
  return (
    <Field
      label="Answers with instructions for a model"
      hint={blocked ?? 'A tool may answer with text that somebody else wrote to make an agent do something.'}
    >
      {(parts) => (
        <Select
          {...parts}
          value={quarantine}
          options={POLICIES}
          disabled={blocked !== null || busy}
          onChange={({ target }) => {
            const wanted = POLICIES.find(({ value }) => value === target.value)?.value;
            if (wanted !== undefined) void save(wanted);
          }}
        />
      )}
    </Field>
  );
}
