import { PlatformError } from '@aether/common/service';

/** No connection stood, so nothing was sent. */
export class EndpointUnavailableError extends PlatformError {
  constructor(origin: string, reason: string, cause: unknown) {
    super('ENDPOINT_UNAVAILABLE', `${origin} cannot be reached (${reason}); nothing was sent.`, {
      facts: { origin, reason },
      cause,
      hint: 'Look whether the address is right and its service runs.',
    });
  }
}

/** The connection broke after the request had gone out. */
export class EndpointInterruptedError extends PlatformError {
  constructor(origin: string, cause: unknown) {
    super('ENDPOINT_INTERRUPTED', `${origin} broke the connection before its answer was whole.`, {
      facts: { origin },
      cause,
      hint: 'Look at the service behind the address.',
    });
  }
}

export class AnswerTooLargeError extends PlatformError {
  constructor(origin: string, maximumBytes: number) {
    super('ENDPOINT_ANSWER_TOO_LARGE', `${origin} answered more than ${maximumBytes} bytes.`, {
      facts: { origin, maximumBytes },
      hint: 'Ask for less, or raise maximumBytes.',
    });
  }
}

/** The credential that an agent names is not there for this person, or cannot be opened or sent. */
export class EgressCredentialError extends PlatformError {
  constructor(name: string, reason: string, cause?: unknown) {
    super('CREDENTIAL_UNREADABLE', `The credential "${name}" cannot be used: ${reason}.`, {
      facts: { name },
      cause,
      hint: 'Store it on the Settings page under this name, or share the one that is there: a private one goes only with agents of its owner.',
    });
  }
}

export class CommandNotAllowedError extends PlatformError {
  constructor(program: string) {
    super('COMMAND_NOT_ALLOWED', `The program ${program} was not run: no administrator has allowed it.`, {
      facts: { program },
      hint: 'Name it in EXECUTIONS_ALLOWED_COMMANDS, or offer what it does over HTTP.',
    });
  }
}

/** A program ended by saying that it failed. */
export class CommandFailedError extends PlatformError {
  constructor(program: string, status: number | string, said: string) {
    const text = said.trim();
    super('ENDPOINT_REFUSED', `${program} ended with ${status}${text === '' ? '.' : `: ${text.slice(0, 300)}`}`, {
      facts: { program, status },
      hint: 'Look at what it was given: it is the input of the step.',
    });
  }
}
