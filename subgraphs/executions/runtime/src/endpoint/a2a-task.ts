import { type Artifact, type Part, type StreamResponse, type TaskStatus, TaskState } from '@a2a-js/sdk';
import { isRecord, type JsonObject, type JsonValue } from '@aether/schema';
import { untrustedText } from '../loop/untrusted-text.ts';

const NAMES: ReadonlyMap<TaskState, string> = new Map([
  [TaskState.TASK_STATE_COMPLETED, 'completed'],
  [TaskState.TASK_STATE_FAILED, 'failed'],
  [TaskState.TASK_STATE_CANCELED, 'cancelled'],
  [TaskState.TASK_STATE_REJECTED, 'rejected'],
  [TaskState.TASK_STATE_INPUT_REQUIRED, 'waiting for input'],
  [TaskState.TASK_STATE_AUTH_REQUIRED, 'waiting for a credential'],
]);

/** States of a task that will never do anything more. */
const TERMINAL: ReadonlySet<TaskState | undefined> = new Set([
  TaskState.TASK_STATE_COMPLETED,
  TaskState.TASK_STATE_FAILED,
  TaskState.TASK_STATE_CANCELED,
  TaskState.TASK_STATE_REJECTED,
]);

/** What is known of a task of another system, from what it tells. */
export class A2aTask {
  readonly #artifacts = new Map<string, readonly Part[]>();
  #message: readonly Part[] = [];
  #status: TaskStatus | undefined;
  #isAnswered = false;

  /** Null until the agent has told it. */
  id: string | null;

  /** @param id of a task that was begun before */
  constructor(id: string | null = null) {
    this.id = id;
  }

  /** The word for how it ended; null = it goes on. */
  get end(): string | null {
    if (this.#isAnswered) return 'completed';
    return NAMES.get(this.#status?.state ?? TaskState.TASK_STATE_UNSPECIFIED) ?? null;
  }

  /** The id of a task that may still go on there, also when it waits for somebody; null = there is none. */
  get openId(): string | null {
    return this.#isAnswered || TERMINAL.has(this.#status?.state) ? null : this.id;
  }

  /** What the agent said about its state. */
  get reason(): string {
    return textOf(this.#status?.message?.parts ?? []);
  }

  /** Text of all artifacts, else of the message that it answered or ended with. */
  get text(): string {
    const parts = [...this.#artifacts.values()].flat();
    if (parts.length > 0) return textOf(parts);
    return this.#message.length > 0 ? textOf(this.#message) : this.reason;
  }

  /** Data of all artifacts and messages together; null when there is none. */
  get data(): JsonObject | null {
    const parts = [...[...this.#artifacts.values()].flat(), ...this.#message];
    const objects = parts.flatMap(({ content }) =>
      content?.$case === 'data' && isRecord(content.value) ? [content.value] : [],
    );
    // It came as JSON.
    return objects.length === 0 ? null : (Object.assign({}, ...objects) as Record<string, JsonValue>);
  }

  /** @returns text that is new and comes behind all before */
  told({ payload }: StreamResponse): string {
    switch (payload?.$case) {
      case 'message':
        this.#message = payload.value.parts;
        this.#isAnswered = true;
        return '';
      case 'task':
        this.id = payload.value.id;
        this.#status = payload.value.status;
        for (const artifact of payload.value.artifacts) this.#keep(artifact, false);
        return '';
      case 'statusUpdate':
        this.id = payload.value.taskId;
        this.#status = payload.value.status;
        return '';
      case 'artifactUpdate': {
        const { artifact, append } = payload.value;
        if (artifact === undefined) return '';
        const before = textOf(this.#artifacts.get(artifact.artifactId) ?? []);
        this.#keep(artifact, append);
        const now = textOf(this.#artifacts.get(artifact.artifactId) ?? []);
        return now.startsWith(before) ? now.slice(before.length) : '';
      }
      default:
        return '';
    }
  }

  #keep({ artifactId, parts }: Artifact, append: boolean): void {
    this.#artifacts.set(artifactId, append ? [...(this.#artifacts.get(artifactId) ?? []), ...parts] : parts);
  }
}

function textOf(parts: readonly Part[]): string {
  const text = parts.map(({ content }) => (content?.$case === 'text' ? content.value : '')).join('');
  return untrustedText(text, text.length);
}
