import { useState } from 'react';
import { useMutation } from 'urql';
import { graphql } from '../../gql/index.ts';
import { errorLine } from '../../graphql/error-line.ts';
import { problemLine } from '../../graphql/problem.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { toast } from '../../ui/toast.tsx';

const RemoveModelProviderDocument = graphql(`
  mutation RemoveModelProvider($input: RemoveModelProviderInput!) {
    removeModelProvider(input: $input) {
      deletedId
      userErrors {
        path
        code
        message
        hint
      }
    }
  }
`);

interface RemoveProviderProps {
  provider: { id: string; name: string } | null;
  onClose: () => void;
  onRemoved: () => void;
}

export function RemoveProvider({ provider, onClose, onRemoved }: RemoveProviderProps) {
  const [, remove] = useMutation(RemoveModelProviderDocument);
  const [busy, setBusy] = useState(false);
  const removeForGood = async (): Promise<void> => {
    if (provider === null) return;
    setBusy(true);
    const { data, error } = await remove({ input: { providerId: provider.id } });
    setBusy(false);
    onClose();
    const [userError] = data?.removeModelProvider.userErrors ?? [];
    if (error === undefined && userError === undefined) onRemoved();
    else
      toast.error('The provider was not removed', {
        description: error === undefined ? errorLine(userError) : problemLine(error),
      });
  };
  return (
    <Dialog
      open={provider !== null}
      title={`Remove ${provider?.name ?? 'the provider'}?`}
      description="No published agent may use its models any more. Earlier runs keep their record."
      onClose={onClose}
      actions={
        <>
          <Button size={32} onClick={onClose}>
            Keep it
          </Button>
          <Button size={32} variant="danger" busy={busy} onClick={() => void removeForGood()}>
            Remove
          </Button>
        </>
      }
    />
  );
}
