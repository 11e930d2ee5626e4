import type { Route } from './route.ts';

export interface RouteMatch {
  readonly route: Route;
  readonly parameters: Readonly<Record<string, string>>;
}

interface Entry {
  readonly route: Route;
  /** Null = the path is plain text and compared as that: asking a URLPattern takes some 60 µs of each request. */
  readonly pattern: URLPattern | null;
}

/** A URLPattern counts groups without a name; a path has one at most, its end. */
const REST = { of: '0', name: '*' } as const;
/** What a URLPattern reads as more than itself. */
const PATTERN = /[:*+?(){}\\]/u;

/** Finds the route of a request: the first whose method and path pattern fit. */
export class RouteTable {
  readonly #entries: readonly Entry[];

  constructor(routes: readonly Route[]) {
    this.#entries = routes.map((route) => ({
      route,
      pattern: PATTERN.test(route.path) ? new URLPattern({ pathname: route.path }) : null,
    }));
  }

  match(method: string, url: string): RouteMatch | null {
    const { pathname } = new URL(url);
    for (const { route, pattern } of this.#entries) {
      if (route.method !== method && !(method === 'HEAD' && route.method === 'GET')) continue;
      if (pattern === null) {
        if (route.path === pathname) return { route, parameters: {} };
        continue;
      }
      const result = pattern.exec({ pathname });
      if (result === null) continue;
      const parameters = Object.fromEntries(
        Object.entries(result.pathname.groups).map(([name, value]) => [
          name === REST.of ? REST.name : name,
          decodeURIComponent(value ?? ''),
        ]),
      );
      return { route, parameters };
    }
    return null;
  }
}
