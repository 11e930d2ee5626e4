import { useState } from 'react';
import { useMutation } from 'urql';
import { graphql } from '../../gql/index.ts';
import { problemLine } from '../../graphql/problem.ts';
import { Field } from '../../ui/field.tsx';
import { Select } from '../../ui/select.tsx';
import { toast } from '../../ui/toast.tsx';
import { ACCOUNT_CHOICES } from './account-choices.ts';
import type { ToolServer } from './tools-document.ts';

const SetToolServerAccountsDocument = graphql(`
  mutation SetToolServerAccounts($input: UpdateToolServerInput!) {
    updateToolServer(input: $input) {
      toolServer {
        id
        credentialPerUser
        status
        access
        lastError
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

interface AccountFieldProps {
  server: ToolServer;
  /** Why the viewer may not change it; null = may. */
  blocked: string | null;
}

/** Whose account the calls of a server are made with. */
export function AccountField({ server: { id, credentialPerUser }, blocked }: AccountFieldProps) {
  const [, update] = useMutation(SetToolServerAccountsDocument);
  const [busy, setBusy] = useState(false);
  const save = async (wanted: boolean): Promise<void> => {
    setBusy(true);
    const { data, error } = await update({ input: { toolServerId: id, credentialPerUser: wanted } });
    setBusy(false);
    const problem = error === undefined ? data?.updateToolServer.userErrors[0]?.message : problemLine(error);
    if (problem !== undefined) toast.error('The server was not changed', { description: problem });
  };
  return (
    <Field
      label="Account"
      hint={blocked ?? 'With own accounts, what the server lets a person see and do is up to that person’s account.'}
    >
      {(parts) => (
        <Select
          {...parts}
          value={credentialPerUser ? 'OWN' : 'SHARED'}
          options={ACCOUNT_CHOICES}
          disabled={blocked !== null || busy}
          onChange={({ target }) => void save(target.value === 'OWN')}
        />
      )}
    </Field>
  );
}
