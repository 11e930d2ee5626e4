import { defineConfig } from 'rolldown';
import { localBundles, serviceBundles } from './bundles.ts';

export default defineConfig([...localBundles, ...serviceBundles]);
