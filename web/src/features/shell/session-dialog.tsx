import { useState } from 'react';
import { resumeSession } from '../../graphql/session.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { Input } from '../../ui/input.tsx';
import { signIn } from '../sign-in/sign-in.ts';

/** Lies over the work when the session ends. After signing in, what was under way goes on. */
export function SessionDialog({ email }: { email: string }) {
  const [password, setPassword] = useState('');
  const [refusal, setRefusal] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  const submit = async (): Promise<void> => {
    setBusy(true);
    const answer = await signIn({ email, password });
    setBusy(false);
    if (answer === null) {
      setPassword('');
      setRefusal(null);
      resumeSession();
    } else setRefusal(answer.requestId === null ? answer.message : `${answer.message} ${answer.requestId}`);
  };

  return (
    <Dialog
      open
      title="Your session has ended"
      description={`Sign in again as ${email}. Your work on this page is kept and goes on afterwards.`}
      actions={
        <>
          <Button variant="ghost" size={32} onClick={() => location.assign('/sign-in')}>
            Use another account
          </Button>
          <Button variant="primary" size={32} type="submit" form="session-form" busy={busy}>
            Sign in
          </Button>
        </>
      }
    >
      <form
        id="session-form"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <Field label="Password" error={refusal} hint="Signed in by a link? Ask for a new link or use another account.">
          {(parts) => (
            <Input
              {...parts}
              type="password"
              autoComplete="current-password"
              value={password}
              onChange={(event) => setPassword(event.target.value)}
            />
          )}
        </Field>
      </form>
    </Dialog>
  );
}
