import type {
  CancelTaskRequest,
  DeleteTaskPushNotificationConfigRequest,
  GetTaskPushNotificationConfigRequest,
  GetTaskRequest,
  ListTaskPushNotificationConfigsRequest,
  ListTaskPushNotificationConfigsResponse,
  ListTasksRequest,
  ListTasksResponse,
  SendMessageRequest,
  StreamResponse,
  SubscribeToTaskRequest,
  Task,
  TaskPushNotificationConfig,
} from '@a2a-js/sdk';
import {
  PushNotificationNotSupportedError,
  RequestMalformedError,
  TaskNotCancelableError,
  TaskNotFoundError,
  UnsupportedOperationError,
} from '@a2a-js/sdk/errors';
import type { A2ARequestHandler } from '@a2a-js/sdk/server';
import { ForbiddenError, type Logger } from '@aether/common/service';
import type { Permission } from '@aether/schema';
import { mayChange } from '../access.ts';
import type { RunnableVersion, VersionCall } from '../accept/agent-versions.ts';
import { startAgent } from '../agents/start-agent.ts';
import { cancelExecution } from '../cancel-execution.ts';
import type { ExecutionsParts } from '../context.ts';
import type { ExecutionRecord } from '../db/records.ts';
import { ExecutionEndedError } from '../errors.ts';
import { isEnded } from '../execution.ts';
import { listTasks } from './list-tasks.ts';
import { messageConversation } from './message-conversation.ts';
import { messageInput } from './message-input.ts';
import type { PushConfigs } from './push/push-configs.ts';
import { requireHistoryLength } from './require-history-length.ts';
import { taskEvents } from './task-events.ts';
import { toA2aError } from './to-a2a-error.ts';
import { taskArtifact, toTask } from './to-task.ts';

export interface AgentTasksOptions {
  readonly call: VersionCall;
  readonly version: RunnableVersion;
  readonly card: Awaited<ReturnType<A2ARequestHandler['getAgentCard']>>;
  /** Aborts when the caller goes away. The run goes on: its task can be asked for again. */
  readonly signal: AbortSignal;
  readonly logger: Logger;
}

/** That it was accepted, which the answer to its message says. */
const FIRST_EVENT = 1;

/** One published agent behind A2A, for one request: a message starts a run, and a task is a run. */
export class AgentTasks implements A2ARequestHandler {
  readonly #parts: ExecutionsParts;
  readonly #options: AgentTasksOptions;

  constructor(parts: ExecutionsParts, options: AgentTasksOptions) {
    this.#parts = parts;
    this.#options = options;
  }

  async getAgentCard() {
    return this.#options.card;
  }

  sendMessage(request: SendMessageRequest): Promise<Task> {
    return this.#told(async () => {
      const execution = await this.#start(request);
      if (request.configuration?.returnImmediately !== true) {
        // Read to its end, or until it waits.
        for await (const _ of taskEvents(this.#parts, execution, this.#options.signal));
      }
      return this.#task(execution.id);
    });
  }

  async *sendMessageStream(request: SendMessageRequest): AsyncGenerator<StreamResponse, void, undefined> {
    const execution = await this.#told(() => this.#start(request));
    yield* this.#follow(execution);
  }

  async *resubscribe({ id }: SubscribeToTaskRequest): AsyncGenerator<StreamResponse, void, undefined> {
    const execution = await this.#told(() => this.#find(id, 'execution:read'));
    if (isEnded(execution.status)) throw new UnsupportedOperationError(`The task "${id}" has ended.`);
    yield* this.#follow(execution);
  }

  getTask({ id, historyLength }: GetTaskRequest): Promise<Task> {
    return this.#told(() => {
      requireHistoryLength(historyLength);
      return this.#task(id);
    });
  }

  cancelTask({ id }: CancelTaskRequest): Promise<Task> {
    const { viewer, requestId } = this.#options.call;
    return this.#told(async () => {
      const execution = await this.#find(id, 'execution:cancel');
      try {
        await cancelExecution(this.#parts, execution, { viewer, requestId, reason: 'Cancelled over A2A.' });
      } catch (error) {
        if (error instanceof ExecutionEndedError) throw new TaskNotCancelableError(error.message);
        throw error;
      }
      return this.#task(id);
    });
  }

  async getAuthenticatedExtendedAgentCard(): Promise<never> {
    throw new UnsupportedOperationError('The agent card holds all there is: it was asked for with a key.');
  }

  listTasks(request: ListTasksRequest): Promise<ListTasksResponse> {
    const { call, version } = this.#options;
    const { viewer } = call;
    return this.#told(() => {
      if (!viewer.permissions.includes('execution:read')) throw new ForbiddenError('execution:read');
      return listTasks(this.#parts, request, { agentId: version.agentId, viewer });
    });
  }

  createTaskPushNotificationConfig(asked: TaskPushNotificationConfig): Promise<TaskPushNotificationConfig> {
    return this.#told(async () => {
      const configs = this.#pushConfigs();
      const config = configs.read(asked);
      const { call } = this.#options;
      return configs.save(await this.#find(asked.taskId, 'execution:read'), config, { call, after: null });
    });
  }

  getTaskPushNotificationConfig(asked: GetTaskPushNotificationConfigRequest): Promise<TaskPushNotificationConfig> {
    return this.#told(async () => this.#pushConfigs().find(await this.#find(asked.taskId, 'execution:read'), asked.id));
  }

  /** All on one page: a task has few. */
  listTaskPushNotificationConfigs({
    taskId,
  }: ListTaskPushNotificationConfigsRequest): Promise<ListTaskPushNotificationConfigsResponse> {
    return this.#told(async () => ({
      configs: await this.#pushConfigs().list(await this.#find(taskId, 'execution:read')),
      nextPageToken: '',
    }));
  }

  deleteTaskPushNotificationConfig({ taskId, id }: DeleteTaskPushNotificationConfigRequest): Promise<void> {
    return this.#told(async () =>
      this.#pushConfigs().delete(await this.#find(taskId, 'execution:read'), id, this.#options.call),
    );
  }

  /** The same message twice is one run. */
  async #start({ message, configuration }: SendMessageRequest): Promise<ExecutionRecord> {
    const { version, call } = this.#options;
    const asked = configuration?.taskPushNotificationConfig;
    if (message === undefined || message.messageId === '') throw new RequestMalformedError('The message has no id.');
    if (message.taskId !== '') {
      const { status, id } = await this.#find(message.taskId, 'execution:read');
      throw new UnsupportedOperationError(
        `The task "${id}" takes no further message: it is ${status}. Send one without taskId, or decide in Aether.`,
      );
    }
    const input = messageInput(message, version.spec);
    const push = asked === undefined ? null : this.#pushConfigs().read(asked);
    const conversationId = await messageConversation(this.#parts, message, { call, version });
    const start = { slug: version.slug, input, context: null, conversationId };
    const idempotencyKey = `a2a/${message.messageId}`;
    const execution = await startAgent(this.#parts, { ...start, idempotencyKey }, call, {
      origin: 'API',
      lineage: null,
    });
    // A message that is sent again, because its answer was lost, makes neither a second time.
    if (push !== null) await this.#pushConfigs().save(execution, push, { call, after: FIRST_EVENT });
    return execution;
  }

  /** @throws PushNotificationNotSupportedError */
  #pushConfigs(): PushConfigs {
    const { pushConfigs } = this.#parts;
    if (pushConfigs === null) throw new PushNotificationNotSupportedError();
    return pushConfigs;
  }

  async *#follow(execution: ExecutionRecord): AsyncGenerator<StreamResponse, void, undefined> {
    yield { payload: { $case: 'task', value: await this.#toTask(execution) } };
    yield* taskEvents(this.#parts, execution, this.#options.signal);
  }

  async #told<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      return await work();
    } catch (error) {
      throw toA2aError(error, this.#options.logger);
    }
  }

  async #task(id: string): Promise<Task> {
    return this.#toTask(await this.#find(id, 'execution:read'));
  }

  async #toTask(execution: ExecutionRecord): Promise<Task> {
    return toTask(execution, await taskArtifact(this.#parts.blobs, execution));
  }

  /** Of this agent, and the viewer's own or one that they manage; for every other the answer is that of an unknown one. */
  async #find(id: string, permission: Permission): Promise<ExecutionRecord> {
    const { call, version } = this.#options;
    if (!call.viewer.permissions.includes(permission)) throw new ForbiddenError(permission);
    const found = await this.#parts.reader.find(call.viewer.tenantId, id);
    if (found === null || found.agentId !== version.agentId || !mayChange(call.viewer, found))
      throw new TaskNotFoundError(`There is no task "${id}" of this agent.`);
    return found;
  }
}
