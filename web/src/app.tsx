import { RouterProvider } from '@tanstack/react-router';
import { Provider, type Client } from 'urql';
import type { AppRouter } from './routes.tsx';
import { ToastRegion } from './ui/toast.tsx';

export function App({ client, router }: { client: Client; router: AppRouter }) {
  return (
    <Provider value={client}>
      <RouterProvider router={router} />
      <ToastRegion />
    </Provider>
  );
}
