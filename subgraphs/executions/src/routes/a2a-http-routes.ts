import {
  A2A_CONTENT_TYPE,
  ListTaskPushNotificationConfigsResponse,
  SendMessageRequest,
  SendMessageResponse,
  StreamResponse,
  Task,
  TaskPushNotificationConfig,
} from '@a2a-js/sdk';
import { type Logger, NotFoundError, type Route, type RouteCall, type ServiceParts } from '@aether/common/service';
import type { AgentTasks } from '../a2a/agent-tasks.ts';
import { eventStream } from '../a2a/event-stream.ts';
import { listTasksRequest, numberOf } from '../a2a/http/list-tasks-request.ts';
import { readBody } from '../a2a/http/read-body.ts';
import { refusal, refusalBody } from '../a2a/http/refusal.ts';
import { openAgentTasks } from '../a2a/open-agent-tasks.ts';
import { requestedVersion } from '../a2a/requested-version.ts';
import { toA2aError } from '../a2a/to-a2a-error.ts';
import type { ExecutionsParts } from '../context.ts';

interface Asked {
  readonly request: Request;
  readonly query: URLSearchParams;
  /** Name of a task, with the operation behind a colon where the path has one. */
  readonly task: string;
  readonly config: string;
  /** Of the operation, where no task is named. */
  readonly name: string;
}

type Events = AsyncGenerator<StreamResponse, void>;
type Answer = { readonly json: unknown } | { readonly events: Events };
type Operation = (tasks: AgentTasks, asked: Asked) => Answer | Promise<Answer>;

/** Every task belongs to the tenant of its caller: the one of the protocol, for servers that share an address, is not used. */
const TENANT = { tenant: '' };

/**
 * A2A 1.0 over HTTP+JSON (section 11 of the specification) for one published agent: the paths below `/a2a/<slug>`. What is done is the same as
 * by JSON-RPC, and so is who may do it.
 */
export function a2aHttpRoutes(
  parts: ExecutionsParts & Pick<ServiceParts, 'operations'>,
  logger: Logger,
): readonly Route[] {
  const route = (method: Route['method'], path: string, operation: Operation): Route => ({
    method,
    path: `/a2a/:slug${path}`,
    async handle(request, { parameters, context }: RouteCall) {
      const { slug = '', task = '', config = '', operation: name = '' } = parameters;
      try {
        const { tasks, leave } = await openAgentTasks(parts, { slug, context, logger });
        await requestedVersion(request, tasks, 'HTTP+JSON');
        const query = new URL(request.url).searchParams;
        const answer = await operation(tasks, { request, query, task, config, name });
        if ('json' in answer) return json(answer.json);
        const failure = (error: unknown): object => refusalBody(toA2aError(error, logger));
        return await eventStream(answer.events, { toJson: (event) => StreamResponse.toJSON(event), failure, leave });
      } catch (error) {
        return refusal(error, { requestId: context.requestId, logger });
      }
    },
  });
  return [
    route('POST', '/:operation', message),
    route('GET', '/tasks', listTasks),
    // The definition of the protocol subscribes by GET, its text by POST.
    route('GET', '/tasks/:task', (tasks, asked) => subscription(tasks, asked) ?? getTask(tasks, asked)),
    route('POST', '/tasks/:task', (tasks, asked) => subscription(tasks, asked) ?? cancelTask(tasks, asked)),
    route('POST', '/tasks/:task/pushNotificationConfigs', createConfig),
    route('GET', '/tasks/:task/pushNotificationConfigs', listConfigs),
    route('GET', '/tasks/:task/pushNotificationConfigs/:config', getConfig),
    route('DELETE', '/tasks/:task/pushNotificationConfigs/:config', deleteConfig),
    route('GET', '/extendedAgentCard', async (tasks) => ({ json: await tasks.getAuthenticatedExtendedAgentCard() })),
  ];
}

function json(body: unknown): Response {
  return Response.json(body, { headers: { 'content-type': A2A_CONTENT_TYPE, 'cache-control': 'no-store' } });
}

async function message(tasks: AgentTasks, { request, name }: Asked): Promise<Answer> {
  if (name !== 'message:send' && name !== 'message:stream') throw new NotFoundError('operation', name);
  const asked = await readBody(request, (body) => SendMessageRequest.fromJSON(body));
  if (name === 'message:stream') return { events: tasks.sendMessageStream(asked) };
  return { json: SendMessageResponse.toJSON({ payload: { $case: 'task', value: await tasks.sendMessage(asked) } }) };
}

async function listTasks(tasks: AgentTasks, { query }: Asked): Promise<Answer> {
  const { tasks: listed, ...page } = await tasks.listTasks(listTasksRequest(query));
  // Each field is required, also an empty one, which the SDK would leave out.
  return { json: { tasks: listed.map((task) => Task.toJSON(task)), ...page } };
}

async function getTask(tasks: AgentTasks, { task: id, query }: Asked): Promise<Answer> {
  const historyLength = numberOf(query, 'historyLength');
  const asked = { ...TENANT, id, ...(historyLength === undefined ? {} : { historyLength }) };
  return { json: Task.toJSON(await tasks.getTask(asked)) };
}

/** Null = something else is asked for. */
function subscription(tasks: AgentTasks, { task }: Asked): Answer | null {
  const id = taskOf(task, ':subscribe');
  return id === null ? null : { events: tasks.resubscribe({ ...TENANT, id }) };
}

async function cancelTask(tasks: AgentTasks, { task }: Asked): Promise<Answer> {
  const id = taskOf(task, ':cancel');
  if (id === null) throw new NotFoundError('operation', task);
  return { json: Task.toJSON(await tasks.cancelTask({ ...TENANT, id, metadata: undefined })) };
}

async function createConfig(tasks: AgentTasks, { request, task: taskId }: Asked): Promise<Answer> {
  const asked = await readBody(request, (body) => TaskPushNotificationConfig.fromJSON(body));
  const config = await tasks.createTaskPushNotificationConfig({ ...asked, taskId });
  return { json: TaskPushNotificationConfig.toJSON(config) };
}

async function listConfigs(tasks: AgentTasks, { task: taskId }: Asked): Promise<Answer> {
  const listed = await tasks.listTaskPushNotificationConfigs({ ...TENANT, taskId, pageSize: 0, pageToken: '' });
  return { json: ListTaskPushNotificationConfigsResponse.toJSON(listed) };
}

async function getConfig(tasks: AgentTasks, { task: taskId, config: id }: Asked): Promise<Answer> {
  return {
    json: TaskPushNotificationConfig.toJSON(await tasks.getTaskPushNotificationConfig({ ...TENANT, taskId, id })),
  };
}

async function deleteConfig(tasks: AgentTasks, { task: taskId, config: id }: Asked): Promise<Answer> {
  await tasks.deleteTaskPushNotificationConfig({ ...TENANT, taskId, id });
  return { json: {} };
}

function taskOf(path: string, operation: string): string | null {
  return path.endsWith(operation) ? path.slice(0, -operation.length) : null;
}
