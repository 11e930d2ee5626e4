/** Tools of this server are agents: `agent/<slug>`. */
export const AGENT_TOOLS = 'agent/';

/** The slug of the agent that a tool is; null = it is another tool. */
export function agentOfTool(tool: string): string | null {
  return tool.startsWith(AGENT_TOOLS) ? tool.slice(AGENT_TOOLS.length) : null;
}
