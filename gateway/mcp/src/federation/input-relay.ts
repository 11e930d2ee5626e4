import { createHash } from 'node:crypto';
import { LinkedAbort } from '@aether/common/service';
import { canonicalJson, MCP_META } from '@aether/schema';
import {
  type InputRequest,
  type InputRequiredResult,
  inputRequired,
  isInputRequiredResult,
} from '@modelcontextprotocol/server';
import { ToolRefusedError } from '../errors.ts';
import type { InputAnswer } from '../upstream/exchange.ts';
import type { RequestFacts } from '../upstream/upstream-request.ts';
import type { CallerInput } from './caller-input.ts';
import { NO_STATE, type RequestState, type RequestStates } from './request-state.ts';

/** Questions of one request, one after the other. */
const ROUNDS = 8;

/** What a question belongs to. */
export interface AskedAbout {
  /** Slug. */
  readonly server: string;
  /** Tenant, viewer and what is called: an answer is good for nothing else. */
  readonly subject: string;
}

/** One sending of a request to a server. */
export interface Leg {
  readonly input: RequestFacts['input'];
  readonly onInput: (request: InputRequest) => Promise<InputAnswer>;
  /** Aborts when the caller has to be asked first. */
  readonly signal: AbortSignal;
  /** Gives this sending up. */
  readonly stop: () => void;
}

/**
 * Carries questions of a server to the caller and answers back, between any two revisions. A server of an older revision asks in the middle of
 * a call; where the caller cannot be asked at once, that call is given up, and made again when the answer is there. Nobody knows what it had done
 * by then, and the question says so (`MCP_META.midCall`).
 */
export class InputRelay {
  readonly #states: RequestStates;

  constructor(states: RequestStates) {
    this.#states = states;
  }

  /** @throws PlatformError */
  async run<Result>(
    caller: CallerInput,
    { server, subject }: AskedAbout,
    signal: AbortSignal,
    send: (leg: Leg) => Promise<Result | InputRequiredResult>,
  ): Promise<Result | InputRequiredResult> {
    let state = caller.state === null ? NO_STATE : this.#states.open(caller.state, subject);
    let { responses } = caller;
    for (let round = 0; round < ROUNDS; round += 1) {
      const asked = await askedBy(caller, signal, state, responses, send);
      if (!isInputRequiredResult(asked.result)) return asked.result;
      const { inputRequests = {}, requestState } = asked.result;
      state = { server: requestState ?? null, answers: asked.answers };
      if (caller.ask === null) {
        const question = inputRequired({ inputRequests, requestState: this.#states.seal(state, subject) });
        return asked.isMidCall ? { ...question, _meta: { [MCP_META.midCall]: true } } : question;
      }
      responses = await answersTo(inputRequests, caller.ask, signal);
    }
    throw new ToolRefusedError(server, `it asked more than ${ROUNDS} times.`);
  }
}

interface Asked<Result> {
  readonly result: Result | InputRequiredResult;
  /** All that were given so far. */
  readonly answers: RequestState['answers'];
  /** The call that asks had begun, and is given up. */
  readonly isMidCall: boolean;
}

async function askedBy<Result>(
  caller: CallerInput,
  signal: AbortSignal,
  state: RequestState,
  responses: Readonly<Record<string, unknown>>,
  send: (leg: Leg) => Promise<Result | InputRequiredResult>,
): Promise<Asked<Result>> {
  const answers = { ...state.answers, ...responses };
  using sending = new LinkedAbort(signal);
  let open: readonly [string, InputRequest] | null = null;
  const leg: Leg = {
    signal: sending.signal,
    stop: () => sending.abort(),
    input: {
      ...(Object.keys(responses).length === 0 ? {} : { inputResponses: { ...responses } }),
      ...(state.server === null ? {} : { requestState: state.server }),
    },
    async onInput(request) {
      if (caller.ask !== null) return caller.ask(request, signal);
      const key = keyOf(request);
      const answer = answers[key];
      if (isAnswer(answer)) return answer;
      open ??= [key, request];
      sending.abort();
      return { action: 'cancel' };
    },
  };
  try {
    const result = await send(leg);
    if (open === null) return { result, answers, isMidCall: false };
  } catch (error) {
    if (open === null) throw error;
  }
  return { result: inputRequired({ inputRequests: Object.fromEntries([open]) }), answers, isMidCall: true };
}

async function answersTo(
  requests: Readonly<Record<string, InputRequest>>,
  ask: NonNullable<CallerInput['ask']>,
  signal: AbortSignal,
): Promise<Readonly<Record<string, unknown>>> {
  const answered = Object.entries(requests).map(async ([key, request]) => [key, await ask(request, signal)] as const);
  return Object.fromEntries(await Promise.all(answered));
}

/** Equal questions, equal keys: a server that asks again in another call is answered. */
function keyOf(request: InputRequest): string {
  return createHash('sha256').update(canonicalJson(request)).digest('hex').slice(0, 16);
}

function isAnswer(value: unknown): value is InputAnswer {
  return typeof value === 'object' && value !== null && 'action' in value;
}
