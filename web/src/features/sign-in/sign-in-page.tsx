import { useSearch } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useForm } from 'react-hook-form';
import { Link2Off } from 'lucide-react';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { Input } from '../../ui/input.tsx';
import { Logo } from '../../ui/logo.tsx';
import { keepReturnAddress, ownPath } from './return-address.ts';
import { signIn, type SignInRefusal } from './sign-in.ts';

interface Credentials {
  email: string;
  password: string;
}

/** Password form, and the explanation of a sign-in link that no longer works. */
export function SignInPage() {
  const { next, error } = useSearch({ from: '/sign-in' });
  const returnTo = ownPath(next);
  const { register, handleSubmit, formState } = useForm<Credentials>({ defaultValues: { email: '', password: '' } });
  const [refusal, setRefusal] = useState<SignInRefusal | null>(null);
  useEffect(() => {
    document.title = 'Sign in · Aether';
  }, []);
  useEffect(() => keepReturnAddress(returnTo), [returnTo]);

  const submit = handleSubmit(async (credentials) => {
    const answer = await signIn(credentials);
    if (answer !== null) return setRefusal(answer);
    keepReturnAddress(null);
    location.assign(returnTo ?? '/');
  });

  return (
    <main className="grid min-h-dvh place-items-center p-4">
      <div className="flex w-full max-w-90 flex-col gap-5 rounded-card border border-line bg-bg p-6">
        <div className="flex items-center gap-2.5">
          <Logo />
          <h1 className="text-20 font-semibold">Sign in to Aether</h1>
        </div>
        {error === undefined ? null : (
          <Banner tone="warning" icon={<Link2Off className="icon" aria-hidden="true" />}>
            <b className="font-semibold">This sign-in link is not valid any more.</b> It works once and for a short
            time. Use your password, or ask for a new link.
          </Banner>
        )}
        <form noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
          <Field label="Email" error={formState.errors.email?.message}>
            {(parts) => (
              <Input
                {...parts}
                type="email"
                autoComplete="username"
                {...register('email', { required: 'Enter the email address of your account.' })}
              />
            )}
          </Field>
          <Field label="Password" error={formState.errors.password?.message}>
            {(parts) => (
              <Input
                {...parts}
                type="password"
                autoComplete="current-password"
                {...register('password', { required: 'Enter your password.' })}
              />
            )}
          </Field>
          {refusal === null ? null : (
            <p role="alert" className="text-error">
              {refusal.message}{' '}
              {refusal.requestId === null ? null : (
                <code className="font-mono text-12 text-ink-3">{refusal.requestId}</code>
              )}
            </p>
          )}
          <Button variant="primary" size={32} type="submit" busy={formState.isSubmitting}>
            Sign in
          </Button>
        </form>
        <p className="text-12 text-ink-3">
          First start? Open the one-time link that Aether printed in the terminal. Locked out? Whoever runs Aether gets
          a new link for the owner by <code className="font-mono">npm start -- --sign-in-link</code>.
        </p>
      </div>
    </main>
  );
}
