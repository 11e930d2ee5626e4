import { Link } from '@tanstack/react-router';
import { KeyRound } from 'lucide-react';
import { buttonClasses } from '../ui/button.tsx';

/** A run waits until somebody signs in to a tool server, or its person with an own account; nothing else is to be decided. */
export function SignInNote({ server, isOwn }: { server: string; isOwn: boolean }) {
  return (
    <section
      aria-label={isOwn ? `Connect your account at ${server}` : `Sign in to ${server}`}
      className="flex flex-wrap items-center gap-2 rounded-card border border-warning-edge bg-warning-soft px-3 py-2.5"
    >
      <KeyRound className="icon shrink-0 text-step-guard" aria-hidden="true" />
      <p className="min-w-0 flex-1 [overflow-wrap:anywhere]">
        <strong className="font-semibold">{server}</strong>{' '}
        {isOwn
          ? 'is called with the own account of the person who runs this, and none is connected.'
          : 'wants somebody to sign in.'}{' '}
        The run goes on by itself then.
      </p>
      <Link to="/tools" search={{ q: server }} className={buttonClasses({ variant: 'primary' })}>
        {isOwn ? 'Connect your account' : 'Sign in'}
      </Link>
    </section>
  );
}
