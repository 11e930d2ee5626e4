import type {
  CancelTaskRequest,
  GetTaskRequest,
  SendMessageRequest,
  StreamResponse,
  SubscribeToTaskRequest,
  Task,
} from '@a2a-js/sdk';
import {
  ExtendedAgentCardNotConfiguredError,
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
import { messageConversation } from './message-conversation.ts';
import { messageInput } from './message-input.ts';
import { taskEvents } from './task-events.ts';
import { toA2aError } from './to-a2a-error.ts';
import { toTask } from './to-task.ts';

export interface AgentTasksOptions {
  readonly call: VersionCall;
  readonly version: RunnableVersion;
  readonly card: Awaited<ReturnType<A2ARequestHandler['getAgentCard']>>;
  /** Aborts when the caller goes away. The run goes on: its task can be asked for again. */
  readonly signal: AbortSignal;
  readonly logger: Logger;
}

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

  getTask({ id }: GetTaskRequest): Promise<Task> {
    return this.#told(() => this.#task(id));
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
    throw new ExtendedAgentCardNotConfiguredError();
  }

  async listTasks(): Promise<never> {
    throw new UnsupportedOperationError('Tasks are listed as runs, over GraphQL.');
  }

  async createTaskPushNotificationConfig(): Promise<never> {
    throw new PushNotificationNotSupportedError();
  }

  async getTaskPushNotificationConfig(): Promise<never> {
    throw new PushNotificationNotSupportedError();
  }

  async listTaskPushNotificationConfigs(): Promise<never> {
    throw new PushNotificationNotSupportedError();
  }

  async deleteTaskPushNotificationConfig(): Promise<never> {
    throw new PushNotificationNotSupportedError();
  }

  /** The same message twice is one run. */
  async #start({ message }: SendMessageRequest): Promise<ExecutionRecord> {
    const { version, call } = this.#options;
    if (message === undefined || message.messageId === '') throw new RequestMalformedError('The message has no id.');
    if (message.taskId !== '') {
      const { status, id } = await this.#find(message.taskId, 'execution:read');
      throw new UnsupportedOperationError(
        `The task "${id}" takes no further message: it is ${status}. Send one without taskId, or decide in Aether.`,
      );
    }
    const input = messageInput(message, version.spec);
    const conversationId = await messageConversation(this.#parts, message, { call, version });
    const start = { slug: version.slug, input, context: null, conversationId };
    const idempotencyKey = `a2a/${message.messageId}`;
    return startAgent(this.#parts, { ...start, idempotencyKey }, call, { origin: 'API', lineage: null });
  }

  async *#follow(execution: ExecutionRecord): AsyncGenerator<StreamResponse, void, undefined> {
    yield { payload: { $case: 'task', value: await toTask(this.#parts.blobs, execution) } };
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
    return toTask(this.#parts.blobs, await this.#find(id, 'execution:read'));
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
