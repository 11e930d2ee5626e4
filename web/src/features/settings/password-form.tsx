import { zodResolver } from '@hookform/resolvers/zod';
import { useForm } from 'react-hook-form';
import { z } from 'zod/mini';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { Input } from '../../ui/input.tsx';
import { toast } from '../../ui/toast.tsx';
import { changePassword } from './change-password.ts';

const values = z
  .object({
    current: z.string(),
    next: z.string().check(z.minLength(12, 'Use at least 12 characters.')),
    again: z.string(),
  })
  .check(z.refine(({ next, again }) => next === again, { path: ['again'], error: 'The two do not agree.' }));

/** Sets or changes the password; sessions on other devices end. */
export function PasswordForm() {
  const { register, handleSubmit, formState, reset, setError } = useForm({
    resolver: zodResolver(values),
    defaultValues: { current: '', next: '', again: '' },
  });
  const submit = handleSubmit(async ({ current, next }) => {
    const problem = await changePassword({ currentPassword: current === '' ? null : current, newPassword: next });
    if (problem !== null) return setError('root', { message: problem });
    reset();
    toast.success('Password set', { description: 'Sessions on other devices have ended.' });
  });
  return (
    <form
      noValidate
      aria-label="Password"
      className="flex max-w-80 flex-col gap-3"
      onSubmit={(event) => void submit(event)}
    >
      <h2 className="font-semibold">Password</h2>
      <Field label="Current password" hint="Leave empty if you have none yet">
        {(parts) => <Input {...parts} type="password" autoComplete="current-password" {...register('current')} />}
      </Field>
      <Field label="New password" error={formState.errors.next?.message}>
        {(parts) => <Input {...parts} type="password" autoComplete="new-password" {...register('next')} />}
      </Field>
      <Field label="New password again" error={formState.errors.again?.message}>
        {(parts) => <Input {...parts} type="password" autoComplete="new-password" {...register('again')} />}
      </Field>
      {formState.errors.root ? (
        <p role="alert" className="text-error">
          {formState.errors.root.message}
        </p>
      ) : null}
      <div>
        <Button type="submit" busy={formState.isSubmitting}>
          Set password
        </Button>
      </div>
    </form>
  );
}
