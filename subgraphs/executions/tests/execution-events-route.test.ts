import { LoaderCache, type RequestContext } from '@aether/common/service';
import { testViewer } from '@aether/test-support';
import { expect, test } from 'vitest';
import { createExecutions, endOf, startRun, type TestExecutions } from './create-executions.ts';

function get(
  { service }: TestExecutions,
  viewer: RequestContext['viewer'],
  id: string,
  headers: Record<string, string> = {},
): Promise<Response> {
  const [route] = service.routes;
  if (route === undefined) throw new Error('There is no route.');
  const request = new Request(`http://executions/executions/${id}/events`, { headers });
  const context: RequestContext = {
    requestId: 'req_1',
    viewer,
    caller: 'graphql-gateway',
    signal: request.signal,
    traceparent: null,
    loaders: new LoaderCache(),
  };
  return route.handle(request, { parameters: { id }, context });
}

test('the events of a run are served as SSE, from after the last one that was seen', async () => {
  const viewer = testViewer();
  await using executions = await createExecutions();
  const id = await startRun(executions.service, viewer);
  await endOf(executions.service, viewer, id);
  const whole = await get(executions, viewer, id);
  expect(whole.headers.get('content-type')).toBe('text/event-stream');
  expect([...(await whole.text()).matchAll(/^id: (\d+)$/gmu)].map((match) => match[1])).toEqual(['1', '2', '3']);
  const rest = await (await get(executions, viewer, id, { 'last-event-id': '2' })).text();
  expect(rest).toMatch(/^id: 3\ndata: \{"seq":3,.*"__typename":"ExecutionEnded","status":"SUCCEEDED"/u);
});

test('a stream that is refused has its status and code', async () => {
  const viewer = testViewer();
  await using executions = await createExecutions();
  const id = await startRun(executions.service, viewer);
  await endOf(executions.service, viewer, id);
  const refusals = [
    [await get(executions, null, id), 401, 'UNAUTHENTICATED'],
    [await get(executions, testViewer(), id), 404, 'NOT_FOUND'],
    [await get(executions, viewer, id, { 'last-event-id': 'x' }), 400, 'VALIDATION_FAILED'],
    [await get(executions, viewer, id, { 'last-event-id': '99' }), 400, 'CURSOR_AHEAD'],
  ] as const;
  for (const [response, status, code] of refusals) {
    expect([response.status, await response.json()]).toMatchObject([status, { error: { code } }]);
  }
});
