import { useForm } from 'react-hook-form';
import { useMutation } from 'urql';
import { graphql } from '../../gql/index.ts';
import { problemLine } from '../../graphql/problem.ts';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { Input } from '../../ui/input.tsx';
import { Select } from '../../ui/select.tsx';
import { toast } from '../../ui/toast.tsx';
import { chooseTheme, useTheme } from '../shell/theme.ts';
import { useViewer, type Viewer } from '../shell/use-viewer.ts';
import { ConnectedAccounts } from './connected-accounts.tsx';
import { ConsentField } from './consent-field.tsx';
import { ModelKeys } from './model-keys.tsx';
import { PasswordForm } from './password-form.tsx';

const UpdateUserDocument = graphql(`
  mutation UpdateUser($input: UpdateUserInput!) {
    updateUser(input: $input) {
      user {
        id
        name
        jobTitle
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

const THEMES = [
  { value: 'system', label: 'As the system' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
] as const;

export function ProfileTab() {
  const { viewer } = useViewer();
  const { choice } = useTheme();
  if (!viewer) return null;
  return (
    <div className="flex flex-col gap-8">
      {viewer.user ? <NameForm user={viewer.user} /> : null}
      {viewer.user ? <ConsentField user={viewer.user} /> : null}
      <section aria-label="Account">
        <h2 className="mb-2 font-semibold">Account</h2>
        <dl className="grid grid-cols-[116px_minmax(0,1fr)] [&_dd]:flex [&_dd]:min-h-7 [&_dd]:items-center [&_dt]:flex [&_dt]:min-h-7 [&_dt]:items-center [&_dt]:text-ink-3">
          <dt>Organization</dt>
          <dd>{viewer.tenant.name}</dd>
          <dt>Email</dt>
          <dd>{viewer.user?.email ?? '—'}</dd>
          <dt>Role</dt>
          <dd>{viewer.user?.role.name ?? '—'}</dd>
          <dt>Department</dt>
          <dd>{viewer.user?.department?.name ?? '—'}</dd>
        </dl>
      </section>
      <div className="max-w-80">
        <Field label="Theme">
          {(parts) => (
            <Select
              {...parts}
              value={choice}
              options={THEMES}
              onChange={(event) =>
                chooseTheme(THEMES.find(({ value }) => value === event.target.value)?.value ?? 'system')
              }
            />
          )}
        </Field>
      </div>
      {viewer.permissions.includes('model:use') ? <ModelKeys /> : null}
      {viewer.permissions.includes('tool:use') ? <ConnectedAccounts /> : null}
      <PasswordForm />
    </div>
  );
}

function NameForm({ user }: { user: NonNullable<Viewer['user']> }) {
  const [, update] = useMutation(UpdateUserDocument);
  const { register, handleSubmit, formState, reset, setError } = useForm({ defaultValues: { name: user.name } });
  const submit = handleSubmit(async ({ name }) => {
    const { data, error } = await update({ input: { userId: user.id, name: name.trim() } });
    const problem = error === undefined ? data?.updateUser.userErrors[0]?.message : problemLine(error);
    if (problem !== undefined) return setError('name', { message: problem });
    reset({ name: name.trim() });
    toast.success('Name saved');
  });
  return (
    <form noValidate className="flex max-w-80 flex-col items-start gap-3" onSubmit={(event) => void submit(event)}>
      <span className="w-full">
        <Field label="Name" error={formState.errors.name?.message}>
          {(parts) => (
            <Input
              {...parts}
              autoComplete="name"
              {...register('name', { validate: (value) => value.trim() !== '' || 'Enter your name.' })}
            />
          )}
        </Field>
      </span>
      <Button
        type="submit"
        busy={formState.isSubmitting}
        disabledReason={formState.isDirty ? null : 'Nothing was changed.'}
      >
        Save name
      </Button>
    </form>
  );
}
