import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { searchChoice, searchText } from '../search-text.ts';
import { shellRoute } from './shell-route.ts';

const knowledgeRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/knowledge',
  validateSearch: (search: Record<string, unknown>): { q?: string } => ({ q: searchText(search['q']) }),
  component: lazyRouteComponent(() => import('../features/knowledge/knowledge-page.tsx'), 'KnowledgePage'),
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
  component: lazyRouteComponent(() => import('../features/knowledge/notebook-page.tsx'), 'NotebookPage'),
});

const toolsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/tools',
  validateSearch: (search: Record<string, unknown>): { q?: string; signIn?: string } => ({
    q: searchText(search['q']),
    signIn: searchText(search['signIn']),
  }),
  component: lazyRouteComponent(() => import('../features/tools/tools-page.tsx'), 'ToolsPage'),
});

const toolServerRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/tools/$serverId',
  validateSearch: (search: Record<string, unknown>): { tool?: string; signIn?: string } => ({
    tool: searchText(search['tool']),
    signIn: searchText(search['signIn']),
  }),
  component: lazyRouteComponent(() => import('../features/tools/tool-server-page.tsx'), 'ToolServerPage'),
});

/** Pages of what agents are made from: notebooks and tools. */
export const materialRoutes = [knowledgeRoute, notebookRoute, toolsRoute, toolServerRoute];
