import type { CompileIssue } from '@aether/argo';
import { PlatformError } from '@aether/common/service';

export class ExecutorNotConfiguredError extends PlatformError {
  constructor() {
    super('EXECUTOR_NOT_CONFIGURED', 'The executor ARGO was asked for, but no cluster is configured.', {
      path: ['input', 'executor'],
      hint: 'Set ARGO_NAMESPACE, and ARGO_KUBECONFIG or ARGO_SERVER with ARGO_TOKEN_FILE, where executions run; or use AUTO or LOCAL.',
    });
  }
}

/** The cluster said no; its own words are the message. */
export class ClusterRefusedError extends PlatformError {
  constructor(workflow: string, message: string) {
    super('CLUSTER_REFUSED', message, {
      facts: { workflow },
      hint: 'Mend it in the cluster (rights, quota, versions: argo/README.md), then run the agent again; or use executor LOCAL.',
    });
  }
}

/** The workflow came to an end of its own before the run did. */
export class WorkflowEndedError extends PlatformError {
  constructor(workflow: string, how: string, message: string | null) {
    super(
      'WORKFLOW_ENDED',
      `The workflow "${workflow}" ended (${how}) before its run: ${message ?? 'Argo gave no reason'}.`,
      {
        facts: { workflow, how },
        hint: 'Look at the workflow in the cluster, then run the agent again.',
      },
    );
  }
}

/** The flow of the agent has parts that no workflow can express. */
export class FlowNotExpressibleError extends PlatformError {
  constructor(issues: readonly CompileIssue[]) {
    super('VALIDATION_FAILED', issues.map(({ message, hint }) => `${message} ${hint}`).join(' '), {
      path: ['input', 'executor'],
      facts: { issues },
      hint: 'Run it with executor LOCAL, or change the flow.',
    });
  }
}
