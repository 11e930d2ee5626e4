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
import { connectA2a } from './connect-a2a.ts';
import { A2aTask } from './a2a-task.ts';
import { type EndpointAnswer, type EndpointPlan, type EndpointScope, evaluateFor } from './endpoint-plan.ts';

const CANCEL_MS = 5_000;
/** Between two questions how far a task is that is not told by a stream. */
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 5_000;

/** An agent that speaks A2A 1.0: one message, and its task is followed to its end. When our run is stopped, so is the task. */
export function planA2a(endpoint: EndpointOf<'a2a'>, scope: EndpointScope): EndpointPlan {
  const { url, request, headers, timeoutMs } = endpoint;
  const { origin, host } = new URL(url);
  const value = request === undefined ? questionOf(scope.inputs) : evaluateFor(scope, request);
  return {
    target: host,
    effect: endpoint.effect ?? 'ONCE',
    arguments: { url, message: value },
    async send({ fetchOf }, step) {
      const fetchImpl: typeof fetch = (input, init) =>
        fetchOf(input, { ...init, headers: { ...headers, ...Object.fromEntries(new Headers(init?.headers)) } });
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
        await follow(client, task, messageOf(value, step), { signal, onText: (text) => step.text(text) });
        return answerOf(task, origin);
      } catch (error) {
        if (task.openId !== null) await stop(url, fetchImpl, task.openId);
        step.signal.throwIfAborted();
        if (deadline.aborted) throw new EndpointTimeoutError(origin, timeoutMs);
        const ours = platformErrorIn(error);
        // The message is there, whatever became of a later question about its task.
        if (ours !== null && isSent && isBeforeSending(ours)) throw new EndpointCutOffError(origin, ours);
        throw ours ?? named(error, origin);
      }
    },
  };
}

/** The card is read before; the message comes first of all that is posted. */
function isPost(init: RequestInit = {}): boolean {
  return init.method === 'POST';
}

/** Whatever says nothing about an answer came up before anything went out. */
function isBeforeSending({ code }: PlatformError): boolean {
  return code === 'ENDPOINT_UNAVAILABLE' || !code.startsWith('ENDPOINT_');
}

/** Until the task has ended: by its stream and, when that ends early, by asking. */
async function follow(
  client: Client,
  task: A2aTask,
  message: SendMessageRequest,
  { signal, onText }: { readonly signal: AbortSignal; readonly onText: (text: string) => void },
): Promise<void> {
  const tell = (event: StreamResponse): void => {
    const text = task.told(event);
    if (text !== '') onText(text);
  };
  for await (const event of client.sendMessageStream(message, { signal })) tell(event);
  for (let pauseMs = FIRST_PAUSE_MS; task.end === null && task.id !== null; pauseMs *= 2) {
    await pause(Math.min(pauseMs, LONGEST_PAUSE_MS), null, { signal });
    const value = await client.getTask({ tenant: '', id: task.id }, { signal });
    tell({ payload: { $case: 'task', value } });
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
      returnImmediately: false,
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
