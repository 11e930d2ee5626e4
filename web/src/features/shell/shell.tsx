import { Outlet, useLocation, useMatchRoute } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { classNames } from '../../ui/class-names.ts';
import { PanelBoundary } from '../../ui/panel-boundary.tsx';
import { ProblemPanel } from '../../ui/problem-panel.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { problemOf } from '../../graphql/problem.ts';
import { useSession } from '../../graphql/session.ts';
import { OfflineBanner } from './offline-banner.tsx';
import { Rail } from './rail.tsx';
import { TabBar } from './tab-bar.tsx';
import { ToSignIn } from './to-sign-in.tsx';
import { useMediaQuery } from './use-media-query.ts';
import { useNavigationKeys } from './use-navigation-keys.ts';
import { usePalette } from './use-palette.ts';
import { useViewer } from './use-viewer.ts';
import { useWaitingCount } from './use-waiting-count.ts';

const loadPalette = () => import('./command-palette.tsx').then((module) => ({ default: module.CommandPalette }));
const CommandPalette = lazy(loadPalette);
const SessionDialog = lazy(() => import('./session-dialog.tsx').then((module) => ({ default: module.SessionDialog })));

/** Everything that stays while pages change: rail, banners, session dialog, and one inset panel for the page. */
export function Shell() {
  const { viewer, error, refetch } = useViewer();
  const expired = useSession((session) => session.expired);
  const location = useLocation();
  const matches = useMatchRoute();
  const isWide = matches({ to: '/runs/$executionId' }) !== false || matches({ to: '/compare/$comparisonId' }) !== false;
  const narrow = useMediaQuery('(max-width: 1180px)');
  const compact = isWide || narrow;
  const waiting = useWaitingCount(viewer?.permissions.includes('approval:decide') === true);
  useNavigationKeys();
  const palette = usePalette(loadPalette);

  if (viewer === null) return <ToSignIn />;
  if (viewer === undefined && error !== undefined) {
    return (
      <main className="mx-auto max-w-lg p-6">
        <ProblemPanel
          title="Aether did not load"
          problem={problemOf(error)}
          onRetry={() => refetch({ requestPolicy: 'network-only' })}
        />
      </main>
    );
  }
  return (
    <div
      className={classNames(
        'grid h-dvh grid-cols-[minmax(0,1fr)] grid-rows-[minmax(0,1fr)_auto] overflow-hidden',
        compact ? 'md:grid-cols-[56px_minmax(0,1fr)]' : 'md:grid-cols-[232px_minmax(0,1fr)]',
      )}
    >
      <a
        href="#content"
        className="absolute -top-12 left-2 z-50 rounded-control bg-raised px-3 py-2 focus:top-2 focus:shadow-float"
      >
        Skip to content
      </a>
      {viewer === undefined ? (
        <span className="max-md:hidden" />
      ) : (
        <Rail viewer={viewer} compact={compact} waiting={waiting} onSearch={palette.open} />
      )}
      <main
        id="content"
        tabIndex={-1}
        className="relative flex min-h-0 min-w-0 flex-col overflow-hidden bg-bg outline-none md:m-2 md:ml-0 md:rounded-card md:border md:border-line"
      >
        <OfflineBanner />
        {viewer === undefined ? (
          <SkeletonRows rows={10} />
        ) : (
          <PanelBoundary key={location.pathname} title="This page stopped working">
            <Suspense fallback={<SkeletonRows rows={10} />}>
              <Outlet />
            </Suspense>
          </PanelBoundary>
        )}
      </main>
      <TabBar waiting={waiting} onSearch={palette.open} />
      {viewer && palette.isOpen ? (
        <Suspense fallback={null}>
          <CommandPalette onClose={palette.close} />
        </Suspense>
      ) : null}
      {viewer?.user && expired ? (
        <Suspense fallback={null}>
          <SessionDialog email={viewer.user.email ?? ''} />
        </Suspense>
      ) : null}
    </div>
  );
}
