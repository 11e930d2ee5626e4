import { z } from 'zod';

/**
 * What a plugin node carries to the external agent: ids only. Inputs and results stay in our record, because
 * parameters are limited to 128 kB and are expanded a second time when they contain braces.
 */
export const pluginCallSchema = z.object({
  /** Id of the execution. */
  execution: z.string().min(1),
  /** Id of the flow's node; `ROOT_NODE` for an agent without a flow. */
  node: z.string().min(1),
});
export type PluginCall = z.infer<typeof pluginCallSchema>;

/** The name of our plugin in a template: `plugin: { aether: … }`. */
export const PLUGIN = 'aether';

/** The node of an agent without a flow. Upper case, so that no node of a flow is called so. */
export const ROOT_NODE = 'AGENT';

/** Result of a node that ended well and answers nothing else. */
export const DONE = 'done';

/** Of the task that stands for a conditional edge. Upper case, so that no node of a flow begins with it. */
export const GATE = 'Gate-';
