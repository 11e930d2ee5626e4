import { PlatformError } from '@aether/common/service';
import type { ExecutionStatus } from './execution.ts';

/** Another worker owns the run now. This one stops and writes nothing more. */
export class StaleFenceError extends PlatformError {
  constructor(executionId: string) {
    super('STALE_FENCE', `Another worker has taken the run "${executionId}".`, { facts: { executionId } });
  }
}

/** The API key is limited to other tools; an agent is one of the tools `agent/<slug>`. */
export class AgentNotAllowedError extends PlatformError {
  constructor(tool: string, patterns: readonly string[]) {
    super('TOOL_NOT_ALLOWED', `This API key may not use the tool "${tool}".`, {
      facts: { tool, allowed: patterns },
      hint: `It may use ${patterns.slice(0, 5).join(', ')}.`,
    });
  }
}

/** A resumed step met another input than the one that was journaled. */
export class NonDeterministicStepError extends PlatformError {
  constructor(executionId: string, key: string) {
    super('NON_DETERMINISTIC', `The step "${key}" was journaled with another input, so it was not run again.`, {
      facts: { executionId, key },
      hint: 'Start a new run; report this if it happens again.',
    });
  }
}

/** A person or a program asked for the end of the run. */
export class ExecutionCancelledError extends PlatformError {
  constructor(reason: string | null) {
    super('CANCELLED', reason === null ? 'The run was cancelled.' : `The run was cancelled: ${reason}`);
  }
}

export class ExecutionDeadlineError extends PlatformError {
  constructor(deadlineAt: string) {
    super('DEADLINE_EXCEEDED', `The run did not end until its deadline, ${deadlineAt}.`, {
      facts: { deadlineAt },
      retryable: false,
      hint: 'Give the agent a longer deadline (`limits.deadlineMs`; waiting does not count), or a smaller question.',
    });
  }
}

export class StepLimitError extends PlatformError {
  constructor(limit: number) {
    super('STEP_LIMIT_REACHED', `The run took ${limit} steps, which is all that its agent allows.`, {
      facts: { limit },
      hint: 'Raise "limits.steps" of the agent, or give it a smaller task.',
    });
  }
}

export class ExecutionEndedError extends PlatformError {
  constructor(executionId: string, status: ExecutionStatus) {
    super('EXECUTION_ENDED', `The run "${executionId}" has already ended: ${status}.`, {
      facts: { executionId, status },
    });
  }
}

export class ExecutionNotEndedError extends PlatformError {
  constructor(executionId: string, status: ExecutionStatus, hint: string) {
    super('CONFLICT', `The run "${executionId}" has not ended yet: ${status}.`, {
      facts: { executionId, status },
      hint,
    });
  }
}

/** The connection of a caller ended before the run that it waited for. */
export class RunGoesOnError extends PlatformError {
  constructor(executionId: string) {
    super('UNAVAILABLE', `The run "${executionId}" goes on; the connection to its caller ended before.`, {
      facts: { executionId },
      hint: 'Send the same request with the same idempotency key to get its answer.',
    });
  }
}

export class AgentNotRunnableError extends PlatformError {
  constructor(agent: string, status: string) {
    const isDisabled = status === 'DISABLED' || status === 'ARCHIVED';
    super(
      isDisabled ? 'AGENT_DISABLED' : 'AGENT_NOT_PUBLISHED',
      isDisabled
        ? `The agent "${agent}" is ${status.toLowerCase()}.`
        : `The agent "${agent}" has no published version.`,
      { facts: { agent, status }, hint: isDisabled ? 'Ask its owner to enable it.' : 'Publish it, or run its draft.' },
    );
  }
}

/** Agents called each other, and one of them or the platform allows no deeper call. */
export class CallDepthExceededError extends PlatformError {
  constructor(depth: number, limit: number) {
    super('CALL_DEPTH_EXCEEDED', `Agents may call each other ${limit} deep here, and this would be call ${depth}.`, {
      facts: { depth, limit },
      hint: 'Remove the circle, or raise "limits.recursionDepth" of the agent that calls.',
    });
  }
}

/** A run called, or its family has called, as many agents as it may. */
export class CallFanOutExceededError extends PlatformError {
  constructor(limit: number, where: string) {
    super('CALL_FAN_OUT_EXCEEDED', `At most ${limit} agents may be called ${where}, and that many were.`, {
      facts: { limit },
      hint: 'Let the agent call fewer others, or split the task into several runs.',
    });
  }
}

export class InputTooLargeError extends PlatformError {
  constructor(field: string, bytes: number, maximum: number) {
    super('PAYLOAD_TOO_LARGE', `The ${field} has ${bytes} bytes; a run takes at most ${maximum}.`, {
      path: ['input', field],
      facts: { bytes, maximum },
      hint: 'Put long texts into a notebook and let the agent search it.',
    });
  }
}

export class CursorAheadError extends PlatformError {
  constructor(after: number, lastSeq: number) {
    super('CURSOR_AHEAD', `"after" is ${after}, but the newest event of the run is ${lastSeq}.`, {
      path: ['after'],
      facts: { after, lastSeq },
      hint: `Subscribe with "after: ${lastSeq}" for what comes next, or with 0 for everything.`,
    });
  }
}

export class SlowReaderError extends PlatformError {
  constructor(after: number, limit: number) {
    super('RESUME_FROM', `The reader fell ${limit} events behind and was disconnected.`, {
      facts: { after, limit },
      hint: `Subscribe again with "after: ${after}".`,
    });
  }
}

/** A run that must not write has tools that may. */
export class NoRecordedAnswersError extends PlatformError {
  constructor(tools: readonly string[]) {
    super(
      'CONFLICT',
      `Tools cannot be mocked: ${tools.join(', ')} may write, and no recorded answers exist for them.`,
      {
        path: ['mockTools'],
        facts: { tools },
        hint: 'Let the tools run live, declare a tool as READ in the specification when it only reads, or compare without it.',
      },
    );
  }
}

/** The person in whose name a run acts may not do any more what the run needs. Nothing more is called. */
export class RightWithdrawnError extends PlatformError {
  /** @param permission null = the person is not active any more */
  constructor(userId: string, permission: string | null) {
    const person = `The run acts in the name of the person "${userId}", who`;
    super(
      'RIGHT_WITHDRAWN',
      permission === null
        ? `${person} is not active any more, so it was ended.`
        : `${person} does not have the permission "${permission}" any more, so it was ended.`,
      {
        facts: { userId, permission },
        hint: 'An administrator can grant it again; then start the run anew.',
      },
    );
  }
}

/** The API key with which something was ordered that goes on by itself was revoked, or has expired. Nothing more is told in its name. */
export class ApiKeyWithdrawnError extends PlatformError {
  constructor(apiKeyId: string) {
    super('RIGHT_WITHDRAWN', `The API key "${apiKeyId}" was revoked or has expired, so nothing is done in its name.`, {
      facts: { apiKeyId },
      hint: 'Order it anew with a key that is in use.',
    });
  }
}

/** Identity does not answer. What only reads goes on; what may change something waits until it is known who may. */
export class RightsUnknownError extends PlatformError {
  constructor(userId: string, cause: unknown) {
    super(
      'UNAVAILABLE',
      `What the person "${userId}" may do could not be asked, so nothing was changed in their name.`,
      {
        facts: { userId },
        cause,
        hint: 'The run is tried again by itself.',
      },
    );
  }
}
