import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { marketSearch, type MarketSearch } from '../features/market/market-search.ts';
import { searchChoice, searchText } from '../search-text.ts';
import { shellRoute } from './shell-route.ts';

const insightsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/insights',
  validateSearch: (search: Record<string, unknown>): { topic?: string } => ({ topic: searchText(search['topic']) }),
  component: lazyRouteComponent(() => import('../features/insights/insights-page.tsx'), 'InsightsPage'),
});

const marketRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/market',
  validateSearch: (search: Record<string, unknown>): MarketSearch => marketSearch(search),
  component: lazyRouteComponent(() => import('../features/market/market-page.tsx'), 'MarketPage'),
});

const requestsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/market/requests',
  validateSearch: (search: Record<string, unknown>): { direction?: 'sent' } => ({
    direction: searchChoice(search['direction'], ['sent']),
  }),
  component: lazyRouteComponent(() => import('../features/market/requests-page.tsx'), 'RequestsPage'),
});

const settingsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/settings',
  validateSearch: (
    search: Record<string, unknown>,
  ): { tab?: 'profile' | 'keys' | 'apps' | 'sessions' | 'models' | 'budgets' | 'usage' } => ({
    tab: searchChoice(search['tab'], ['profile', 'keys', 'apps', 'sessions', 'models', 'budgets', 'usage']),
  }),
  component: lazyRouteComponent(() => import('../features/settings/settings-page.tsx'), 'SettingsPage'),
});

/** Pages of what the organization shares, learns and sets. */
export const organizationRoutes = [insightsRoute, marketRoute, requestsRoute, settingsRoute];
