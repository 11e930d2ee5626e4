import type { TextMarks } from '@aether/schema';
import { PlatformError } from '@aether/common/service';
import type { StepFailure } from '../journal.ts';

/** An expression of a flow or an endpoint has no value for this run. */
export class ExpressionFailedError extends PlatformError {
  constructor(expression: string, reason: string, of: 'flow' | 'endpoint' = 'flow') {
    const shown = expression.length > 200 ? `${expression.slice(0, 200)}…` : expression;
    super('EXPRESSION_FAILED', `The expression ${shown} has no value here: ${reason}.`, {
      facts: { expression: shown },
      hint:
        of === 'flow'
          ? 'Look at what the nodes before it gave in this run; has(…) asks whether a field is there.'
          : 'Look at the input of the run and at what the address answered; has(…) asks whether a field is there.',
    });
  }
}

/** An expression of a flow has a value of another kind than its node needs. */
export class WrongValueError extends PlatformError {
  constructor(expression: string, expected: string, given: string) {
    const shown = expression.length > 200 ? `${expression.slice(0, 200)}…` : expression;
    super('EXPRESSION_FAILED', `The expression ${shown} gave ${given}, and ${expected} is needed.`, {
      facts: { expression: shown, expected, given },
      hint: 'Change the expression, or what the nodes before it give.',
    });
  }
}

/** A tool of a flow said that it failed, or could not be called. */
export class ToolNodeFailedError extends PlatformError {
  /** Around its words where a model reads them; null = nothing was found in them. */
  readonly marks: TextMarks | null;

  constructor(tool: string, message: string, marks: TextMarks | null = null) {
    super('TOOL_FAILED', `"${tool}" failed: ${message}`, {
      facts: { tool },
      hint: 'Look at its step. An edge with "when": "error" to an error handler lets the flow go on without it.',
    });
    this.marks = marks;
  }
}

/** An agent that a flow calls did not succeed, or could not be called. */
export class AgentNodeFailedError extends PlatformError {
  /** Around its words where a model reads them; null = nothing was found in what it read. */
  readonly marks: TextMarks | null;

  constructor({ code, message, hint }: Pick<StepFailure, 'code' | 'message' | 'hint'>, marks: TextMarks | null) {
    super(code, message, { retryable: false, ...(hint === null ? {} : { hint }) });
    this.marks = marks;
  }
}

/** A person did not allow what a flow needs. */
export class ApprovalDeniedError extends PlatformError {
  constructor(question: string, status: 'DENIED' | 'EXPIRED', comment: string | null) {
    const how = status === 'DENIED' ? 'A person said no' : 'Nobody decided in time';
    const said = comment === null || comment === '' ? '' : ` They said: ${comment}`;
    super('APPROVAL_DENIED', `${how} to: ${question}${said}`, {
      facts: { status },
      hint: 'An edge with "when": false out of the approval lets the flow go on.',
    });
  }
}

/** The person of the run may not read a notebook that the flow searches. */
export class NotebookNotReadableError extends PlatformError {
  constructor(notebook: string) {
    super('NOT_FOUND', `There is no notebook "${notebook}" that the person of this run can read.`, {
      facts: { notebook },
      hint: 'Ask its owner to share it.',
    });
  }
}

/** What the flow or the endpoint gave is not what the agent promises. */
export class FlowOutputInvalidError extends PlatformError {
  constructor(problems: readonly string[], from: 'flow' | 'endpoint' = 'flow') {
    super(
      'OUTPUT_INVALID',
      `The output of the ${from} does not fit the outputs of the agent: ${problems.join('; ')}.`,
      {
        facts: { problems },
        hint:
          from === 'flow'
            ? 'Change the fields of the output node, or the outputs of the agent.'
            : 'Change the mapping of the response, or the outputs of the agent.',
        retryable: false,
      },
    );
  }
}

/** A failure in a node of a flow, with the node named. */
export class FlowNodeError extends PlatformError {
  constructor(nodeId: string, cause: PlatformError) {
    super(cause.code, `Node "${nodeId}": ${cause.message}`, {
      facts: { ...cause.facts, nodeId },
      cause,
      retryable: cause.retryable,
      ...(cause.hint === null ? {} : { hint: cause.hint }),
    });
  }
}

/** A node of a kind that this version cannot run; agents refuse to publish one. */
export class NodeNotRunnableError extends PlatformError {
  constructor(type: string) {
    super('INVALID_SPEC', `Nodes of type ${type} cannot run.`, {
      facts: { type },
      hint: 'Open the agent: its flow says what to use instead.',
    });
  }
}
