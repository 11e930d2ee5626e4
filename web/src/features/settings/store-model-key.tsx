import { useForm } from 'react-hook-form';
import { useMutation } from 'urql';
import { graphql } from '../../gql/index.ts';
import { errorLine } from '../../graphql/error-line.ts';
import { problemLine } from '../../graphql/problem.ts';
import { DialogActions } from '../../ui/dialog-actions.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { Input } from '../../ui/input.tsx';

const StoreModelKeyDocument = graphql(`
  mutation StoreModelKey($input: StoreModelKeyInput!) {
    storeModelKey(input: $input) {
      modelKey {
        id
        lastFour
        updatedAt
        lastUsedAt
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

interface StoreModelKeyProps {
  provider: { id: string; name: string } | null;
  onClose: () => void;
  onStored: () => void;
}

export function StoreModelKey({ provider, onClose, onStored }: StoreModelKeyProps) {
  const [, store] = useMutation(StoreModelKeyDocument);
  const { register, handleSubmit, formState, reset, setError } = useForm({ defaultValues: { key: '' } });
  const close = (): void => {
    reset();
    onClose();
  };
  const submit = handleSubmit(async ({ key }) => {
    if (provider === null) return;
    const { data, error } = await store({ input: { providerId: provider.id, key: key.trim() } });
    const [userError] = data?.storeModelKey.userErrors ?? [];
    if (error !== undefined) return setError('key', { message: problemLine(error) });
    if (userError !== undefined) return setError('key', { message: errorLine(userError) });
    close();
    onStored();
  });
  return (
    <Dialog
      open={provider !== null}
      title={`Your key for ${provider?.name ?? 'the provider'}`}
      description="It takes the place of the key that you have stored before."
      onClose={close}
      actions={
        <DialogActions onCancel={close} form="store-model-key" busy={formState.isSubmitting}>
          Store key
        </DialogActions>
      }
    >
      <form id="store-model-key" noValidate onSubmit={(event) => void submit(event)}>
        <Field
          label="Key"
          hint="Sealed on the server and never shown again. Nobody else can use it."
          error={formState.errors.key?.message}
        >
          {(parts) => (
            <Input
              {...parts}
              type="password"
              autoComplete="off"
              {...register('key', { validate: (key) => key.trim() !== '' || 'Enter the key.' })}
            />
          )}
        </Field>
      </form>
    </Dialog>
  );
}
