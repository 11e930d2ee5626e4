import { PlatformError } from '@aether/common/service';

/** A retry begins at a step that the run has in its journal. */
export class StepNeverRanError extends PlatformError {
  constructor(executionId: string, stepId: string) {
    super('STEP_NEVER_RAN', `The run "${executionId}" never ran a step "${stepId}", so nothing can begin there.`, {
      path: ['input', 'fromStep'],
      facts: { executionId, stepId },
      hint: 'Choose one of its steps, or retry from the start.',
    });
  }
}

/** What the run was given and what its steps answered is past its time; only the summary is kept. */
export class PayloadExpiredError extends PlatformError {
  constructor(executionId: string) {
    super(
      'PAYLOAD_EXPIRED',
      `The inputs and results of the run "${executionId}" were kept for their time and are gone.`,
      {
        path: ['input', 'executionId'],
        facts: { executionId },
        hint: 'Start a new run of the agent.',
      },
    );
  }
}
