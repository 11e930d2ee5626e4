import { PlatformError } from '@aether/common/service';
import { untrustedText } from '../loop/untrusted-text.ts';

const SHOWN = 300;

/** An address answered with a status that says no. */
export class EndpointRefusedError extends PlatformError {
  constructor(origin: string, status: number, text: string, retryable: boolean) {
    const said = untrustedText(text, SHOWN).trim();
    super('ENDPOINT_REFUSED', `${origin} answered with status ${status}${said === '' ? '.' : `: ${said}`}`, {
      facts: { origin, status },
      retryable,
      hint: hintFor(status),
    });
  }
}

function hintFor(status: number): string {
  if (status === 401 || status === 403) return 'Look at the credential that the agent names, and at its rights there.';
  if (status >= 300 && status < 400)
    return 'It sends requests on, which none that may change something follows, and none with a credential to another origin: write the address that it names.';
  return 'Look at what was sent: it is the input of the step.';
}

/** An address answered something else than what was asked for: HTML, nothing, text that is not UTF-8, XML that does not parse. */
export class EndpointInvalidError extends PlatformError {
  constructor(origin: string, answered: string, expected: string, text = '') {
    const said = untrustedText(text, SHOWN).trim();
    super(
      'ENDPOINT_INVALID',
      `${origin} answered ${answered}, and ${expected} is needed.${said === '' ? '' : ` It begins: ${said}`}`,
      {
        facts: { origin, answered, expected },
        hint: 'Look whether the address is right, and what it answers without Aether.',
      },
    );
  }
}

/** What comes from outside, or goes there, would carry out what untrusted text asks for. */
export class OutsideCallRefusedError extends PlatformError {
  constructor(target: string) {
    super(
      'FORBIDDEN',
      `${target} was not called: this agent may not change anything while text from documents or tools may be part of what is sent.`,
      { facts: { target }, hint: 'Loosen guards.untrustedContent, or declare that the request only reads.' },
    );
  }
}

/** An answer that ended before it was whole. */
export class EndpointCutOffError extends PlatformError {
  constructor(origin: string, cause?: unknown) {
    super('ENDPOINT_INTERRUPTED', `The answer of ${origin} broke off before its end.`, {
      facts: { origin },
      cause,
      hint: 'Look at the service behind the address.',
    });
  }
}

export class EndpointTimeoutError extends PlatformError {
  /** @param timeoutMs null = the network lost patience first */
  constructor(origin: string, timeoutMs: number | null) {
    super(
      'ENDPOINT_TIMEOUT',
      `${origin} gave no whole answer ${timeoutMs === null ? 'in time' : `within ${timeoutMs} ms`}.`,
      { facts: { origin, timeoutMs }, hint: 'Raise timeoutMs, or ask for less.' },
    );
  }
}

/** The agent of another system said that it did not do what it was asked for. */
export class EndpointTaskFailedError extends PlatformError {
  constructor(origin: string, state: string, text: string) {
    const said = untrustedText(text, SHOWN).trim();
    super('ENDPOINT_REFUSED', `The agent at ${origin} ended its task as ${state}${said === '' ? '.' : `: ${said}`}`, {
      facts: { origin, state },
      retryable: false,
      hint: 'Look at what it was asked: it is the input of the step.',
    });
  }
}
