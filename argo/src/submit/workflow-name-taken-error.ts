/** The deterministic name of an execution's workflow belongs to a workflow that is not that execution's. */
export class WorkflowNameTakenError extends Error {
  override readonly name = 'WorkflowNameTakenError';

  constructor(workflow: string, namespace: string, owner: string | null) {
    super(
      `The workflow ${namespace}/${workflow} exists already and belongs to ${owner === null ? 'no execution' : `the execution ${owner}`}. Delete it or use a namespace of its own for Aether.`,
    );
  }
}
