import type { Route } from './route.ts';

export interface RouteMatch {
  readonly route: Route;
  readonly parameters: Readonly<Record<string, string>>;
}

type Groups = Readonly<Record<string, string | undefined>>;

/** Finds the route of a request: the first whose method and path pattern fit. */
export class RouteTable {
  readonly #entries: readonly { route: Route; groupsIn: (path: string) => Groups | null }[];

  constructor(routes: readonly Route[]) {
    this.#entries = routes.map((route) => ({ route, groupsIn: matcher(route.path) }));
  }

  match(method: string, url: string): RouteMatch | null {
    const path = URL.parse(url)?.pathname;
    if (path === undefined) return null;
    for (const { route, groupsIn } of this.#entries) {
      if (route.method !== method && !(method === 'HEAD' && route.method === 'GET')) continue;
      const groups = groupsIn(path);
      if (groups === null) continue;
      const parameters = Object.fromEntries(
        Object.entries(groups).map(([name, value]) => [name, decodeURIComponent(value ?? '')]),
      );
      return { route, parameters };
    }
    return null;
  }
}

/** A path without a variable part is compared: a pattern costs more than all else that a short request needs. */
function matcher(path: string): (path: string) => Groups | null {
  if (/^[\w./-]*$/u.test(path)) return (asked) => (asked === path ? {} : null);
  const pattern = new URLPattern({ pathname: path });
  return (asked) => pattern.exec({ pathname: asked })?.pathname.groups ?? null;
}
