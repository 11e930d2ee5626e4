import { fileURLToPath } from 'node:url';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { inlineDocuments } from './build/inline-documents.ts';
import { sizeReport } from './build/size-report.ts';

const gateway = process.env['AETHER_URL'] ?? 'http://127.0.0.1:8080';
const forwarded = ['/graphql', '/auth', '/uploads', '/artifacts', '/executions'];

export default defineConfig({
  plugins: [
    inlineDocuments({ generated: fileURLToPath(new URL('src/gql/graphql.ts', import.meta.url)) }),
    react(),
    tailwindcss(),
    sizeReport({ initialLimitKilobytes: 200 }),
  ],
  build: {
    target: 'es2023',
    sourcemap: true,
    reportCompressedSize: false,
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
  },
  server: {
    proxy: Object.fromEntries(forwarded.map((path) => [path, { target: gateway, ws: path === '/graphql' }])),
  },
});
