import type { Flow } from '@aether/schema';
import { type TemplateIdentity, workflowTemplateName } from '../names.ts';
import { CannotCompileError } from './cannot-compile-error.ts';
import { checkFlow } from './check-flow.ts';
import { dagTasks } from './dag-tasks.ts';
import { ROOT_NODE } from './plugin-call.ts';
import type { PluginTemplate, WorkflowTemplate } from './workflow-template.ts';

/** An object in etcd holds 1.5 MB; the controller copies the template into each workflow's status. */
const MOST_BYTES = 512 * 1024;
/** Long enough for a watcher that was down to see the end. */
const KEPT_SECONDS = 3_600;

export interface CompileOptions extends TemplateIdentity {
  readonly namespace: string;
  /** Without a flow the whole agent is one node. */
  readonly flow?: Flow;
}

/**
 * A version of an agent as a WorkflowTemplate whose tasks are answered by Aether (plugin nodes): no pod is started.
 * Equal input gives equal bytes and the same name.
 * @throws CannotCompileError with every reason
 */
export function compileWorkflowTemplate(options: CompileOptions): WorkflowTemplate {
  const { namespace, flow } = options;
  const issues = flow === undefined ? [] : checkFlow(flow);
  if (issues.length > 0) throw new CannotCompileError(issues);
  const template: WorkflowTemplate = {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'WorkflowTemplate',
    metadata: { name: workflowTemplateName(options), namespace, labels: { 'aether.io/agent': options.agentSlug } },
    spec: {
      entrypoint: 'main',
      arguments: { parameters: [{ name: 'execution' }] },
      ttlStrategy: { secondsAfterCompletion: KEPT_SECONDS },
      templates:
        flow === undefined
          ? [pluginTemplate('main', ROOT_NODE)]
          : [{ name: 'main', dag: { failFast: true, tasks: dagTasks(flow) } }, callTemplate],
    },
  };
  const bytes = Buffer.byteLength(JSON.stringify(template));
  if (bytes > MOST_BYTES) {
    const message = `The workflow would have ${bytes} bytes; ${MOST_BYTES} fit beside its state into one object of the cluster.`;
    const hint = 'Move a part of the flow into an agent of its own and call that agent here.';
    throw new CannotCompileError([{ path: [], message, hint }]);
  }
  return template;
}

function pluginTemplate(name: string, node: string): PluginTemplate {
  return { name, plugin: { aether: { execution: '{{workflow.parameters.execution}}', node } } };
}

/** One template serves every node: what a node does is in the agent's version, not in the cluster. */
const callTemplate: PluginTemplate = {
  ...pluginTemplate('call', '{{inputs.parameters.node}}'),
  inputs: { parameters: [{ name: 'node' }] },
};
