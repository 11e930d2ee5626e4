import { useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { problemOf } from '../../graphql/problem.ts';
import { Logo } from '../../ui/logo.tsx';
import { ProblemPanel } from '../../ui/problem-panel.tsx';
import { useSession } from '../../graphql/session.ts';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { SessionDialog } from '../shell/session-dialog.tsx';
import { useViewer } from '../shell/use-viewer.ts';
import { askedQuery } from './asked-query.ts';
import { ConsentForm } from './consent-form.tsx';
import { requestOf } from './request-of.ts';

const REQUEST = requestOf(askedQuery);

/** Where an app sends a person to let it in. Whoever is not signed in does that first and comes back. */
export function AuthorizePage() {
  const { viewer, error, refetch } = useViewer();
  const expired = useSession((session) => session.expired);
  const navigate = useNavigate();
  useEffect(() => {
    document.title = 'Connect an app · Aether';
  }, []);
  useEffect(() => {
    if (viewer === null)
      void navigate({ to: '/sign-in', search: { next: `/oauth/authorize?${askedQuery}` }, replace: true });
  }, [viewer, navigate]);

  return (
    <main className="grid min-h-dvh place-items-center p-4">
      <div className="flex w-full max-w-108 flex-col gap-5 rounded-card border border-line bg-bg p-6">
        <div className="flex items-center gap-2.5">
          <Logo />
          <h1 className="text-20 font-semibold">Connect an app</h1>
        </div>
        {viewer === undefined && error !== undefined ? (
          <ProblemPanel
            title="Aether did not load"
            problem={problemOf(error)}
            onRetry={() => refetch({ requestPolicy: 'network-only' })}
          />
        ) : viewer === undefined || viewer === null ? (
          <SkeletonRows rows={4} label="Loading" />
        ) : (
          <ConsentForm request={REQUEST} viewer={viewer} />
        )}
      </div>
      {viewer?.user && expired ? <SessionDialog email={viewer.user.email ?? ''} /> : null}
    </main>
  );
}
