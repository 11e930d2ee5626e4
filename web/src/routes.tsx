import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Outlet } from '@tanstack/react-router';
import { marketSearch, type MarketSearch } from './features/market/market-search.ts';
import { NotFound } from './features/shell/not-found.tsx';
import { Shell } from './features/shell/shell.tsx';
import { searchChoice, searchText } from './search-text.ts';
import { SkeletonRows } from './ui/skeleton.tsx';

function UnknownAddress() {
  return (
    <main>
      <h1 className="sr-only">Not found</h1>
      <NotFound />
    </main>
  );
}

const rootRoute = createRootRoute({ component: Outlet, notFoundComponent: UnknownAddress });

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  validateSearch: (search: Record<string, unknown>): { next?: string; error?: string } => ({
    next: searchText(search['next']),
    error: searchText(search['error']),
  }),
  component: lazyRouteComponent(() => import('./features/sign-in/sign-in-page.tsx'), 'SignInPage'),
});

const shellRoute = createRoute({ getParentRoute: () => rootRoute, id: 'shell', component: Shell });

const homeRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/',
  component: lazyRouteComponent(() => import('./features/home/home-page.tsx'), 'HomePage'),
});

const agentsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/agents',
  validateSearch: (
    search: Record<string, unknown>,
  ): { q?: string; status?: 'PUBLISHED' | 'DRAFT' | 'DISABLED' | 'ARCHIVED'; mine?: boolean } => ({
    q: searchText(search['q']),
    status: searchChoice(search['status'], ['PUBLISHED', 'DRAFT', 'DISABLED', 'ARCHIVED']),
    mine: search['mine'] === true ? true : undefined,
  }),
  component: lazyRouteComponent(() => import('./features/agents/agents-page.tsx'), 'AgentsPage'),
});

const agentRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/agents/$agentId',
  validateSearch: (
    search: Record<string, unknown>,
  ): { tab?: 'configure' | 'flow' | 'expert' | 'versions' | 'triggers' | 'access' | 'similar'; trigger?: string } => ({
    tab: searchChoice(search['tab'], ['configure', 'flow', 'expert', 'versions', 'triggers', 'access', 'similar']),
    trigger: searchText(search['trigger']),
  }),
  component: lazyRouteComponent(() => import('./features/agents/agent-page.tsx'), 'AgentPage'),
});

const compareListRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/agents/$agentId/compare',
  validateSearch: (search: Record<string, unknown>): { new?: boolean } => ({
    new: search['new'] === true ? true : undefined,
  }),
  component: lazyRouteComponent(() => import('./features/compare/compare-list-page.tsx'), 'CompareListPage'),
});

const comparisonRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/compare/$comparisonId',
  validateSearch: (search: Record<string, unknown>): { show?: 'answers' | 'scores' } => ({
    show: searchChoice(search['show'], ['answers', 'scores']),
  }),
  component: lazyRouteComponent(() => import('./features/compare/comparison-page.tsx'), 'ComparisonPage'),
});

const chatRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/chat',
  validateSearch: (search: Record<string, unknown>): { conversation?: string; agent?: string } => ({
    conversation: searchText(search['conversation']),
    agent: searchText(search['agent']),
  }),
  component: lazyRouteComponent(() => import('./features/chat/chat-page.tsx'), 'ChatPage'),
});

const runsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/runs',
  validateSearch: (
    search: Record<string, unknown>,
  ): { q?: string; status?: 'open' | 'succeeded' | 'failed' | 'cancelled'; agent?: string; dead?: boolean } => ({
    q: searchText(search['q']),
    dead: search['dead'] === true ? true : undefined,
    status: searchChoice(search['status'], ['open', 'succeeded', 'failed', 'cancelled']),
    agent: searchText(search['agent']),
  }),
  component: lazyRouteComponent(() => import('./features/run/runs-page.tsx'), 'RunsPage'),
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
  component: lazyRouteComponent(() => import('./features/run/run-page.tsx'), 'RunPage'),
});

const diffRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/runs/$executionId/compare/$otherId',
  component: lazyRouteComponent(() => import('./features/run/diff-page.tsx'), 'DiffPage'),
});

const knowledgeRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/knowledge',
  validateSearch: (search: Record<string, unknown>): { q?: string } => ({ q: searchText(search['q']) }),
  component: lazyRouteComponent(() => import('./features/knowledge/knowledge-page.tsx'), 'KnowledgePage'),
});

const notebookRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/knowledge/$notebookId',
  validateSearch: (
    search: Record<string, unknown>,
  ): { q?: string; mode?: 'HYBRID' | 'VECTOR' | 'KEYWORD'; show?: 'working' | 'failed' } => ({
    q: searchText(search['q']),
    mode: searchChoice(search['mode'], ['HYBRID', 'VECTOR', 'KEYWORD']),
    show: searchChoice(search['show'], ['working', 'failed']),
  }),
  component: lazyRouteComponent(() => import('./features/knowledge/notebook-page.tsx'), 'NotebookPage'),
});

const toolsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/tools',
  validateSearch: (search: Record<string, unknown>): { q?: string } => ({ q: searchText(search['q']) }),
  component: lazyRouteComponent(() => import('./features/tools/tools-page.tsx'), 'ToolsPage'),
});

const toolServerRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/tools/$serverId',
  validateSearch: (search: Record<string, unknown>): { tool?: string } => ({ tool: searchText(search['tool']) }),
  component: lazyRouteComponent(() => import('./features/tools/tool-server-page.tsx'), 'ToolServerPage'),
});

const insightsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/insights',
  validateSearch: (search: Record<string, unknown>): { topic?: string } => ({ topic: searchText(search['topic']) }),
  component: lazyRouteComponent(() => import('./features/insights/insights-page.tsx'), 'InsightsPage'),
});

const marketRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/market',
  validateSearch: (search: Record<string, unknown>): MarketSearch => marketSearch(search),
  component: lazyRouteComponent(() => import('./features/market/market-page.tsx'), 'MarketPage'),
});

const requestsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/market/requests',
  validateSearch: (search: Record<string, unknown>): { direction?: 'sent' } => ({
    direction: searchChoice(search['direction'], ['sent']),
  }),
  component: lazyRouteComponent(() => import('./features/market/requests-page.tsx'), 'RequestsPage'),
});

const settingsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/settings',
  validateSearch: (
    search: Record<string, unknown>,
  ): { tab?: 'profile' | 'keys' | 'sessions' | 'models' | 'budgets' } => ({
    tab: searchChoice(search['tab'], ['profile', 'keys', 'sessions', 'models', 'budgets']),
  }),
  component: lazyRouteComponent(() => import('./features/settings/settings-page.tsx'), 'SettingsPage'),
});

/** In development only; the condition keeps the page out of the build. */
const galleryRoutes = import.meta.env.DEV
  ? [
      createRoute({
        getParentRoute: () => rootRoute,
        path: '/_gallery',
        component: lazyRouteComponent(() => import('./features/gallery/gallery-page.tsx'), 'GalleryPage'),
      }),
    ]
  : [];

const pages = [
  homeRoute,
  agentsRoute,
  agentRoute,
  compareListRoute,
  comparisonRoute,
  chatRoute,
  runsRoute,
  runRoute,
  diffRoute,
  knowledgeRoute,
  notebookRoute,
  toolsRoute,
  toolServerRoute,
  insightsRoute,
  marketRoute,
  requestsRoute,
  settingsRoute,
];

/** Pages load on first need, and ahead of it when a link is hovered or focused. */
export function createAppRouter() {
  return createRouter({
    routeTree: rootRoute.addChildren([signInRoute, shellRoute.addChildren(pages), ...galleryRoutes]),
    defaultPreload: 'intent',
    defaultPendingComponent: SkeletonRows,
    scrollRestoration: true,
  });
}

export type AppRouter = ReturnType<typeof createAppRouter>;

declare module '@tanstack/react-router' {
  interface Register {
    router: AppRouter;
  }
}
