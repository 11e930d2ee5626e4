import { Link } from '@tanstack/react-router';
import { KeyRound } from 'lucide-react';
import { buttonClasses } from '../ui/button.tsx';

/** A run waits until somebody signs in to a tool server; nothing else is to be decided. */
export function SignInNote({ server }: { server: string }) {
  return (
    <section
      aria-label={`Sign in to ${server}`}
      className="flex flex-wrap items-center gap-2 rounded-card border border-warning-edge bg-warning-soft px-3 py-2.5"
    >
      <KeyRound className="icon shrink-0 text-step-guard" aria-hidden="true" />
      <p className="min-w-0 flex-1 [overflow-wrap:anywhere]">
        <strong className="font-semibold">{server}</strong> wants somebody to sign in. The run goes on by itself then.
      </p>
      <Link to="/tools" search={{ q: server }} className={buttonClasses({ variant: 'primary' })}>
        Sign in
      </Link>
    </section>
  );
}
