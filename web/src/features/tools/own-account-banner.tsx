import { CircleCheck, KeyRound } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useClient, useQuery } from 'urql';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { ConnectAccount } from './connect-account.tsx';
import { checkOwnAccount } from './connect-own-account.ts';
import { OwnAccountsDocument } from './own-accounts-document.ts';
import type { ToolServer } from './tools-document.ts';

/** The server chooses their names, and how many. */
const MOST_SHOWN = 5;

interface OwnAccountBannerProps {
  server: ToolServer;
  /** Null = the viewer may call tools. */
  blocked: string | null;
  /** The viewer comes back from signing in. */
  isBack: boolean;
  /** The server was asked with the viewer's account: its tools may be known now. */
  onChecked: () => void;
}

/** Each person calls this server with an own account: whether the viewer has one, and how to connect it. */
export function OwnAccountBanner({ server, blocked, isBack, onChecked }: OwnAccountBannerProps) {
  const urql = useClient();
  const [{ data }, refetch] = useQuery({
    query: OwnAccountsDocument,
    requestPolicy: 'cache-and-network',
    pause: blocked !== null,
  });
  const [connecting, setConnecting] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const wasChecked = useRef(false);
  const check = async (): Promise<void> => {
    setProblem(await checkOwnAccount(urql, server.id));
    refetch({ requestPolicy: 'network-only' });
    onChecked();
  };
  useEffect(() => {
    if (!isBack || wasChecked.current) return;
    wasChecked.current = true;
    void check();
  });
  const account = data?.ownCredentials.find(({ toolServer }) => toolServer?.id === server.id);
  const asked = account?.askedScopes ?? [];
  const isConnected = account?.status === 'ACTIVE' && asked.length === 0 && problem === null;
  if (data === undefined && blocked === null) return null;
  return (
    <>
      <Banner
        tone={isConnected ? 'info' : 'warning'}
        flush
        icon={
          isConnected ? (
            <CircleCheck className="icon" aria-hidden="true" />
          ) : (
            <KeyRound className="icon" aria-hidden="true" />
          )
        }
        actions={
          <Button
            size={32}
            variant={isConnected ? 'secondary' : 'primary'}
            disabledReason={blocked}
            onClick={() => setConnecting(true)}
          >
            {isConnected ? 'Connect another account' : 'Connect your account'}
          </Button>
        }
      >
        {problem ??
          (isConnected
            ? 'Your account is connected: your calls and your runs use it.'
            : asked.length > 0
              ? `${server.name} says that it needs more access for what was called: ${asked.slice(0, MOST_SHOWN).join(', ')}. Sign in again; runs of yours that need it wait until then.`
              : `Each person calls ${server.name} with their own account. Your runs that call its tools wait until you connect yours.`)}
      </Banner>
      {connecting ? (
        <ConnectAccount
          server={server}
          onClose={() => setConnecting(false)}
          onStored={() => {
            setConnecting(false);
            void check();
          }}
        />
      ) : null}
    </>
  );
}
