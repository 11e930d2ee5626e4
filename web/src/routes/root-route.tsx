import { createRootRoute, Outlet } from '@tanstack/react-router';
import { NotFound } from '../features/shell/not-found.tsx';

function UnknownAddress() {
  return (
    <main>
      <h1 className="sr-only">Not found</h1>
      <NotFound />
    </main>
  );
}

export const rootRoute = createRootRoute({ component: Outlet, notFoundComponent: UnknownAddress });
