import type { Route } from './route.ts';

export interface RouteMatch {
  readonly route: Route;
  readonly parameters: Readonly<Record<string, string>>;
}

/** Finds the route of a request: the first whose method and path pattern fit. */
export class RouteTable {
  readonly #entries: readonly { route: Route; pattern: URLPattern }[];

  constructor(routes: readonly Route[]) {
    this.#entries = routes.map((route) => ({ route, pattern: new URLPattern({ pathname: route.path }) }));
  }

  match(method: string, url: string): RouteMatch | null {
    for (const { route, pattern } of this.#entries) {
      if (route.method !== method && !(method === 'HEAD' && route.method === 'GET')) continue;
      const result = pattern.exec(url);
      if (result === null) continue;
      const parameters = Object.fromEntries(
        Object.entries(result.pathname.groups).map(([name, value]) => [name, decodeURIComponent(value ?? '')]),
      );
      return { route, parameters };
    }
    return null;
  }
}
