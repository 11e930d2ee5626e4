import { KeyRound } from 'lucide-react';
import { Fragment, useState } from 'react';
import { useClient } from 'urql';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { DialogActions } from '../../ui/dialog-actions.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ClientFields } from './client-fields.tsx';
import { ClientRegistration } from './client-registration.tsx';
import { scopesAskedOf } from './scopes-asked-of.ts';
import { beginSignIn, type ClientFacts } from './sign-in.ts';
import type { ToolServer } from './tools-document.ts';
import { ProblemLine } from '../../ui/problem-line.tsx';

/** The server chooses their names, and how many. */
const MOST_SHOWN = 5;
const NO_CLIENT: ClientFacts = { clientId: '', clientSecret: '' };

interface SignInBannerProps {
  server: ToolServer;
  /** Null = the viewer may sign in for the organization. */
  blocked: string | null;
}

/** The server waits for a person: one click leads to its authorization page, which leads back here. */
export function SignInBanner({ server, blocked }: SignInBannerProps) {
  const urql = useClient();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [asked, setAsked] = useState<ClientFacts | null>(null);
  const isWider = scopesAskedOf(server).length > 0;
  const signIn = async (given: ClientFacts | null): Promise<void> => {
    setBusy(true);
    setProblem(null);
    const { id, slug, name, credential } = server;
    const facts = { id, slug, name, credentialId: credential?.id ?? null };
    const begun = await beginSignIn(urql, facts, given);
    if ('url' in begun) return window.location.assign(begun.url);
    setBusy(false);
    // The first try only finds out that a client is needed; the dialog asks for it, and nothing is wrong yet.
    if (begun.needsClient && given === null) setAsked(NO_CLIENT);
    else setProblem(begun.problem);
  };
  return (
    <>
      <Banner
        tone="warning"
        flush
        icon={<KeyRound className="icon" aria-hidden="true" />}
        actions={
          <Button size={32} variant="primary" busy={busy} disabledReason={blocked} onClick={() => void signIn(null)}>
            {isWider ? 'Sign in again' : 'Sign in'}
          </Button>
        }
      >
        {problem ?? <WantedAccess server={server} />}
      </Banner>
      <Dialog
        open={asked !== null}
        title={`Register Aether at ${server.name}`}
        description={<ClientRegistration />}
        onClose={() => setAsked(null)}
        actions={
          <DialogActions
            onCancel={() => setAsked(null)}
            busy={busy}
            disabledReason={asked?.clientId.trim() ? null : 'Enter the client id.'}
            onAct={() => void signIn(asked)}
          >
            Sign in
          </DialogActions>
        }
      >
        <ClientFields value={asked ?? NO_CLIENT} onChange={setAsked} />
        <ProblemLine>{problem}</ProblemLine>
      </Dialog>
    </>
  );
}

/** What the server wants of a person, with the scopes that were not granted so far. */
function WantedAccess({ server }: { server: ToolServer }) {
  const scopes = scopesAskedOf(server);
  if (scopes.length === 0) return `${server.name} wants somebody to sign in. Runs that call its tools wait until then.`;
  return (
    <>
      {`${server.name} says that it needs more access for what was called: `}
      {scopes.slice(0, MOST_SHOWN).map((scope, index) => (
        <Fragment key={scope}>
          {index === 0 ? null : ', '}
          <code className="font-mono text-12 [overflow-wrap:anywhere]">{scope}</code>
        </Fragment>
      ))}
      {scopes.length > MOST_SHOWN ? ` and ${scopes.length - MOST_SHOWN} more` : null}. Runs that need it wait until
      somebody signs in again.
    </>
  );
}
