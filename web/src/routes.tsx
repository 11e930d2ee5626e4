import { createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import './features/authorize/asked-query.ts'; // read before the router touches the address
import { agentRoutes } from './routes/agent-routes.ts';
import { materialRoutes } from './routes/material-routes.ts';
import { organizationRoutes } from './routes/organization-routes.ts';
import { rootRoute } from './routes/root-route.ts';
import { runRoutes } from './routes/run-routes.ts';
import { shellRoute } from './routes/shell-route.ts';
import { searchText } from './search-text.ts';
import { SkeletonRows } from './ui/skeleton.tsx';

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  validateSearch: (search: Record<string, unknown>): { next?: string; error?: string } => ({
    next: searchText(search['next']),
    error: searchText(search['error']),
  }),
  component: lazyRouteComponent(() => import('./features/sign-in/sign-in-page.tsx'), 'SignInPage'),
});

const authorizeRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/oauth/authorize',
  component: lazyRouteComponent(() => import('./features/authorize/authorize-page.tsx'), 'AuthorizePage'),
});

const homeRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/',
  component: lazyRouteComponent(() => import('./features/home/home-page.tsx'), 'HomePage'),
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

const unknownRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '$',
  component: lazyRouteComponent(() => import('./features/shell/unknown-page.tsx'), 'UnknownPage'),
});

const pages = [homeRoute, ...agentRoutes, ...runRoutes, ...materialRoutes, ...organizationRoutes, unknownRoute];

/** Pages load on first need, and ahead of it when a link is hovered or focused. */
export function createAppRouter() {
  return createRouter({
    routeTree: rootRoute.addChildren([signInRoute, authorizeRoute, shellRoute.addChildren(pages), ...galleryRoutes]),
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
