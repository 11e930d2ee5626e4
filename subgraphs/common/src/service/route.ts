import type { RequestContext } from './request-context.ts';

/** What a route knows beside the request. */
export interface RouteCall {
  /** Values of the path's `:names`, decoded; what a last `*` stands for is called `*`. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly context: RequestContext;
}

/**
 * An HTTP route of a service in the platform's own types (WHATWG), so that it answers in process and over a socket alike.
 * `path` is a URLPattern pathname such as `/auth/link/:token`. A public one is written as `schema/src/public-routes.ts` has it.
 */
export interface Route {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  handle(request: Request, call: RouteCall): Promise<Response>;
}
