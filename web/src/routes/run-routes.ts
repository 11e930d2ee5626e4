import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { RUN_GROUPS, type RunGroup } from '../features/run/run-groups.ts';
import { searchChoice, searchText } from '../search-text.ts';
import { shellRoute } from './shell-route.ts';

const chatRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/chat',
  validateSearch: (search: Record<string, unknown>): { conversation?: string; agent?: string } => ({
    conversation: searchText(search['conversation']),
    agent: searchText(search['agent']),
  }),
  component: lazyRouteComponent(() => import('../features/chat/chat-page.tsx'), 'ChatPage'),
});

const runsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/runs',
  validateSearch: (
    search: Record<string, unknown>,
  ): { q?: string; status?: RunGroup; agent?: string; dead?: boolean } => ({
    q: searchText(search['q']),
    dead: search['dead'] === true ? true : undefined,
    status: searchChoice(search['status'], RUN_GROUPS),
    agent: searchText(search['agent']),
  }),
  component: lazyRouteComponent(() => import('../features/run/runs-page.tsx'), 'RunsPage'),
});

const waitingRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/waiting',
  component: lazyRouteComponent(() => import('../features/approvals/waiting-page.tsx'), 'WaitingPage'),
});

const runRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/runs/$executionId',
  validateSearch: (
    search: Record<string, unknown>,
  ): {
    step?: string;
    q?: string;
    only?: 'errors' | 'critical' | 'slow';
    pane?: 'overview' | 'input' | 'output' | 'prompt' | 'attempts';
  } => ({
    step: searchText(search['step']),
    q: searchText(search['q']),
    only: searchChoice(search['only'], ['errors', 'critical', 'slow']),
    pane: searchChoice(search['pane'], ['overview', 'input', 'output', 'prompt', 'attempts']),
  }),
  component: lazyRouteComponent(() => import('../features/run/run-page.tsx'), 'RunPage'),
});

const diffRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/runs/$executionId/compare/$otherId',
  component: lazyRouteComponent(() => import('../features/run/diff-page.tsx'), 'DiffPage'),
});

/** Pages of runs, and the conversations that make them. */
export const runRoutes = [chatRoute, runsRoute, waitingRoute, runRoute, diffRoute];
