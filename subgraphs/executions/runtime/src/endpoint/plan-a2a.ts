import { setTimeout as pause } from 'node:timers/promises';
import { type Part, Role, type SendMessageRequest, type StreamResponse } from '@a2a-js/sdk';
import type { Client } from '@a2a-js/sdk/client';
import { PlatformError } from '@aether/common/service';
import { type EndpointOf, isRecord, type JsonValue } from '@aether/schema';
import type { StepHandle } from '../journal.ts';
import { questionOf } from '../loop/question-of.ts';
import { asText } from '../flow/node-scope.ts';
import {
  EndpointCutOffError,
  EndpointInvalidError,
  EndpointTaskFailedError,
  EndpointTimeoutError,
} from '../outside/errors.ts';
import { platformErrorIn } from '../outside/platform-error-in.ts';
import { unrepeated } from '../outside/unrepeated.ts';
import { connectA2a } from './connect-a2a.ts';
import { A2aTask } from './a2a-task.ts';
import {
  type EndpointAnswer,
  type EndpointPlan,
  type EndpointScope,
  type EndpointWays,
  evaluateFor,
} from './endpoint-plan.ts';

const CANCEL_MS = 5_000;
/** Between two questions how far a task is that is not told by a stream. */
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 5_000;

/**
 * An agent that speaks A2A 1.0: one message, whose step ends as soon as there is a task, and then the task, which is followed to its end. So a
 * run that goes on elsewhere asks for its task, and sends nothing again. A run that is stopped for good takes its task with it.
 */
export function planA2a(endpoint: EndpointOf<'a2a'>, scope: EndpointScope): EndpointPlan {
  const { url, request, headers, timeoutMs } = endpoint;
  const { origin, host } = new URL(url);
  const value = request === undefined ? questionOf(scope.inputs) : evaluateFor(scope, request);
  const fetchIn =
    ({ fetchOf }: EndpointWays): typeof fetch =>
    (input, init) =>
      fetchOf(input, { ...init, headers: { ...headers, ...Object.fromEntries(new Headers(init?.headers)) } });
  /** What this process still hears of the task that it has begun. */
  let live: LiveTask | null = null;
  return {
    target: host,
    effect: endpoint.effect ?? 'ONCE',
    arguments: { url, message: value },
    async send(ways, step) {
      const fetchImpl = fetchIn(ways);
      const task = new A2aTask();
      const deadline = AbortSignal.timeout(timeoutMs);
      const signal = AbortSignal.any([step.signal, deadline]);
      let isSent = false;
      const sending: typeof fetch = async (input, init) => {
        try {
          const response = await fetchImpl(input, { ...init, signal: init?.signal ?? signal });
          isSent ||= isPost(init);
          return response;
        } catch (error) {
          isSent ||= isPost(init) && !(error instanceof PlatformError && isBeforeSending(error));
          throw error;
        }
      };
      try {
        const client = await connectA2a(url, sending);
        const events = client.sendMessageStream(messageOf(value, step), { signal });
        while (task.end === null && task.id === null) {
          const next = await events.next();
          if (next.done === true) break;
          tellOf(task, step)(next.value);
        }
        if (task.end !== null || task.id === null) return answerOf(task, origin);
        live = { client, events, task, deadline };
        const { id: taskId } = task;
        return { response: null, output: null, details: { taskId, state: 'begun' }, usage: null, openTask: taskId };
      } catch (error) {
        if (task.openId !== null && !goesOnElsewhere(step.signal)) await stop(url, fetchImpl, task.openId);
        step.signal.throwIfAborted();
        if (deadline.aborted) throw new EndpointTimeoutError(origin, timeoutMs);
        const ours = platformErrorIn(error);
        // The message is there, whatever became of the answer.
        if (ours !== null && isSent && isBeforeSending(ours)) throw new EndpointCutOffError(origin, ours);
        throw ours ?? named(error, origin);
      }
    },
    async follow(ways, step, taskId) {
      const fetchImpl = fetchIn(ways);
      const known = live;
      live = null;
      const task = known?.task ?? new A2aTask(taskId);
      const deadline = known?.deadline ?? AbortSignal.timeout(timeoutMs);
      const signal = AbortSignal.any([step.signal, deadline]);
      try {
        if (known !== null) await hear(known, tellOf(task, step), signal);
        if (task.end === null) {
          const client =
            known?.client ??
            (await untilAnswered(
              () => connectA2a(url, (input, init) => fetchImpl(input, { ...init, signal })),
              signal,
            ));
          await ask(client, taskId, { task, tell: tellOf(task, step), signal });
        }
        return answerOf(task, origin);
      } catch (error) {
        if (task.openId !== null && !goesOnElsewhere(step.signal)) await stop(url, fetchImpl, task.openId);
        step.signal.throwIfAborted();
        if (deadline.aborted) throw unrepeated(new EndpointTimeoutError(origin, timeoutMs));
        throw platformErrorIn(error) ?? named(error, origin);
      }
    },
  };
}

interface LiveTask {
  readonly client: Client;
  readonly events: AsyncGenerator<StreamResponse, void, undefined>;
  readonly task: A2aTask;
  /** Of message and task together. */
  readonly deadline: AbortSignal;
}

type Tell = (event: StreamResponse) => void;

const tellOf =
  (task: A2aTask, step: StepHandle): Tell =>
  (event) => {
    const text = task.told(event);
    if (text !== '') step.text(text);
  };

/** Whether the worker only hands the run over, or has lost it: its next owner goes on with the task. */
function goesOnElsewhere({ aborted, reason }: AbortSignal): boolean {
  return aborted && !(reason instanceof PlatformError && reason.code !== 'STALE_FENCE');
}

/** The card is read before; the message comes first of all that is posted. */
function isPost(init: RequestInit = {}): boolean {
  return init.method === 'POST';
}

/** Whatever says nothing about an answer came up before anything went out. */
function isBeforeSending({ code }: PlatformError): boolean {
  return code === 'ENDPOINT_UNAVAILABLE' || !code.startsWith('ENDPOINT_');
}

/** By its stream. One that breaks off tells nothing wrong: the task is asked for then. */
async function hear({ events }: LiveTask, tell: Tell, signal: AbortSignal): Promise<void> {
  try {
    for await (const event of events) tell(event);
  } catch (error) {
    if (signal.aborted) throw error;
  }
}

/** Until the task has ended, by asking. */
async function ask(
  client: Client,
  id: string,
  { task, tell, signal }: { readonly task: A2aTask; readonly tell: Tell; readonly signal: AbortSignal },
): Promise<void> {
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs *= 2) {
    const value = await untilAnswered(() => client.getTask({ tenant: '', id }, { signal }), signal);
    tell({ payload: { $case: 'task', value } });
    if (task.end !== null) return;
    await pause(Math.min(pauseMs, LONGEST_PAUSE_MS), null, { signal });
  }
}

/** A moment in which the agent cannot be reached says nothing of its task: it is asked until the deadline. */
async function untilAnswered<Answer>(question: () => Promise<Answer>, signal: AbortSignal): Promise<Answer> {
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs *= 2) {
    try {
      return await question();
    } catch (error) {
      if (signal.aborted || platformErrorIn(error)?.retryable !== true) throw error;
    }
    await pause(Math.min(pauseMs, LONGEST_PAUSE_MS), null, { signal });
  }
}

function answerOf({ end, id, text, data, reason }: A2aTask, origin: string): EndpointAnswer {
  if (end === null) throw new EndpointInvalidError(origin, 'without a task or a message', 'one of them');
  if (end !== 'completed') throw new EndpointTaskFailedError(origin, end, reason);
  if (text === '' && data === null) throw new EndpointInvalidError(origin, 'nothing', 'text or data');
  const answer = data ?? { answer: text };
  return { response: { text, data, taskId: id }, output: answer, details: { taskId: id, state: end }, usage: null };
}

/** Nobody would read what it goes on to do. An agent that does not answer keeps nothing waiting for long. */
async function stop(url: string, fetchImpl: typeof fetch, id: string): Promise<void> {
  const signal = AbortSignal.timeout(CANCEL_MS);
  try {
    const client = await connectA2a(url, (input, init) => fetchImpl(input, { ...init, signal }));
    await client.cancelTask({ tenant: '', id, metadata: undefined }, { signal });
  } catch {
    // Our run ends all the same.
  }
}

/** The id is the same for every attempt of the step. */
function messageOf(value: JsonValue, { idempotencyKey: messageId }: StepHandle): SendMessageRequest {
  const part = { metadata: undefined, filename: '' };
  const parts: Part[] = isRecord(value)
    ? [{ ...part, content: { $case: 'data', value }, mediaType: 'application/json' }]
    : [{ ...part, content: { $case: 'text', value: asText(value) }, mediaType: 'text/plain' }];
  const about = { contextId: '', taskId: '', metadata: undefined, extensions: [], referenceTaskIds: [] };
  return {
    tenant: '',
    message: { ...about, messageId, role: Role.ROLE_USER, parts },
    configuration: {
      acceptedOutputModes: ['text/plain', 'application/json'],
      taskPushNotificationConfig: undefined,
      // Of an agent that does not stream: its task is asked for.
      returnImmediately: true,
    },
    metadata: undefined,
  };
}

function named(error: unknown, origin: string): unknown {
  if (!(error instanceof Error)) return error;
  return new EndpointInvalidError(
    origin,
    `no agent of A2A (${error.name})`,
    'one that keeps to the protocol',
    error.message,
  );
}
