import { LoaderCache, type Service } from '@aether/common/service';

/** Whoever has a link to a file may read it; nobody is signed in. */
export function fetchLink(service: Service, url: string, init?: RequestInit): Promise<Response> {
  const request = new Request(`http://executions${url}`, init);
  const route = service.routes.find(({ path }) => path === '/artifacts/:id');
  if (route === undefined) throw new Error('There is no route.');
  const id = new URL(request.url).pathname.slice('/artifacts/'.length);
  const context = {
    requestId: 'req_1',
    viewer: null,
    caller: 'graphql-gateway' as const,
    signal: AbortSignal.timeout(60_000),
    traceparent: null,
    loaders: new LoaderCache(),
  };
  return route.handle(request, { parameters: { id }, context });
}
