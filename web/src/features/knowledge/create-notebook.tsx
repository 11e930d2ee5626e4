import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { useMutation } from 'urql';
import type { Visibility } from '../../gql/graphql.ts';
import { errorLine } from '../../graphql/error-line.ts';
import { problemLine } from '../../graphql/problem.ts';
import { DialogActions } from '../../ui/dialog-actions.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { Input } from '../../ui/input.tsx';
import { ProblemLine } from '../../ui/problem-line.tsx';
import { Select } from '../../ui/select.tsx';
import { VISIBILITIES } from '../agents/visibility.ts';
import { CreateNotebookDocument } from './notebooks-document.ts';

interface CreateNotebookProps {
  open: boolean;
  onClose: () => void;
  onCreated: (notebookId: string) => void;
}

interface Values {
  name: string;
  description: string;
  visibility: Visibility;
}

export function CreateNotebook({ open, onClose, onCreated }: CreateNotebookProps) {
  const [, create] = useMutation(CreateNotebookDocument);
  const { register, handleSubmit, formState, reset, setError } = useForm<Values>({
    defaultValues: { name: '', description: '', visibility: 'PRIVATE' },
  });
  const [problem, setProblem] = useState<string | null>(null);

  const submit = handleSubmit(async ({ name, description, visibility }) => {
    setProblem(null);
    const { data, error } = await create({
      input: { name: name.trim(), description: description.trim() || undefined, visibility },
    });
    if (error !== undefined) return setProblem(problemLine(error));
    const [userError] = data?.createNotebook.userErrors ?? [];
    if (userError?.path?.at(-1) === 'name') return setError('name', { message: userError.message });
    if (userError !== undefined) return setProblem(errorLine(userError));
    const id = data?.createNotebook.notebook?.id;
    if (id === undefined) return;
    reset();
    onClose();
    onCreated(id);
  });

  return (
    <Dialog
      open={open}
      title="New notebook"
      description="Documents that belong together, such as the policies of one team."
      onClose={onClose}
      actions={
        <DialogActions onCancel={onClose} form="create-notebook" busy={formState.isSubmitting}>
          Create
        </DialogActions>
      }
    >
      <form id="create-notebook" noValidate className="flex flex-col gap-4" onSubmit={(event) => void submit(event)}>
        <Field label="Name" error={formState.errors.name?.message}>
          {(parts) => (
            <Input
              {...parts}
              maxLength={120}
              {...register('name', { validate: (value) => value.trim() !== '' || 'A notebook needs a name.' })}
            />
          )}
        </Field>
        <Field label="Description">
          {(parts) => <Input {...parts} maxLength={500} {...register('description')} />}
        </Field>
        <Field label="Who may read it" hint="Agents read with the rights of the person who asks.">
          {(parts) => <Select {...parts} options={VISIBILITIES} {...register('visibility')} />}
        </Field>
        <ProblemLine>{problem}</ProblemLine>
      </form>
    </Dialog>
  );
}
