import { CircleAlert, CircleCheck } from 'lucide-react';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';

/** What an authorization page has led back with, by our codes. */
const PROBLEMS: Readonly<Record<string, string>> = {
  AUTHORIZATION_DENIED: 'Access was not granted. Sign in again and agree to go on.',
  AUTHORIZATION_FAILED:
    'The authorization server did not finish the sign-in. Try again; tell its operator if it stays so.',
  LINK_INVALID: 'This sign-in was finished before, took too long, or was begun by somebody else. Begin it again.',
  FORBIDDEN: 'Your role may not sign in for the organization any more.',
  UNAVAILABLE: 'The authorization server could not be reached. Try again in a moment.',
  DEADLINE_EXCEEDED: 'The authorization server did not answer in time. Try again.',
};

interface SignInOutcomeProps {
  outcome: string | undefined;
  onClose: () => void;
}

/** How signing in to a tool server ended; nothing when nobody comes from there. */
export function SignInOutcome({ outcome, onClose }: SignInOutcomeProps) {
  if (outcome === undefined) return null;
  const isDone = outcome === 'DONE';
  return (
    <Banner
      tone={isDone ? 'info' : 'error'}
      flush
      icon={
        isDone ? (
          <CircleCheck className="icon" aria-hidden="true" />
        ) : (
          <CircleAlert className="icon" aria-hidden="true" />
        )
      }
      actions={
        <Button size={28} variant="ghost" onClick={onClose}>
          Close
        </Button>
      }
    >
      {isDone
        ? 'Signed in. Runs that wait for it go on.'
        : (PROBLEMS[outcome] ?? 'The sign-in did not succeed. Try again.')}
    </Banner>
  );
}
