import { createRoute } from '@tanstack/react-router';
import { Shell } from '../features/shell/shell.tsx';
import { rootRoute } from './root-route.ts';

/** What the pages of a person who is signed in stand in. */
export const shellRoute = createRoute({ getParentRoute: () => rootRoute, id: 'shell', component: Shell });
