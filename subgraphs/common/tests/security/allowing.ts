import { SafeFetch, type SafeFetchOptions } from '../../src/security/index.ts';
import type { Site } from './site.ts';

const loopback = async (): Promise<{ address: string; family: number }[]> => [{ address: '127.0.0.1', family: 4 }];

/** A policy that allows names on these ports, which the injected resolver puts on loopback. */
export const allowing = (names: Record<string, Site>, more: SafeFetchOptions = {}): SafeFetch =>
  new SafeFetch({
    resolve: loopback,
    allowedOrigins: Object.entries(names).map(([name, { port }]) => `http://${name}:${port}`),
    ...more,
  });
