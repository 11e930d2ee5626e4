import { useState } from 'react';
import { useClient } from 'urql';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { Input } from '../../ui/input.tsx';
import { ClientFields } from './client-fields.tsx';
import { ClientRegistration } from './client-registration.tsx';
import { beginOwnSignIn, storeOwnKey } from './connect-own-account.ts';
import type { ClientFacts } from './sign-in.ts';
import type { ToolServer } from './tools-document.ts';

interface ConnectAccountProps {
  server: ToolServer;
  onClose: () => void;
  /** A key was stored; a sign-in leads away and comes back. */
  onStored: () => void;
}

/** A person's own account at a tool server: by signing in there, or by a key of theirs. */
export function ConnectAccount({ server, onClose, onStored }: ConnectAccountProps) {
  const urql = useClient();
  const [key, setKey] = useState('');
  const [busy, setBusy] = useState<'sign-in' | 'key' | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  /** Null = the authorization server has not asked for one. */
  const [registered, setRegistered] = useState<ClientFacts | null>(null);
  const signIn = async (): Promise<void> => {
    setBusy('sign-in');
    setProblem(null);
    const begun = await beginOwnSignIn(urql, server.id, registered);
    if ('url' in begun) return window.location.assign(begun.url);
    setBusy(null);
    // The first try only finds out that a client is needed; nothing is wrong yet.
    if (begun.needsClient && registered === null) setRegistered({ clientId: '', clientSecret: '' });
    else setProblem(begun.problem);
  };
  const store = async (): Promise<void> => {
    setBusy('key');
    setProblem(null);
    const refusal = await storeOwnKey(urql, server, key);
    setBusy(null);
    if (refusal !== null) return setProblem(refusal);
    onStored();
  };
  return (
    <Dialog
      open
      title={`Connect your account at ${server.name}`}
      description="Your calls and your runs use it, and nobody else's. You can disconnect it at any time."
      onClose={onClose}
      actions={
        <Button size={32} onClick={onClose}>
          Cancel
        </Button>
      }
    >
      <div className="flex flex-col gap-4">
        {registered === null ? null : (
          <>
            <p className="text-ink-3">
              <ClientRegistration />
            </p>
            <ClientFields value={registered} onChange={setRegistered} />
          </>
        )}
        <div>
          <Button
            size={32}
            variant="primary"
            busy={busy === 'sign-in'}
            disabledReason={registered?.clientId.trim() === '' ? 'Enter the client id.' : null}
            onClick={() => void signIn()}
          >
            Sign in at {server.name}
          </Button>
        </div>
        <form
          noValidate
          className="flex flex-col items-start gap-3 border-t border-line pt-4"
          onSubmit={(event) => {
            event.preventDefault();
            void store();
          }}
        >
          <span className="w-full">
            <Field label="Or your own key" hint="Sealed on the server and never shown again. Nobody else can use it.">
              {(parts) => (
                <Input
                  {...parts}
                  type="password"
                  autoComplete="off"
                  value={key}
                  onChange={({ target }) => setKey(target.value)}
                />
              )}
            </Field>
          </span>
          <Button
            size={32}
            type="submit"
            busy={busy === 'key'}
            disabledReason={key.trim() === '' ? 'Enter the key.' : null}
          >
            Store key
          </Button>
        </form>
        {problem === null ? null : (
          <p role="alert" className="text-error">
            {problem}
          </p>
        )}
      </div>
    </Dialog>
  );
}
