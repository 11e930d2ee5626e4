import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { watchTheme } from './features/shell/theme.ts';
import { createClient } from './graphql/client.ts';
import { createAppRouter } from './routes.tsx';
import './styles/index.css';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no element with the id "root".');

watchTheme();
createRoot(root).render(
  <StrictMode>
    <App client={createClient()} router={createAppRouter()} />
  </StrictMode>,
);
