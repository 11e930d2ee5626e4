import { create } from 'zustand';

interface Session {
  /** The server refused the session while somebody was working: the dialog lies over the page, requests wait. */
  expired: boolean;
}

export const useSession = create<Session>(() => ({ expired: false }));

let waiting: { promise: Promise<void>; resolve: () => void } | null = null;

/** Opens the sign-in dialog and settles when somebody has signed in again; all requests share one dialog. */
export function signedInAgain(): Promise<void> {
  if (waiting === null) {
    const { promise, resolve } = Promise.withResolvers<void>();
    waiting = { promise, resolve };
    useSession.setState({ expired: true });
  }
  return waiting.promise;
}

/** Called by the dialog after a successful sign-in: the requests that waited go on. */
export function resumeSession(): void {
  useSession.setState({ expired: false });
  waiting?.resolve();
  waiting = null;
}
