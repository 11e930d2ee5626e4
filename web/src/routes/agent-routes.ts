import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { searchChoice, searchText } from '../search-text.ts';
import { shellRoute } from './shell-route.ts';

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
  component: lazyRouteComponent(() => import('../features/agents/agents-page.tsx'), 'AgentsPage'),
});

const templatesRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/agents/templates',
  validateSearch: (search: Record<string, unknown>): { q?: string; use?: string; template?: string } => ({
    q: searchText(search['q']),
    use: searchText(search['use']),
    template: searchText(search['template']),
  }),
  component: lazyRouteComponent(() => import('../features/agents/templates/templates-page.tsx'), 'TemplatesPage'),
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
  component: lazyRouteComponent(() => import('../features/agents/agent-page.tsx'), 'AgentPage'),
});

const compareListRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/agents/$agentId/compare',
  validateSearch: (search: Record<string, unknown>): { new?: boolean } => ({
    new: search['new'] === true ? true : undefined,
  }),
  component: lazyRouteComponent(() => import('../features/compare/compare-list-page.tsx'), 'CompareListPage'),
});

const comparisonRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/compare/$comparisonId',
  validateSearch: (search: Record<string, unknown>): { show?: 'answers' | 'scores' } => ({
    show: searchChoice(search['show'], ['answers', 'scores']),
  }),
  component: lazyRouteComponent(() => import('../features/compare/comparison-page.tsx'), 'ComparisonPage'),
});

/** Pages of agents, from templates to comparisons. */
export const agentRoutes = [agentsRoute, templatesRoute, agentRoute, compareListRoute, comparisonRoute];
